"""What whoever runs the server can watch: whether it is well, and how busy it is. Nothing of any person or project."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import psutil
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from tornado.log import access_log
from tornado.web import HTTPError, RequestHandler

from workbook.errors import WorkbookError
from workbook.server.sharing import is_loopback, same

FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via")
KEPT_SECONDS = 5.0


class Measures:
    """The numbers of one server."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        here: Any = {"registry": self.registry}
        self.kernels = Gauge("workbook_kernels", "Kernels that run", **here)
        self.people = Gauge("workbook_people", "People who have a kernel", **here)
        self.starting = Gauge("workbook_kernels_starting", "Kernels that somebody waits for", **here)
        self.memory = Gauge("workbook_memory_bytes", "Resident memory of the server and its kernels", **here)
        self.errors = Counter("workbook_errors", "Answers with a status of 500 or more", **here)
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

    def text(self, app: Any) -> bytes:
        """Every number as it is now."""
        kernels = app.kernel_manager
        self.kernels.set(len(kernels.list_kernel_ids()))
        self.people.set(len({one.username for name, one in kernels.owners.items() if name in kernels}))
        self.memory.set(_memory())
        self.refused.set(app.identity_provider.attempts.refused)
        return generate_latest(self.registry)


def _memory() -> int:
    here = psutil.Process()
    total = 0
    for process in (here, *here.children(recursive=True)):
        try:
            total += process.memory_info().rss
        except psutil.Error:  # it ended while we looked
            continue
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
    """The numbers, for this machine itself or for whoever has the token of the terminal."""

    def get(self) -> None:
        """The text that Prometheus reads; for others the page does not exist."""
        provider = self.settings["identity_provider"]
        if not self._near() and not self._has_token(provider):
            raise HTTPError(404)
        self.set_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.clear_header("Server")
        self.finish(provider.parent.measures.text(provider.parent))

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
        if same(given.strip(), provider.doors.token):
            return True
        provider.attempts.failed(provider.doors.address_of(self.request))
        return False

    def write_error(self, status_code: int, **_: Any) -> None:
        """Nothing is here, or it was tried too often."""
        self.finish("Too many wrong tokens. Wait five minutes.\n" if status_code == 429 else "")
