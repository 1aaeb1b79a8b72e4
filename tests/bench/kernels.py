"""Kernels forked from a warm process beside ordinary ones: seconds until a page can be used, memory; prints JSON.

Usage: python -m tests.bench.kernels [PAGES_AT_ONCE]

Serves the loan sample twice, forked and ordinary in turn, and opens first one page after the other, then many at once.
Memory is read when every page shows its first screen, and once more after each has shown every stage.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.browser import FLAGS, Served, chromium, serving
from workbook.server.forking.owner import SWITCH

SINGLE = 5
STAGES = ("start", "scoping", "fairness", "roi", "decision")
KINDS = {"Pss:": "proportional", "Private_Dirty:": "private", "Rss:": "resident"}


async def visit(browser: Any, address: str) -> tuple[Any, float]:
    """A page of a new visitor, and the seconds from the request until its first screen with its picture is there."""
    page = await (await browser.new_context()).new_page()
    page.set_default_timeout(300_000)
    begun = time.perf_counter()
    await page.goto(address, wait_until="commit")
    await page.wait_for_selector("[role=main] h1:visible")
    await page.wait_for_selector(".wb-chart-canvas[data-drawn]")
    return page, time.perf_counter() - begun


async def walk(page: Any) -> None:
    """Show every stage once."""
    for name in STAGES:
        await page.evaluate(f"location.hash = '{name}'")
        await page.wait_for_selector(f"a.wb-stage[href='#{name}'][aria-current='page']", state="attached")
        await page.wait_for_timeout(1000)


def memory(served: Served) -> dict[str, dict[str, float]]:
    """Megabytes a kernel: mean and most."""
    found: dict[str, list[float]] = {told: [] for told in KINDS.values()}
    for kernel in served.kernels():
        for line in Path(f"/proc/{kernel.pid}/smaps_rollup").read_text().splitlines():
            name, *rest = line.split()
            if name in KINDS:
                found[KINDS[name]].append(int(rest[0]) / 1024)
    return {
        told: {"mean": round(statistics.mean(all_), 1), "most": round(max(all_), 1)} for told, all_ in found.items()
    }


async def measure(served: Served, many: int) -> dict[str, Any]:
    """Pages one by one, then many at once."""
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        single = []
        for _ in range(SINGLE):
            page, seconds = await visit(browser, served.address)
            single.append(seconds)
            await page.close(run_before_unload=True)
        while served.kernels():
            await asyncio.sleep(0.2)
        begun = time.perf_counter()
        opened = await asyncio.gather(*[visit(browser, served.address) for _ in range(many)])
        total = time.perf_counter() - begun
        await asyncio.sleep(3)
        first = memory(served)
        for page, _ in opened:
            await walk(page)
        all_stages = memory(served)
        await browser.close()
    seconds = [one for _, one in opened]
    return {
        "server_start_s": round(served.seconds, 2),
        "one_page_s": {"first": round(single[0], 2), "median": round(statistics.median(single), 2)},
        f"{many}_pages_at_once_s": {"median": round(statistics.median(seconds), 2), "most": round(max(seconds), 2), "total": round(total, 2)},
        "MB_a_kernel_on_the_first_screen": first,
        "MB_a_kernel_after_every_stage": all_stages,
    }  # fmt: skip


def main() -> None:
    """Forked and ordinary in turn."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    for kind, switch in (("forked", "on"), ("ordinary", "off")):
        with serving(Path(tempfile.mkdtemp()), **{SWITCH: switch}) as served:
            print(json.dumps({"kernels": kind} | asyncio.run(measure(served, many))), flush=True)


if __name__ == "__main__":
    main()
