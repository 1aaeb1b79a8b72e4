"""What all handlers of rooms share: strict headers, errors in words, news as a stream, the empty page."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, nullcontext
from functools import wraps
from html import escape
from typing import Any

from tornado.iostream import StreamClosedError
from tornado.web import RequestHandler

from workbook.errors import InputError, NotAllowed, NotFound, WorkbookError
from workbook.project.problems import Conflict, Refused
from workbook.room.record import Room
from workbook.room.store import MovedMeanwhile
from workbook.room.taking_part import AnsweredElsewhere
from workbook.server.assets import address
from workbook.server.room_desk import Desk, TooManyGuesses, desk_of

RULES = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
STATUS: tuple[tuple[type[WorkbookError], int], ...] = (
    (AnsweredElsewhere, 409),
    (MovedMeanwhile, 409),
    (Conflict, 409),
    (Refused, 400),
    (TooManyGuesses, 429),
    (NotFound, 404),
    (NotAllowed, 403),
    (InputError, 400),
    (WorkbookError, 503),
)
LARGEST_BODY = 32_768
STILL_HERE_SECONDS = 20.0
KEPT_DAYS = 2

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="room" content="{code}" data-view="{view}" data-base="{base}" data-xsrf="{xsrf}" data-join="{join}">
<title>{title}</title>
<link rel="stylesheet" href="{style}">
{run}</head>
<body class="{view}">
<main id="room"><h1>{title}</h1>{inside}</main>
</body>
</html>
"""
SCRIPT = '<script type="module" src="{script}"></script>\n'
NO_SCRIPT = "<noscript><p>This page needs JavaScript to save your answers.</p></noscript>"


def keep_secret(handler: RequestHandler, code: str, secret: str) -> None:
    """Make this browser the person with that secret, in one room: signed, and out of reach of scripts."""
    base = str(handler.settings.get("base_url", "/"))
    door = handler.settings.get("identity_provider")
    handler.set_signed_cookie(
        f"workbook_room_{code}",
        secret,
        path=f"{base}room",
        expires_days=KEPT_DAYS,
        httponly=True,
        samesite="Lax",
        secure=handler.request.protocol == "https" or bool(door and door.doors.encrypted),
    )


def told(method: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """Answer a problem with its status, what happened and what to do."""

    @wraps(method)
    async def answered(handler: RoomPage, *arguments: Any) -> None:
        try:
            await method(handler, *arguments)
        except WorkbookError as error:
            handler.set_status(next(status for kind, status in STATUS if isinstance(error, kind)))
            more = {"stored": _stored(error)} if isinstance(error, AnsweredElsewhere) else {}
            handler.send({"error": error.happened, "remedy": error.remedy} | more)

    return answered


def _stored(error: AnsweredElsewhere) -> dict[str, Any]:
    return {"value": dict(error.stored.value), "key": error.stored.key, "version": error.stored.version}


class RoomPage(RequestHandler):
    """The base of pages and calls. It knows nobody: who may do what is for those that build on it."""

    @property
    def desk(self) -> Desk:
        """What the rooms of this server share."""
        return desk_of(self.application.settings)

    def set_default_headers(self) -> None:
        """Headers that keep a page to itself, and its content out of every cache."""
        super().set_default_headers()
        self.set_header("Content-Security-Policy", RULES)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cross-Origin-Opener-Policy", "same-origin")
        self.set_header("Cache-Control", "no-store")
        self.clear_header("Server")

    async def here(self, code: str) -> Room:
        """The room of a code."""
        return await self.desk.room(code, "" if self.knows(code) else self.visitor_address())

    def knows(self, code: str) -> bool:
        """Whether this visitor gave the right code before, so that others' wrong ones do not keep them out."""
        return False

    def visitor_address(self) -> str:
        """From where somebody comes, as a trusted proxy tells it."""
        door = self.settings.get("identity_provider")
        return str(door.doors.address_of(self.request) if door else self.request.remote_ip)

    def device(self) -> str:
        """What tells the devices of a room apart: behind one address they differ in their browser."""
        return f"{self.visitor_address()} {self.request.headers.get('User-Agent', '')[:200]}"

    def saving(self) -> AbstractContextManager[None]:
        """Measures a save, where somebody watches this server."""
        door = self.settings.get("identity_provider")
        return door.parent.measures.saving() if door else nullcontext()

    def send(self, values: dict[str, Any]) -> None:
        """Answer with JSON."""
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(json.dumps(values, ensure_ascii=False, allow_nan=False).replace("</", "<\\/"))

    def body(self) -> dict[str, Any]:
        """What was sent, as a mapping. Raises `InputError`."""
        odd = InputError("The page sent something odd.", "Reload it.")
        if len(self.request.body) > LARGEST_BODY:
            raise odd
        try:
            sent = json.loads(self.request.body)
        except (ValueError, RecursionError) as error:
            raise odd from error
        if not isinstance(sent, dict):
            raise odd
        return sent

    def page(
        self,
        view: str,
        title: str,
        code: str = "",
        xsrf: str = "",
        join: str = "",
        inside: str = "",
        still: bool = False,
    ) -> None:
        """Answer with the page that our script fills; a still one is whole as it is."""
        base = str(self.settings.get("base_url", "/"))
        values = {"view": view, "title": title, "code": code, "xsrf": xsrf, "join": join, "base": base}
        links = {"style": address(base, "room.css"), "script": address(base, "room.js")}
        safe = {name: escape(value, quote=True) for name, value in (values | links).items()}
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(PAGE.format(**safe, inside=inside or NO_SCRIPT, run="" if still else SCRIPT.format(**safe)))

    async def stream(self, code: str, everything: bool) -> None:
        """Tell the news of a room as they come, until the page is closed.

        Parameters
        ----------
        code : str
        everything : bool
            Also how many are in and have answered; else only that the room was moved.
        """
        self.set_header("Content-Type", "text/event-stream; charset=utf-8")
        self.set_header("X-Accel-Buffering", "no")
        queue = self.desk.listeners.listen(code)
        self.closed_by_page = asyncio.get_running_loop().create_future()
        try:
            self.write("retry: 3000\n\n")
            await self.flush()
            last = None
            while not self.closed_by_page.done():
                news = await self._next(queue)
                told = news if everything or news is None else news[:1]
                if told is not None and told == last:
                    continue
                last = told or last
                self.write(f"data: {json.dumps(told)}\n\n" if told else ": still here\n\n")
                await self.flush()
        except StreamClosedError:
            return
        finally:
            self.desk.listeners.leave(code, queue)

    async def _next(self, queue: asyncio.Queue[Any]) -> Any:
        waiting = asyncio.ensure_future(queue.get())
        await asyncio.wait(
            {waiting, self.closed_by_page}, timeout=STILL_HERE_SECONDS, return_when=asyncio.FIRST_COMPLETED
        )
        if waiting.done():
            return waiting.result()
        waiting.cancel()
        return None

    def on_connection_close(self) -> None:
        """The page is gone."""
        closed = getattr(self, "closed_by_page", None)
        if closed is not None and not closed.done():
            closed.set_result(None)
        super().on_connection_close()
