"""Who comes in: the address printed in the terminal logs a browser in; everybody else is told to use it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from tornado.web import RequestHandler
from voila.tornado.handler import TornadoVoilaHandler

CLOSED = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>AI Use-Case Workbook</title></head>
<body><main><h1>Use the address from the terminal</h1>
<p>The workbook is open to whoever has the address that <code>workbook app</code> printed when it started.
Copy the whole line, with its token, into this browser.</p></main></body></html>"""

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


class ClosedDoor(RequestHandler):
    """Tells whoever has no cookie how to come in."""

    def get(self) -> None:
        """A plain page, with the status that says "not allowed"."""
        self.set_status(403)
        self.set_header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        self.write(CLOSED)


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
            self.set_status(503)
            self.set_header("Retry-After", str(RETRY_SECONDS))
            self.finish(FULL)
            return
        self.xsrf_token  # noqa: B018  reading it sets the cookie, without which a closed page could not end its kernel
        await super().get(None)

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
