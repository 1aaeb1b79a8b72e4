"""Open workbooks without a browser: each has its kernel, is typed into, and reconnects when its connection is lost."""

from __future__ import annotations

import asyncio
import json
import random
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any

from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import WebSocketClientConnection, WebSocketClosedError, websocket_connect

from tests.server.visiting import Visitor, kernel_of

STAGE, FIELD = "scoping", "process"
HEARTBEAT, SILENCE = 1.0, 15.0
"""Our page asks for a sign of life once a second, and tells the person after so many seconds without."""


class Gone(Exception):
    """The page would say: the connection is lost."""


class Page:
    """The widgets of an open page as its browser knows them, kept up to date by what the kernel sends."""

    def __init__(self, socket: WebSocketClientConnection) -> None:
        self.socket = socket
        self.states: dict[str, dict[str, Any]] = {}
        self._alive, self._ended = time.monotonic(), False
        self._news = asyncio.Event()
        self._tasks = [asyncio.ensure_future(self._listen()), asyncio.ensure_future(self._beat())]

    def close(self) -> None:
        """As a page that is closed or loaded anew."""
        for one in self._tasks:
            one.cancel()
        self.socket.close()

    def find(self, part: str, holds: str = "") -> str:
        """The widget that is that part, and shows that field where one is named; "" while there is none."""
        for name, state in self.states.items():
            if state.get("part") == part and (not holds or holds in state.get("values", {})):
                return name
        return ""

    def tell(self, widget: str, content: dict[str, Any]) -> None:
        """What a part of the page sends to its widget."""
        self.send("comm_msg", {"comm_id": widget, "data": {"method": "custom", "content": content}})

    def send(self, kind: str, content: dict[str, Any]) -> None:
        """One message to the kernel. Raises `Gone`."""
        header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "session": "", "username": "", "version": "5.2"}
        whole = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "buffers": []}
        try:
            self.socket.write_message(json.dumps(whole | {"channel": "shell"}))
        except WebSocketClosedError as error:
            raise Gone from error

    async def until(self, true: Callable[[], object]) -> None:
        """Wait until something is so. Raises `Gone`."""
        while not true():
            if self._ended or time.monotonic() - self._alive > SILENCE:
                raise Gone
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), HEARTBEAT)
            except TimeoutError:
                continue

    async def _beat(self) -> None:
        while not self._ended:
            await asyncio.sleep(HEARTBEAT)
            if shell := self.find("shell"):
                try:
                    self.tell(shell, {"poll": True})
                except Gone:
                    self._ended = True

    async def _listen(self) -> None:
        while (message := await self.socket.read_message()) is not None:
            if isinstance(message, str):  # else it carries bytes: nothing of that is needed here
                self._take(json.loads(message))
                self._news.set()
        self._ended = True
        self._news.set()

    def _take(self, message: dict[str, Any]) -> None:
        kind, content = message["header"]["msg_type"], message["content"]
        if kind == "status" and content["execution_state"] in ("dead", "restarting"):
            self._ended = True
        if kind == "comm_info_reply":
            for name in content["comms"]:
                self.send("comm_msg", {"comm_id": name, "data": {"method": "request_state"}})
        if kind in ("comm_open", "comm_msg") and "state" in content["data"]:
            self.states.setdefault(content["comm_id"], {}).update(content["data"]["state"])
        if kind == "comm_msg" and content["data"].get("content", {}).get("alive"):
            self._alive = time.monotonic()


@dataclass
class Typed:
    """What was typed into one workbook, in order, and what of it was answered as saved."""

    tried: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    saves: list[float] = field(default_factory=list)
    opened: list[float] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


class Workbook:
    """Somebody with the app open, in a project of their own. `pause`: seconds between two edits, the least and the most."""

    def __init__(self, visitor: Visitor, name: str, dice: random.Random, pause: tuple[float, float]) -> None:
        self.visitor, self.name, self.dice, self.pause = visitor, name, dice, pause
        self.typed = Typed()
        self._kernel = ""

    async def work(self, leaving: asyncio.Event) -> None:
        """Type now and then until it is time to leave; press "Reconnect" whenever the connection is lost."""
        while not leaving.is_set():
            page = None
            try:
                page = await self._open()
                while not leaving.is_set():
                    await self._type(page)
                    ends = time.monotonic() + self.dice.uniform(*self.pause)
                    await page.until(lambda ends=ends: time.monotonic() >= ends or leaving.is_set())
                await asyncio.to_thread(self.visitor.change, f"/voila/api/shutdown/{self._kernel}", "POST")
            except (Gone, OSError, HTTPException, HTTPClientError):
                await asyncio.sleep(self.dice.uniform(1, 3))
            finally:
                if page is not None:
                    page.close()

    async def _open(self) -> Page:
        """Load the page, as a browser does, and go to the stage; what it shows must be what was saved last."""
        begin = time.monotonic()
        answer = await asyncio.to_thread(self.visitor.ask, "/")
        if answer.status == 302:
            self.typed.problems.append(f"{self.name} has to come in again")
        if answer.status != 200 or "could not be opened" in answer.text:
            raise Gone
        self._kernel = kernel_of(answer)
        cookies = "; ".join(f"{one.name}={one.value}" for one in self.visitor.jar)
        base, session = self.visitor.base.replace("http", "ws", 1), uuid.uuid4().hex
        address = f"{base}/api/kernels/{self._kernel}/channels?session_id={session}"
        page = Page(await websocket_connect(HTTPRequest(address, headers={"Cookie": cookies})))
        try:
            page.send("comm_info_request", {"target_name": "jupyter.widget"})
            await page.until(lambda: page.find("shell"))
            page.tell(page.find("shell"), {"address": {"project": "", "stage": STAGE}})
            await page.until(lambda: page.find("form", FIELD))
        except BaseException:
            page.close()
            raise
        self.typed.opened.append(time.monotonic() - begin)
        self._compare(_shown(page))
        return page

    def _compare(self, shown: str) -> None:
        """What a page shows that was just opened: the last text that was saved, or one that was on its way after it."""
        if not self.typed.acknowledged:
            return
        last = self.typed.acknowledged[-1]
        if shown not in self.typed.tried[self.typed.tried.index(last) :]:
            self.typed.problems.append(f"{self.name} shows “{shown}” after “{last}” was saved")

    async def _type(self, page: Page) -> None:
        """One edit; it counts as saved when the form says so."""
        entered, mark, form = (
            f"Text {len(self.typed.tried) + 1} of {self.name}",
            uuid.uuid4().hex,
            page.find("form", FIELD),
        )
        begin = time.monotonic()
        self.typed.tried.append(entered)
        page.tell(form, {"edit": FIELD, "value": entered, "mark": mark, "over": _shown(page)})
        await page.until(lambda: page.states[form].get("answered") == mark)
        if FIELD in page.states[form]["errors"] or _shown(page) != entered:
            self.typed.problems.append(f"{self.name}: {page.states[form]['errors']}")
            return
        self.typed.acknowledged.append(entered)
        self.typed.saves.append(time.monotonic() - begin)


def _shown(page: Page) -> str:
    return str(page.states[page.find("form", FIELD)]["values"][FIELD])
