"""A workshop under load, beside open workbooks: what was acknowledged is in the database once, quickly, in little memory.

Run with `make soak`. People come in within half a minute, answer each question of the deck, reload at random, and lose
answers on the way (a request that is sent twice); in between the facilitator asks and shows. Plain HTTP clients of one
process beside the server, so that on two cores both share them: the figures are on the safe side.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import sqlite3
import statistics
import sys
import tempfile
import time
import uuid
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psutil
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.httpclient import HTTPClientError as Refused
from tornado.websocket import websocket_connect

from tests.browser import serving
from tests.room.test_deck import GOOD
from tests.server.visiting import Visitor
from workbook.room.deck import HATS, open_deck

SAVE_LIMIT, JOIN_LIMIT, MEMORY_LIMIT = 0.3, 2.0, 2 * 2**30
JOINING_SECONDS, ENDING_SECONDS = 30.0, 60.0
RELOADS, REPEATS = 0.2, 0.1
ASKS = [one.id for one in open_deck().activities]


@dataclass
class Figures:
    """What was measured; seconds and bytes."""

    people: int
    workbooks: int
    answers: int = 0
    stored: int = 0
    wrong: int = 0
    save_95: float = 0.0
    save_most: float = 0.0
    join_95: float = 0.0
    memory: int = 0
    kernels_left: int = -1
    problems: list[str] = field(default_factory=list)

    def missed(self, timed: bool = True) -> list[str]:
        """Which promises were not kept; those of seconds only where `timed`, since a busy machine breaks them too."""
        seconds = {
            f"95 of 100 saves within {SAVE_LIMIT} s": self.save_95 <= SAVE_LIMIT,
            f"95 of 100 in within {JOIN_LIMIT} s": self.join_95 <= JOIN_LIMIT,
        }
        limits = (seconds if timed else {}) | {
            "every acknowledged answer once": self.answers == self.stored > 0 and self.wrong == 0,
            "under 2 GB together": self.memory < MEMORY_LIMIT,
            "no kernel left": self.kernels_left == 0,
            "no problem on the way": not self.problems,
        }
        return [name for name, kept in limits.items() if not kept]


class Client:
    """Somebody's browser: cookies and requests as our page makes them."""

    def __init__(self, base: str, http: AsyncHTTPClient) -> None:
        self.base, self.http = base, http
        self.cookies: dict[str, str] = {}
        self.mark = ""

    async def ask(self, path: str, sent: object = None) -> bytes:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if sent is not None:
            headers |= {"X-XSRFToken": self.mark, "Content-Type": "application/json"}
        body = None if sent is None else json.dumps(sent)
        request = HTTPRequest(self.base + path, "GET" if sent is None else "POST", headers, body, request_timeout=60)
        answer = await self.http.fetch(request)
        for line in answer.headers.get_list("Set-Cookie"):
            name, value = line.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return answer.body

    async def page(self, path: str) -> None:
        found = re.search(rb'data-xsrf="([^"]*)"', await self.ask(path))
        self.mark = found.group(1).decode() if found else self.mark


class Soak:
    """One run."""

    def __init__(self, base: str, people: int, seconds: float, joining: float, seed: int) -> None:
        self.base, self.seconds, self.joining = base, seconds, joining
        self.random = random.Random(seed)
        http = AsyncHTTPClient(force_instance=True, max_clients=4 * people + 50)
        self.lead = Client(base, http)
        self.crowd = [Client(base, http) for _ in range(people)]
        self.code = ""
        self.saves: list[float] = []
        self.joins: list[float] = []
        self.kept: dict[tuple[str, str], str] = {}
        self.problems: list[str] = []

    async def run(self, token: str) -> None:
        """Everything, from opening the room to its end."""
        await self.lead.ask(f"/room/?token={token}")
        await self.lead.page("/room/")
        projects = json.loads(await self.lead.ask("/room/all/state"))["projects"]
        self.code = json.loads(await self.lead.ask("/room/all/state", {"project": projects[0]["id"]}))["code"]
        await self.act("ask", activity=ASKS[0])
        streams = []
        began = time.monotonic()
        arrivals = [self.random.uniform(0, self.joining) for _ in self.crowd]
        await asyncio.gather(*(self.arrive(one, at) for one, at in zip(self.crowd, arrivals, strict=True)))
        streams = [asyncio.ensure_future(self.listen(one)) for one in self.crowd]
        each = max(1.0, (self.seconds - (time.monotonic() - began)) / len(ASKS))
        for place, activity in enumerate(ASKS):
            ends = time.monotonic() + each
            if place:
                await self.act("ask", activity=activity)
            await asyncio.gather(*(self.answer(one, activity, each * 0.7) for one in self.crowd))
            await self.act("reveal")
            await asyncio.gather(*(one.ask(f"/room/{self.code}/state") for one in self.crowd[::5]))
            await asyncio.sleep(max(0.0, ends - time.monotonic()))
        for one in streams:
            one.cancel()
        await self.act("close")

    async def act(self, what: str, **more: object) -> None:
        version = json.loads(await self.lead.ask(f"/room/{self.code}/lead/state"))["version"]
        await self.lead.ask(f"/room/{self.code}/lead/act", {"act": what, "version": version, **more})

    async def arrive(self, one: Client, after: float) -> None:
        """From the address to the first question."""
        await asyncio.sleep(after)
        begin = time.perf_counter()
        await one.page(f"/room/{self.code}")
        told = await one.ask(f"/room/{self.code}/join", {"name": "", "hat": self.random.choice(list(HATS))})
        assert json.loads(told)["activity"]["id"] == ASKS[0]
        self.joins.append(time.perf_counter() - begin)

    async def listen(self, one: Client) -> None:
        """Hold the stream of news open, as a page does."""
        cookies = "; ".join(f"{name}={value}" for name, value in one.cookies.items())
        address = f"{self.base}/room/{self.code}/events"
        request = HTTPRequest(
            address, headers={"Cookie": cookies}, request_timeout=0, streaming_callback=lambda _: None
        )
        await one.http.fetch(request)

    async def answer(self, one: Client, activity: str, within: float) -> None:
        await asyncio.sleep(self.random.uniform(0, within))
        if self.random.random() < RELOADS:
            await one.page(f"/room/{self.code}")
        room = json.loads(await one.ask(f"/room/{self.code}/state"))
        key = uuid.uuid4().hex
        sent = {"activity": activity, "round": room["round"], "value": GOOD[activity], "key": key, "seen": 0}
        for _ in range(1 + (self.random.random() < REPEATS)):
            begin = time.perf_counter()
            try:
                saved = json.loads(await one.ask(f"/room/{self.code}/answer", sent))
            except (Refused, OSError) as problem:
                self.problems.append(f"{activity}: {problem}")
                return
            self.saves.append(time.perf_counter() - begin)
            self.kept[(one.mark, activity)] = saved["key"]


def stored(database: Path, code: str) -> list[str]:
    """The keys of all answers of a room, as they stand in the database."""
    asked = "SELECT given.key FROM room_answer AS given JOIN room ON room.id = given.room_id WHERE room.code = ?"
    with closing(sqlite3.connect(database)) as connection:
        return [key for (key,) in connection.execute(asked, (code,))]


def memory(process: int) -> int:
    """Bytes of a process and all that it started; what several share is counted once."""
    total = 0
    for one in [psutil.Process(process), *psutil.Process(process).children(recursive=True)]:
        try:
            total += one.memory_full_info().pss
        except psutil.Error:
            continue
    return total


async def watch(process: int, figures: Figures) -> None:
    """Keep the largest sum of memory."""
    while True:
        figures.memory = max(figures.memory, await asyncio.to_thread(memory, process))
        await asyncio.sleep(5)


async def attend(base: str, address: str, figures: Figures) -> list[object]:
    """Open workbooks with a kernel each, and hold on to them as a page does."""
    held: list[object] = []
    for _ in range(figures.workbooks):
        visitor = Visitor(base)
        visitor.ask("/?" + address.split("?")[1])
        kernel = await asyncio.to_thread(visitor.open_app)
        cookies = "; ".join(f"{one.name}={one.value}" for one in visitor.jar)
        socket = base.replace("http", "ws", 1) + f"/api/kernels/{kernel}/channels?session_id={uuid.uuid4().hex}"
        held.append(await websocket_connect(HTTPRequest(socket, headers={"Cookie": cookies})))
        held.append((visitor, kernel))
    return held


async def leave(held: list[object]) -> None:
    """Close the workbooks as a closed page does."""
    for one in held:
        if isinstance(one, tuple):
            visitor, kernel = one
            await asyncio.to_thread(visitor.change, f"/voila/api/shutdown/{kernel}", "POST")
        else:
            one.close()
            while await one.read_message() is not None:  # until it is closed on both sides
                pass


def soak(people: int, seconds: float, workbooks: int, joining: float = JOINING_SECONDS, seed: int = 5) -> Figures:
    """Run it on a server of its own, and hold what was acknowledged against the database."""
    figures = Figures(people, workbooks)
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder), arguments=("--share", "--host", "127.0.0.1")) as served,
    ):
        base = served.base.rstrip("/")
        run = Soak(base, people, seconds, joining, seed)

        async def everything() -> None:
            held = await attend(base, served.address, figures)
            watcher = asyncio.ensure_future(watch(served.process.pid, figures))
            await run.run(urlsplit(served.address).query.removeprefix("token="))
            watcher.cancel()
            await leave(held)

        asyncio.run(everything())
        deadline = time.monotonic() + ENDING_SECONDS
        while served.children() and time.monotonic() < deadline:
            time.sleep(0.5)
        figures.kernels_left = served.children()
        there = stored(Path(folder) / "record.db", run.code)
    figures.answers, figures.stored = len(run.kept), len(there)
    figures.wrong = len(set(run.kept.values()) ^ set(there)) + len(there) - len(set(there))
    figures.save_95, figures.save_most = statistics.quantiles(run.saves, n=20)[-1], max(run.saves)
    figures.join_95 = statistics.quantiles(run.joins, n=20)[-1]
    figures.problems = run.problems[:5]
    return figures


def main() -> int:
    """Print the figures as one line; 1 where a promise was not kept."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=200)
    asked.add_argument("--seconds", type=float, default=600.0)
    asked.add_argument("--workbooks", type=int, default=10)
    given = asked.parse_args()
    figures = soak(given.people, given.seconds, given.workbooks)
    print(json.dumps({"program": "soak"} | asdict(figures) | {"missed": figures.missed()}))
    return int(bool(figures.missed()))


if __name__ == "__main__":
    sys.exit(main())
