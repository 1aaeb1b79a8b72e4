"""A served workbook and a real browser for tests; both are skipped, with how to get them, where Chromium is missing."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from workbook.server.forking.protocol import NAME

ROOT = Path(__file__).resolve().parent.parent
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE = 90.0


def chromium() -> str:
    """Path of a Chromium; skips where there is none, fails in continuous integration."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found:
        return found
    told = "no Chromium: install it with apt-get install chromium"
    if os.environ.get("CI"):
        pytest.fail(told)
    pytest.skip(told)


@dataclass(frozen=True)
class Served:
    """A running server: its address with the token, its process, its folder."""

    address: str
    process: subprocess.Popen[str]
    folder: Path
    seconds: float

    @property
    def base(self) -> str:
        """The address without the token."""
        return self.address.split("?")[0]

    def kernels(self) -> list[psutil.Process]:
        """The kernels that run, the oldest first."""
        running = psutil.Process(self.process.pid).children(recursive=True)
        return sorted(filter(is_kernel, running), key=lambda one: one.create_time())

    def children(self) -> int:
        """How many kernels run."""
        return len(self.kernels())


def is_kernel(process: psutil.Process) -> bool:
    """Whether a process is a kernel, forked or started by itself; the fork server is none."""
    try:
        return process.name() == NAME.decode() or "ipykernel" in " ".join(process.cmdline())
    except psutil.Error:  # it ended while we looked
        return False


@contextmanager
def serving(
    folder: Path,
    command: str = "app",
    arguments: Sequence[str] = (),
    program: list[str] | None = None,
    **environment: str,
) -> Iterator[Served]:
    """Serve the workbook on a record of its own, until the block ends; `program` in place of `workbook COMMAND`."""
    env = os.environ | {
        "WORKBOOK_DB": f"sqlite:///{folder / 'record.db'}",
        "WORKBOOK_UPLOADS": str(folder / "uploads"),
        "XDG_DATA_HOME": str(folder / "share"),
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_PREFER_ENV_PATH": "1",
        **environment,
    }
    begin = time.monotonic()
    command_line = program or [sys.executable, "-m", "workbook.cli", command, "--no-browser", *arguments]
    with (
        (folder / "server.log").open("a") as log,
        subprocess.Popen(command_line, cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE, stderr=log) as process,
    ):
        try:
            yield Served(_address(process, folder), process, folder, time.monotonic() - begin)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def _address(process: subprocess.Popen[str], folder: Path) -> str:
    deadline = time.monotonic() + PATIENCE
    assert process.stdout is not None
    while time.monotonic() < deadline:
        line = process.stdout.readline()
        found = re.search(r"https?://\S+/\S*\?token=\S+", line)
        if found:
            return found.group(0)
        if not line and process.poll() is not None:
            break
    raise AssertionError(f"the server printed no address; its log ends: {(folder / 'server.log').read_text()[-2000:]}")


@contextmanager
def browsing(width: int = 1280, height: int = 900, dark: bool = False) -> Iterator[object]:
    """A page of a fresh browser; anything it asks of another host makes the test fail."""
    from playwright.sync_api import sync_playwright

    path = chromium()
    strangers: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", accept_downloads=True
        )
        page = context.new_page()
        page.set_default_timeout(90_000)
        page.on("request", lambda request: strangers.append(request.url) if not _ours(request.url) else None)
        yield page
        browser.close()
    assert not strangers, f"the page asked another host for: {strangers[:5]}"


def _ours(address: str) -> bool:
    return address.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:", "about:"))


def open_stage(page: object, name: str) -> None:
    """Go to a stage of the app and wait until it is shown."""
    page.evaluate(f"location.hash = '{name}'")  # type: ignore[attr-defined]
    page.wait_for_selector(f"a.wb-stage[href='#{name}'][aria-current='page']", state="attached")  # type: ignore[attr-defined]
    page.wait_for_timeout(400)  # type: ignore[attr-defined]
