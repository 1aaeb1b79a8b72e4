"""What the pages of all rooms share in one server: the record, a few threads, who listens, and wrong guesses."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from workbook.errors import NotFound, WorkbookError
from workbook.project import open_repository
from workbook.room.record import Room
from workbook.room.store import Rooms
from workbook.room.taking_part import People
from workbook.room.views import Door, common, overall
from workbook.server.attempts import Attempts

Outcome = TypeVar("Outcome")
THREADS = 4
SETTING = "workbook_rooms"
WRONG_CODES, OF_ALL, WITHIN_SECONDS = 30, 600, 600.0
"""A room behind one address mistypes less than that; there are 3.2 million codes."""
LOOK_SECONDS = 1.0
MOST_DEVICES = 500


class TooManyGuesses(WorkbookError):
    """Too many wrong codes came from one address."""


class Listeners:
    """Who waits for news of which room. Other servers on the same record are seen too: once a second it is asked."""

    def __init__(self, ask: Callable[[frozenset[str]], Mapping[str, Any]]) -> None:
        self.ask = ask
        self.waiting: dict[str, set[asyncio.Queue[Any]]] = {}
        self.known: dict[str, Any] = {}
        self.task: asyncio.Task[None] | None = None

    def listen(self, code: str) -> asyncio.Queue[Any]:
        """A queue on which the news of a room arrive."""
        queue: asyncio.Queue[Any] = asyncio.Queue()
        self.waiting.setdefault(code, set()).add(queue)
        if self.task is None or self.task.done():
            self.task = asyncio.get_running_loop().create_task(self._watch())
        return queue

    def leave(self, code: str, queue: asyncio.Queue[Any]) -> None:
        """Listen no longer."""
        self.waiting.get(code, set()).discard(queue)
        if not self.waiting.get(code):
            self.waiting.pop(code, None)
            self.known.pop(code, None)

    async def look(self) -> None:
        """Ask for news now, and tell those who wait."""
        codes = frozenset(self.waiting)
        if not codes:
            return
        found = await asyncio.get_running_loop().run_in_executor(None, self.ask, codes)
        for code, news in found.items():
            if self.known.get(code) != news:
                self.known[code] = news
                for queue in tuple(self.waiting.get(code, ())):
                    queue.put_nowait(news)

    async def _watch(self) -> None:
        while self.waiting:
            try:
                await self.look()
            except WorkbookError:
                await asyncio.sleep(LOOK_SECONDS)  # the database is away for a moment: those who wait just wait
            await asyncio.sleep(LOOK_SECONDS)


class Desk:
    """One for a server, made when the first room page is asked for."""

    def __init__(self, url: str | None = None) -> None:
        rooms = Rooms(open_repository(url))
        self.door = Door(rooms, People(rooms))
        self.pool = ThreadPoolExecutor(THREADS, thread_name_prefix="room")
        self.guesses = Attempts(WRONG_CODES, OF_ALL, WITHIN_SECONDS)
        self.tried: dict[str, set[str]] = {}
        self.listeners = Listeners(self._news)
        self.told: dict[str, tuple[int, dict[str, Any]]] = {}
        self.lock = threading.Lock()
        self.asked = 0

    @property
    def waiting(self) -> int:
        """How much work waits for a thread."""
        return max(0, self.asked - THREADS)

    async def run(self, work: Callable[..., Outcome], *arguments: Any) -> Outcome:
        """Do what asks the database in a thread, so that nobody else waits for it."""
        self.asked += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self.pool, partial(work, *arguments))
        finally:
            self.asked -= 1

    async def room(self, typed: str, address: str) -> Room:
        """The room of a code; wrong ones are counted. Without an address the code was right before, and is not counted."""
        if address and not self.guesses.allowed(address):
            raise TooManyGuesses("Too many wrong codes came from your address.", "Wait ten minutes, then try again.")
        try:
            return await self.run(self.door.rooms.find, typed)
        except NotFound:
            self.guesses.failed(address)
            raise

    def tried_from(self, code: str, device: str) -> None:
        """Remember that a device has opened a room's page: the facilitator sees that the address can be reached."""
        devices = self.tried.setdefault(code, set())
        if len(devices) < MOST_DEVICES:
            devices.add(device)

    def common(self, here: Room) -> dict[str, Any]:
        """What everybody may see of a room, computed once a version, however many ask."""
        with self.lock:
            version, told = self.told.get(here.code, (0, {}))
            if version != here.version:
                told = common(self.door, here)
                if here.state == "revealed":
                    told["overall"] = overall(self.door, here)
                self.told[here.code] = (here.version, told)
        return {**told, "now": time.time()}

    def _news(self, codes: frozenset[str]) -> dict[str, tuple[int, int, int, int]]:
        versions, counts = self.door.rooms.versions(codes), self.door.people.counts(codes)
        return {code: (version, *counts[code], len(self.tried.get(code, ()))) for code, version in versions.items()}


def desk_of(settings: dict[str, Any]) -> Desk:
    """The desk of this server."""
    if SETTING not in settings:
        settings[SETTING] = Desk()
    desk: Desk = settings[SETTING]
    return desk
