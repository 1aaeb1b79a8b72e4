"""Seconds until the same page can be used: ours, stock Voila, Streamlit and Dash in turn, in one run; prints JSON.

Streamlit and Dash come from an environment of their own, since their bounds are not ours: `make bench` makes it; by
hand, name its Python with WORKBOOK_RIVALS.

Usage: python -m tests.bench.page_rivals [ROUNDS]
"""

from __future__ import annotations

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from tests.bench.pages.charts import CHARTS, READY
from tests.browser import FLAGS, ROOT, chromium, serving

PAGES = Path(__file__).parent / "pages"
PATIENCE = 120_000
DRAWN = f"document.querySelectorAll('.js-plotly-plot .scatterlayer .trace path.js-line').length >= {CHARTS}"
OURS = """
import ipywidgets, plotly.graph_objects as go
from tests.bench.pages.charts import CHARTS, READY, figure
from workbook.ui.results import Chart
slider, told = ipywidgets.IntSlider(1), ipywidgets.Label(f"{READY} value 1")
charts = [Chart(figure(place, 1)) for place in range(CHARTS)]
def move(change):
    told.value = f"{READY} value {change.new}"
    for place, chart in enumerate(charts): chart.update(figure(place, change.new))
slider.observe(move, "value")
ipywidgets.VBox([slider, *charts, told])
"""
STOCK = """
import ipywidgets, plotly.graph_objects as go
from IPython.display import display
from tests.bench.pages.charts import CHARTS, READY, figure
display(ipywidgets.IntSlider(1), *[go.Figure(figure(place, 1)) for place in range(CHARTS)], ipywidgets.Label(READY))
"""
BARE = f"""
import ipywidgets
ipywidgets.VBox([ipywidgets.IntSlider(1), ipywidgets.Label("{READY}")])
"""


@dataclass(frozen=True)
class Page:
    """A page to be visited: its name, its address, and whether it shows charts."""

    name: str
    address: str
    charts: bool = True
    text: str = READY


def notebook(folder: Path, name: str, code: str) -> Path:
    """A notebook of one cell."""
    path = folder / f"{name}.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code.strip())]), path)
    return path


@contextmanager
def running(command: list[str], address: str) -> Iterator[str]:
    """A server in a process of its own, from the moment it answers."""
    env = os.environ | {"PYTHONPATH": str(ROOT), "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false"}
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + PATIENCE / 1000
        while not _answers(address):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{' '.join(command[:4])} does not answer at {address}.")
            time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address.split("?")[0], timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def visit(context: Any, page: Page) -> dict[str, float]:
    """Seconds until the text, and the charts where it has some, are there; megabytes that came over the websocket."""
    tab, received = context.new_page(), []
    tab.on("websocket", lambda socket: socket.on("framereceived", lambda frame: received.append(len(frame))))
    begun = time.perf_counter()
    tab.goto(page.address, wait_until="commit", timeout=PATIENCE)
    tab.get_by_text(page.text).first.wait_for(timeout=PATIENCE)
    if page.charts:
        tab.wait_for_function(DRAWN, timeout=PATIENCE)
    seconds = time.perf_counter() - begun
    tab.close(run_before_unload=True)
    return {"seconds": seconds, "websocket_MB": sum(received) / 1e6}


def our_pages(stack: ExitStack, folder: Path) -> list[Page]:
    """The six charts in our template, and the real app on the loan sample at its fairness page."""
    path = notebook(folder, "ours", OURS)
    code = f"from pathlib import Path; from workbook.server.serve import run_app; run_app(None, None, None, False, Path({str(path)!r}))"
    six = stack.enter_context(
        serving(_made(folder / "six"), program=[sys.executable, "-c", code], PYTHONPATH=str(ROOT))
    )
    app = stack.enter_context(serving(_made(folder / "app")))
    return [
        Page("workbook", six.address),
        Page("workbook, the fairness page on the loans", f"{app.address}#fairness", False, "Gaps against what you tolerate"),
    ]  # fmt: skip


def stock_voila(stack: ExitStack, folder: Path) -> list[Page]:
    """The same in stock Voila through its own renderer, and one bare slider with nothing imported."""
    pages = []
    for name, code, charts in (("stock Voila", STOCK, True), ("stock Voila, one bare slider", BARE, False)):
        port = free_port()
        path = notebook(folder, name.replace(" ", "_").replace(",", ""), code)
        command = [sys.executable, "-m", "voila", str(path), f"--port={port}", "--no-browser"]
        pages.append(Page(name, stack.enter_context(running(command, f"http://127.0.0.1:{port}/")), charts))
    return pages


def other_toolkits(stack: ExitStack, python: str) -> list[Page]:
    """The same in Streamlit and in Dash."""
    ports = free_port(), free_port()
    streamlit = [python, "-m", "streamlit", "run", str(PAGES / "streamlit_page.py"), f"--server.port={ports[0]}"]
    streamlit += ["--server.address=127.0.0.1", "--server.headless=true"]
    dash = [python, "-m", "tests.bench.pages.dash_page", str(ports[1])]
    return [
        Page("Streamlit", stack.enter_context(running(streamlit, f"http://127.0.0.1:{ports[0]}/"))),
        Page("Dash", stack.enter_context(running(dash, f"http://127.0.0.1:{ports[1]}/"))),
    ]


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def compare(pages: list[Page], rounds: int) -> Mapping[str, Any]:
    """Every page in turn, `rounds` times, each time by a browser that knows nothing; medians."""
    from playwright.sync_api import sync_playwright

    seen: dict[str, list[dict[str, float]]] = {page.name: [] for page in pages}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for _ in range(rounds):
            for page in pages:
                context = browser.new_context()
                seen[page.name].append(visit(context, page))
                context.close()
        browser.close()
    return {
        name: {key: round(statistics.median(one[key] for one in visits), 3) for key in visits[0]}
        for name, visits in seen.items()
    }


def main(rounds: int) -> None:
    """Serve everything, visit in turn, print."""
    python = os.environ.get("WORKBOOK_RIVALS", "")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        pages = our_pages(stack, folder) + stock_voila(stack, folder)
        if python:
            pages += other_toolkits(stack, python)
        told = compare(pages, rounds)
    if not python:
        print("Streamlit and Dash are not compared: name a Python that has them with WORKBOOK_RIVALS.", file=sys.stderr)
    print(json.dumps(told))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
