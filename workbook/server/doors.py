"""Who comes in: the address printed in the terminal logs a browser in; everybody else is told to use it."""

from __future__ import annotations

import asyncio
import html
from typing import Any
from urllib.parse import parse_qsl, urlencode

from tornado.web import HTTPError, RequestHandler
from voila.tornado.handler import TornadoVoilaHandler

from workbook.errors import InputError, NotFound

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">{head}
<meta name="viewport" content="width=device-width"><title>AI Use-Case Workbook</title></head>
<body><main><h1>{title}</h1>{body}</main></body></html>"""

REFUSED = PAGE.format(head="", title="This does not work", body="<p>Go back, and try again.</p>")
"""What handlers of Jupyter answer where they refuse something."""

TERMINAL = """<p>The workbook is open to whoever has the address that <code>workbook app</code> printed when it started.
Copy the whole line, with its token, into this browser.</p>"""

INVITED = """<p>{told}Open the link that you were given, or type its code here.</p>
<form action="{action}" method="get"><p><label for="code">Code</label>
<input id="code" name="code" required autocomplete="off" autocapitalize="characters" spellcheck="false" size="28">
<button>Come in</button></p></form>"""

PLAIN_RULES = "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

RETRY_SECONDS = 10
FULL = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="{RETRY_SECONDS}">
<title>AI Use-Case Workbook</title></head><body><main><h1>Every place is taken</h1>
<p>As many people as this workbook can serve have it open. This page tries again every {RETRY_SECONDS} seconds
and opens the workbook as soon as somebody closes theirs.</p></main></body></html>"""

CONTENT_RULES = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' ws: wss: blob: data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


class PlainPage(RequestHandler):
    """A page without any script, that nobody frames or keeps."""

    def set_default_headers(self) -> None:
        """Headers that keep the page to itself."""
        self.set_header("Content-Security-Policy", PLAIN_RULES)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cache-Control", "no-store")
        self.clear_header("Server")

    def say(self, status: int, title: str, body: str, head: str = "") -> None:
        """Write the page; `body` and `head` are markup of ours."""
        self.set_status(status)
        self.finish(PAGE.format(title=html.escape(title), body=body, head=head))

    def write_error(self, status_code: int, **_: Any) -> None:
        """What went wrong, in one sentence."""
        if status_code == 429:
            self.say(429, "Too many wrong codes", "<p>Wait five minutes, then try again.</p>")
        else:
            self.say(status_code, "This does not work", "<p>Go back, and try again.</p>")

    def ask_for_a_code(self, status: int, told: str = "") -> None:
        """The page with the field for a code."""
        action = html.escape(f"{self.settings['base_url'].rstrip('/')}/join")
        self.say(status, "Come in by your invitation", INVITED.format(told=html.escape(told), action=action))


class ClosedDoor(PlainPage):
    """Tells whoever has no cookie how to come in."""

    async def get(self) -> None:
        """A plain page, with the status that says "not allowed".

        A browser keeps a strict cookie back after a link on another site, in a mail for example. What our own page
        asks for comes with it: so this page asks once more, by itself.
        """
        wanted = self.get_query_argument("next", "")
        if self.request.headers.get("Sec-Fetch-Site") == "cross-site" and is_ours(wanted):
            onwards = html.escape(wanted)
            refresh = f'<meta http-equiv="refresh" content="0;url={onwards}">'
            self.say(403, "One moment", f'<p><a href="{onwards}">Open the workbook</a></p>', refresh)
        elif hub := self.settings["identity_provider"].parent.hub:
            if await self.settings["identity_provider"].barred(self):
                self.say(403, "You are not let in here", "<p>Ask whoever runs the Hub for access to the workbook.</p>")
                return
            self.redirect(hub.way_in(self, wanted if is_ours(wanted) else self.settings["base_url"]))
        elif self.settings["identity_provider"].doors.shared:
            self.ask_for_a_code(403)
        else:
            self.say(403, "Use the address from the terminal", TERMINAL)


def is_ours(path: str) -> bool:
    """Whether this is a path of this server, and no address of another one in disguise."""
    return path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() and "\\" not in path


class Join(PlainPage):
    """Lets a guest in by the code of an invitation, and takes the code out of the address at once."""

    async def get(self) -> None:
        """Set the cookie and go on to the app; a code that does not open is told without saying why."""
        door = self.settings["identity_provider"]
        code = self.get_query_argument("code", "")
        if not door.doors.shared:
            raise HTTPError(404)
        if not code:
            self.ask_for_a_code(200)
            return
        account = await door.account(self)
        if account is None and door.parent.hub is not None:  # who comes in by a Hub logs in there first
            self.redirect(f"{self.settings['base_url']}login?{urlencode({'next': self.request.uri})}")
            return
        door.may_try(self)
        try:
            onwards = await self._accept(code, account)
        except NotFound as error:
            door.attempts.failed(door.doors.address_of(self.request))
            self.ask_for_a_code(403, f"{error} ")
            return
        except InputError as error:
            self.ask_for_a_code(409, f"{error} ")
            return
        # A page that goes on by itself, not a redirect: after a link in a mail a browser sends a strict cookie only
        # with what our own page asks for.
        refresh = f'<meta http-equiv="refresh" content="0;url={onwards}">'
        self.say(200, "Welcome", f'<p><a href="{onwards}">Open the workbook</a></p>', refresh)

    async def _accept(self, code: str, account: Any) -> str:
        """Use the code; returns where to go on, as markup. Whoever has an account stays who they are."""
        door, base = self.settings["identity_provider"], html.escape(self.settings["base_url"])
        if account is not None:
            project_id = await asyncio.to_thread(door.parent.record.accept_as, code, account.person)
            return f"{base}?project={project_id}"
        _, invitation, turn = await asyncio.to_thread(door.parent.record.accept, code)
        door.remember(self, {"invitation": invitation, "turn": turn})
        return base


class AppHandler(TornadoVoilaHandler):  # type: ignore[misc]
    """The app itself. A token in the address is taken out of it at once, so that no kernel and no history holds it."""

    async def get(self, path: str | None = None) -> None:
        """Serve the app at its one address."""
        if path:
            self.set_status(404)
            self.finish("There is no such page here.")
            return
        asked = parse_qsl(self.request.query, keep_blank_values=True)
        if self.current_user and any(name == "token" for name, _ in asked):
            rest = urlencode([(name, value) for name, value in asked if name != "token"])
            self.redirect(f"{self.request.path}?{rest}" if rest else self.request.path)
            return
        if self.current_user and self.kernel_manager.is_full():
            self.settings["identity_provider"].parent.measures.turned_away.inc()
            self.set_status(503)
            self.set_header("Retry-After", str(RETRY_SECONDS))
            self.finish(FULL)
            return
        self.xsrf_token  # noqa: B018  reading it sets the cookie, without which a closed page could not end its kernel
        await super().get(None)

    def write_error(self, status_code: int, **more: Any) -> None:
        """A plain page for whoever tried too often; else the stock one."""
        if status_code == 429:
            self.finish(
                PAGE.format(title="Too many wrong codes", body="<p>Wait five minutes, then try again.</p>", head="")
            )
        else:
            super().write_error(status_code, **more)

    def set_default_headers(self) -> None:
        """Headers that keep the page to itself."""
        super().set_default_headers()
        self.set_header("Content-Security-Policy", CONTENT_RULES)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cross-Origin-Opener-Policy", "same-origin")
        self.clear_header("Server")


class NotHere(RequestHandler):
    """Routes of the stock server that this one does not have."""

    def get(self, *_: Any) -> None:
        """Nothing is here."""
        self.set_status(404)
