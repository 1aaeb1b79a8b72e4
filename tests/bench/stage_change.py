"""What a visitor feels: seconds to the first screen, a change of stage, a step of the slider; prints JSON.

Usage: python -m tests.bench.stage_change
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.browser import browsing, serving

NAMES = ("start", "scoping", "fairness", "roi", "decision")
CHANGE = """
([name, quiet]) => new Promise((done) => {
  const begun = performance.now(), main = document.querySelector('[role=main]');
  const since = () => Math.round(performance.now() - begun);
  let usable = 0, changed = 0;
  const watch = new MutationObserver(() => { changed = since(); });
  watch.observe(main, { childList: true, subtree: true, attributes: true, characterData: true });
  const look = () => {
    const marked = document.querySelector(`a.wb-stage[href='#${name}'][aria-current='page']`);
    const headings = [...main.querySelectorAll('h1')].filter((one) => one.offsetHeight);
    const form = main.querySelector('.wb-stage-page:not([style*="none"]) :is(input, select, textarea, button)');
    if (!usable && marked && headings.length === 1 && form) usable = since();
    if (usable && since() - changed > quiet) { watch.disconnect(); done([usable, changed]); }
    else requestAnimationFrame(look);
  };
  location.hash = name;
  look();
})
"""
"""Milliseconds until a stage is marked with its heading and a first field, and until nothing on it changes any more."""


def change(page: Any, name: str, quiet: int = 700) -> list[int]:
    """Change the stage; see `CHANGE`."""
    return list(page.evaluate(CHANGE, [name, quiet]))


def slide(page: Any) -> float:
    """Milliseconds from a key press on the slider to the answer of the kernel and the redrawn picture."""
    slider = page.locator("input[type=range]:visible").first
    picture = page.locator("section[aria-label='flat top'] .wb-chart-canvas:visible").element_handle()
    before = picture.get_attribute("data-drawn")
    begun = time.perf_counter()
    slider.press("ArrowRight")
    page.wait_for_function("([picture, before]) => picture.dataset.drawn !== before", arg=[picture, before])
    return (time.perf_counter() - begun) * 1000


def main() -> None:
    """Serve, visit, print."""
    with serving(Path(tempfile.mkdtemp())) as running:
        ready = []
        for _ in range(3):
            with browsing() as page:
                begun = time.perf_counter()
                page.goto(running.address)
                page.wait_for_selector("[role=main] h1:visible")
                page.wait_for_selector(".wb-chart-canvas[data-drawn]")
                ready.append(time.perf_counter() - begun)
        with browsing() as page:
            received: list[int] = []
            page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: received.append(len(frame))))
            page.goto(running.address)
            page.wait_for_selector(".wb-chart-canvas[data-drawn]")
            first_screen = sum(received)
            page.wait_for_timeout(2000)  # a person reads before the first click
            first = {name: dict(zip(("usable", "complete"), change(page, name), strict=True)) for name in NAMES}
            again = [change(page, name)[0] for _ in range(3) for name in NAMES]
            change(page, "roi")
            page.wait_for_timeout(1500)
            moves = sorted(slide(page) for _ in range(25))
    told = {
        "server_start_s": round(running.seconds, 2),
        "first_screen_s": round(statistics.median(ready), 2),
        "websocket_first_screen_MB": round(first_screen / 1e6, 3),
        "websocket_all_stages_MB": round(sum(received) / 1e6, 3),
        "stage_first_ms": first,
        "stage_again_ms": round(statistics.median(again)),
        "slider_to_picture_ms": {"median": round(moves[len(moves) // 2]), "p95": round(moves[int(len(moves) * 0.95)])},
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
