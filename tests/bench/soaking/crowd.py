"""The people of a workshop and their facilitator, as our page makes them: they lose connections, reload, and send again."""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest

from tests.room.test_deck import GOOD
from workbook.content.activities import Activity, Dots, Estimate, Files, Owner, Timeline
from workbook.room.answering import MARKS, SCALE
from workbook.room.deck import HATS, open_deck

ACTIVITIES = open_deck().activities
RELOADS, REPEATS = 0.2, 0.1
PAGE_PATIENCE = 15.0
"""Seconds after which our page gives a request up and tries again."""


class Lost(Exception):
    """No answer came: the page tries again by itself."""


class Refused(Exception):
    """The server said no, and why."""

    def __init__(self, status: int, told: Mapping[str, Any]) -> None:
        super().__init__(f"{status}: {told.get('error', '')}")
        self.status, self.stored = status, told.get("stored")


@dataclass
class Browser:
    """Somebody's browser: cookies, and requests as our page makes them."""

    base: str
    http: AsyncHTTPClient
    cookies: dict[str, str] = field(default_factory=dict)
    mark: str = ""

    def request(self, path: str, sent: object = None, **more: Any) -> HTTPRequest:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if sent is not None:
            headers |= {"X-XSRFToken": self.mark, "Content-Type": "application/json"}
        body = None if sent is None else json.dumps(sent)
        return HTTPRequest(self.base + path, "GET" if sent is None else "POST", headers, body, **more)

    async def ask(self, path: str, sent: object = None) -> bytes:
        """One request. Raises `Lost` or `Refused`."""
        try:
            answer = await self.http.fetch(self.request(path, sent, request_timeout=PAGE_PATIENCE))
        except HTTPClientError as error:
            if error.code >= 500:
                raise Lost(str(error)) from error
            body = error.response.body if error.response else b""
            raise Refused(error.code, json.loads(body) if body.startswith(b"{") else {}) from error
        except OSError as error:
            raise Lost(str(error)) from error
        for line in answer.headers.get_list("Set-Cookie"):
            name, value = line.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return answer.body

    async def page(self, path: str) -> None:
        """Open a page, and keep the mark that it sends along with changes."""
        found = re.search(rb'data-xsrf="([^"]*)"', await self.ask(path))
        self.mark = found.group(1).decode() if found else self.mark


async def until_answered(ask: Callable[[], Any], dice: random.Random, low: float = 3.0, high: float = 5.0) -> Any:
    """Ask again after a while, as our page does, until an answer comes."""
    while True:
        try:
            return await ask()
        except Lost:
            await asyncio.sleep(dice.uniform(low, high))


def answer_to(activity: Activity, dice: random.Random, words: str) -> dict[str, Any]:
    """Some answer that can be given; where it is in words, these."""
    names = [one.id for one in getattr(activity, "items", ())]
    if isinstance(activity, Estimate):
        low, value, high = sorted(dice.uniform(activity.lowest, activity.highest) for _ in range(3))
        return {"low": low, "value": value, "high": high}
    if isinstance(activity, Timeline):
        best, likely, worst = sorted(dice.randrange(int(activity.longest)) for _ in range(3))
        return {"best": best, "likely": likely, "worst": worst}
    if isinstance(activity, Dots):
        given = [dice.choice(names) for _ in range(activity.dots)]
        return {"dots": {one: given.count(one) for one in set(given)}}
    if isinstance(activity, Files):
        return {"decisions": {one.id: dice.choice(("yes", "no")) for one in activity.files}}
    if isinstance(activity, Owner):
        return {"owners": {one: dice.choice([owner.id for owner in activity.owners]) for one in names}}
    made = {
        "choice": lambda: {"choice": dice.choice(names)},
        "rank": lambda: {"order": dice.sample(names, len(names))},
        "scale": lambda: {"ratings": {one: dice.randint(1, len(SCALE)) for one in names}},
        "text": lambda: {"text": words},
        "premortem": lambda: {"text": words},
        "veto": lambda: {"marks": {one: dice.choice(list(MARKS)) for one in names}},
    }.get(activity.kind)
    return made() if made else dict(GOOD[activity.id])  # a kind that is newer than this


@dataclass
class Given:
    """An answer that somebody sent, and whether the server ever said that it is saved."""

    key: str
    value: Mapping[str, Any]
    acknowledged: bool = False


class Participant:
    """Somebody in the room, with the phone's page open."""

    def __init__(self, browser: Browser, name: str, dice: random.Random) -> None:
        self.browser, self.name, self.dice = browser, name, dice
        self.code = ""
        self.given: dict[str, Given] = {}
        self.saves: list[float] = []
        self.joined = 0.0
        self.left = False
        self.problems: list[str] = []
        self._looking: asyncio.Task[Any] | None = None

    async def arrive(self, code: str, after: float) -> None:
        """From the address to the first question; whoever is thrown back on the way in starts over."""
        self.code = code
        await asyncio.sleep(after)
        hat = self.dice.choice(list(HATS))

        async def come_in() -> Any:
            begin = time.perf_counter()
            await self.browser.page(f"/room/{code}")
            told = json.loads(await self.browser.ask(f"/room/{code}/join", {"name": self.name, "hat": hat}))
            self.joined = time.perf_counter() - begin
            return told

        told = await until_answered(come_in, self.dice)
        if told["activity"]["id"] != ACTIVITIES[0].id or told["me"]["name"] != self.name:
            self.problems.append(f"{self.name} came into the wrong place")

    async def look(self) -> dict[str, Any]:
        """What the page shows now; whoever has become somebody else on the way is told as a problem."""
        told = json.loads(await until_answered(lambda: self.browser.ask(f"/room/{self.code}/state"), self.dice))
        if told.get("me", {}).get("name") != self.name:
            self.problems.append(f"{self.name} is not known any more, or is somebody else")
        return told

    async def listen(self) -> None:
        """Hold the stream of news open; each piece of news makes the page look, not everybody in the same instant."""
        while not self.left:
            address = f"/room/{self.code}/events"
            wanted = self.browser.request(address, request_timeout=0, streaming_callback=self._heard)
            try:
                await self.browser.http.fetch(wanted)
            except (HTTPClientError, OSError):
                await asyncio.sleep(0 if self.left else self.dice.uniform(3, 5))

    def _heard(self, news: bytes) -> None:
        if b"data:" in news and not self.left and (self._looking is None or self._looking.done()):
            self._looking = asyncio.ensure_future(self._look_soon())

    async def _look_soon(self) -> None:
        await asyncio.sleep(self.dice.uniform(0, 0.3))
        await self.look()

    async def answer(self, activity: Activity, within: float) -> None:
        """Answer what is asked; send the same again until it is acknowledged, as the page does with the same key."""
        await asyncio.sleep(self.dice.uniform(0, within))
        if self.dice.random() < RELOADS:
            await until_answered(lambda: self.browser.page(f"/room/{self.code}"), self.dice)
        room = await self.look()
        value = answer_to(activity, self.dice, f"{self.name} on {activity.id}")
        given = self.given[activity.id] = Given(uuid.uuid4().hex, value)
        sent = {"activity": activity.id, "round": room["round"], "value": value, "key": given.key, "seen": 0}
        for _ in range(1 + (self.dice.random() < REPEATS)):
            try:
                saved = await until_answered(lambda: self._save(sent), self.dice, 2, 4)
            except Refused as problem:
                self.problems.append(f"{self.name}, {activity.id}: {problem}")
                return
            given.acknowledged = saved["key"] == given.key

    async def _save(self, sent: Mapping[str, Any]) -> Any:
        begin = time.perf_counter()
        saved = json.loads(await self.browser.ask(f"/room/{self.code}/answer", sent))
        self.saves.append(time.perf_counter() - begin)
        return saved


class Facilitator:
    """Whoever leads, invited by a link, with the console open."""

    def __init__(self, browser: Browser, dice: random.Random) -> None:
        self.browser, self.dice = browser, dice
        self.code = ""

    async def open_room(self, invitation: str) -> None:
        """Come in by the link and open a room for the one project."""
        await until_answered(lambda: self.browser.ask(f"/join?code={invitation}"), self.dice)
        await until_answered(lambda: self.browser.page("/room/"), self.dice)
        told = json.loads(await self.browser.ask("/room/all/state"))
        self.code = json.loads(await self.browser.ask("/room/all/state", {"project": told["projects"][0]["id"]}))[
            "code"
        ]

    async def act(self, what: str, **more: object) -> None:
        """One move. Where its answer was lost, the console looks first whether the room has moved."""
        seen = json.loads(await self._state())["version"]
        while True:
            try:
                await self.browser.ask(f"/room/{self.code}/lead/act", {"act": what, "version": seen, **more})
            except Lost:
                await asyncio.sleep(self.dice.uniform(3, 5))
                if json.loads(await self._state())["version"] == seen:
                    continue
            return

    async def _state(self) -> Any:
        return await until_answered(lambda: self.browser.ask(f"/room/{self.code}/lead/state"), self.dice)
