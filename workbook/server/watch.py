"""What whoever runs the server can watch: whether it is well, and how busy it is. Nothing of any person or project."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psutil
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from tornado.log import access_log
from tornado.web import HTTPError, RequestHandler

from workbook.errors import WorkbookError
from workbook.server.kernels import most_kernels
from workbook.server.room_desk import SETTING
from workbook.server.sharing import is_loopback, same

FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via")
KEPT_SECONDS = 5.0
SAVES = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds. A save should take less than half a second; a busy database lets people wait for up to twenty."""


class Measures:
    """The numbers of one server."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        here: Any = {"registry": self.registry}
        self.kernels = Gauge("workbook_kernels", "Kernels that run", **here)
        self.people = Gauge("workbook_people", "People who have a kernel", **here)
        self.starting = Gauge("workbook_kernels_starting", "Kernels that somebody waits for", **here)
        self.memory = Gauge("workbook_memory_bytes", "Memory of the server and its kernels", **here)
        self.errors = Counter("workbook_errors", "Answers with a status of 500 or more", **here)
        self.most = Gauge("workbook_kernels_most", "Kernels that may run at once", **here)
        self.lost = Counter("workbook_kernels_lost", "Kernels that ended without being asked to", **here)
        self.turned_away = Counter("workbook_turned_away", "Pages that were answered: every place is taken", **here)
        self.page_errors = Counter(
            "workbook_page_errors", "Callbacks of pages that failed by a mistake of ours", **here
        )
        self.waiting = Gauge("workbook_room_waiting", "Answers and moves of workshops that wait for a thread", **here)
        self.listeners = Gauge("workbook_room_listeners", "Pages of workshops that wait for news", **here)
        self.saves = Histogram(
            "workbook_save_seconds", "Time until an answer is on disk", ["by"], buckets=SAVES, **here
        )
        self.failed = Counter("workbook_saves_failed", "Saves that the record did not take", ["by"], **here)
        for by in ("page", "room"):  # so that they are there before the first
            self.saves.labels(by), self.failed.labels(by)
        self.refused = Gauge("workbook_attempts_refused", "Attempts to come in that were too many", **here)
        self.start_seconds = Histogram("workbook_kernel_start_seconds", "Time that a kernel takes to start", **here)
        self.write_seconds = Histogram(
            "workbook_record_write_seconds", "Time that a write to the record takes, measured by each ticket", **here
        )

    def count(self, handler: RequestHandler) -> None:
        """Count and log an answer that went wrong. Without what stands after the path: it may hold a code."""
        if handler.get_status() >= 500:
            self.errors.inc()
            access_log.error("%d %s %s", handler.get_status(), handler.request.method, handler.request.path)

    def hear(self, told: str, seconds: float | None) -> None:
        """Count what the kernel of a page tells."""
        if told == "saved" and seconds is not None:
            self.saves.labels("page").observe(seconds)
        elif told == "save failed":
            self.failed.labels("page").inc()
        elif told == "error":
            self.page_errors.inc()

    @contextmanager
    def saving(self) -> Iterator[None]:
        """Measure the save of an answer in a workshop."""
        begun = time.perf_counter()
        try:
            yield
        except WorkbookError as error:
            if type(error) is WorkbookError:  # the record did not answer; the others tell people what to do otherwise
                self.failed.labels("room").inc()
            raise
        self.saves.labels("room").observe(time.perf_counter() - begun)

    async def text(self, app: Any) -> bytes:
        """Every number as it is now."""
        kernels, desk = app.kernel_manager, app.app.settings.get(SETTING)
        self.kernels.set(len(kernels.list_kernel_ids()))
        self.most.set(most_kernels(os.environ))
        self.people.set(len({one.username for name, one in kernels.owners.items() if name in kernels}))
        self.memory.set(await asyncio.to_thread(_memory))
        self.refused.set(app.identity_provider.attempts.refused)
        self.waiting.set(desk.waiting if desk else 0)
        self.listeners.set(sum(map(len, desk.listeners.waiting.values())) if desk else 0)
        return generate_latest(self.registry)


def _memory() -> int:
    """Bytes of the server and all that it started. What forked kernels share counts once, where the system can tell."""
    here = psutil.Process()
    total = 0
    for process in (here, *here.children(recursive=True)):
        try:
            told = process.memory_full_info() if psutil.LINUX else process.memory_info()
        except psutil.Error:  # it ended while we looked
            continue
        total += getattr(told, "pss", 0) or told.rss
    return total


class Health(RequestHandler):
    """Whether the server answers and its record does; asked often, so the record is asked every few seconds."""

    asked: tuple[float, bool] = (-KEPT_SECONDS, False)

    async def get(self) -> None:
        """200 and "fine", or 503."""
        app = self.settings["identity_provider"].parent
        at, fine = Health.asked
        if time.monotonic() - at >= KEPT_SECONDS:
            fine = await asyncio.to_thread(_answers, app.record)
            Health.asked = (time.monotonic(), fine)
        self.set_status(200 if fine else 503)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.clear_header("Server")
        self.finish("fine\n" if fine else "the record does not answer\n")


def _answers(record: Any) -> bool:
    try:
        record.shared_address()
    except WorkbookError:
        return False
    return True


class MetricsPage(RequestHandler):
    """The numbers, for this machine itself or for whoever has the token of the terminal or the one for watching."""

    async def get(self) -> None:
        """The text that Prometheus reads; for others the page does not exist."""
        provider = self.settings["identity_provider"]
        if not self._near() and not self._has_token(provider):
            raise HTTPError(404)
        self.set_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.clear_header("Server")
        self.finish(await provider.parent.measures.text(provider.parent))

    def _near(self) -> bool:
        """Whether this machine itself asks, and no proxy on it for somebody else."""
        doors = self.settings["identity_provider"].doors
        forwarded = any(name in self.request.headers for name in FORWARDED)
        return is_loopback(str(self.request.remote_ip)) and not forwarded and not doors.behind_proxy

    def _has_token(self, provider: Any) -> bool:
        kind, _, given = self.request.headers.get("Authorization", "").partition(" ")
        if kind.lower() not in ("bearer", "token") or not given:
            return False
        provider.may_try(self)
        if any(same(given.strip(), one) for one in (provider.doors.token, provider.doors.watcher) if one):
            return True
        provider.attempts.failed(provider.doors.address_of(self.request))
        return False

    def write_error(self, status_code: int, **_: Any) -> None:
        """Nothing is here, or it was tried too often."""
        self.finish("Too many wrong tokens. Wait five minutes.\n" if status_code == 429 else "")
