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

Outcome = TypeVar("Outcome")
THREADS = 4
SETTING = "workbook_rooms"
WRONG_CODES, WITHIN_SECONDS = 30, 600.0
MOST_ADDRESSES = 10_000
LOOK_SECONDS = 1.0


class TooManyGuesses(WorkbookError):
    """Too many wrong codes came from one address."""


class Guesses:
    """Wrong codes by address: after thirty in ten minutes the address waits. The codes there are make 3.2 million."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.wrong: dict[str, list[float]] = {}

    def check(self, address: str) -> None:
        """Raise `TooManyGuesses` where the address has to wait."""
        if len(self._recent(address)) >= WRONG_CODES:
            raise TooManyGuesses("Too many wrong codes came from your address.", "Wait ten minutes, then try again.")

    def count(self, address: str) -> None:
        """A wrong code."""
        if len(self.wrong) >= MOST_ADDRESSES:
            self.wrong = {one: recent for one in self.wrong if (recent := self._recent(one))}
        self.wrong[address] = [*self._recent(address), self.clock()]

    def _recent(self, address: str) -> list[float]:
        since = self.clock() - WITHIN_SECONDS
        return [moment for moment in self.wrong.get(address, ()) if moment > since]


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
        self.guesses = Guesses()
        self.listeners = Listeners(self._news)
        self.told: dict[str, tuple[int, dict[str, Any]]] = {}
        self.lock = threading.Lock()

    async def run(self, work: Callable[..., Outcome], *arguments: Any) -> Outcome:
        """Do what asks the database in a thread, so that nobody else waits for it."""
        return await asyncio.get_running_loop().run_in_executor(self.pool, partial(work, *arguments))

    async def room(self, typed: str, address: str) -> Room:
        """The room of a code; wrong ones are counted."""
        self.guesses.check(address)
        try:
            return await self.run(self.door.rooms.find, typed)
        except NotFound:
            self.guesses.count(address)
            raise

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

    def _news(self, codes: frozenset[str]) -> dict[str, tuple[int, int, int]]:
        versions, counts = self.door.rooms.versions(codes), self.door.people.counts(codes)
        return {code: (version, *counts[code]) for code, version in versions.items()}


def desk_of(settings: dict[str, Any]) -> Desk:
    """The desk of this server."""
    if SETTING not in settings:
        settings[SETTING] = Desk()
    desk: Desk = settings[SETTING]
    return desk
