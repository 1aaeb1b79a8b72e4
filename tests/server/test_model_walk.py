"""A team puts a model on trial in a real browser: what it finds, why one person was refused, what reading would cost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.browser import Served, browsing, open_stage, serving
from tests.server.walking import choose, field, says, section, unfold

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LONG = 240_000
"""Milliseconds that one piece of long work may take on a busy machine."""


@pytest.fixture(scope="module")
def screens(tmp_path_factory) -> Path:
    """Where pictures go: a temporary folder, or the one that WORKBOOK_LOOK names."""
    folder = Path(os.environ.get("WORKBOOK_LOOK") or tmp_path_factory.mktemp("screens"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("trial")) as running:
        yield running


def press(page, name: str) -> str:
    """Press a button for long work, wait until it has ended, and return what it says."""
    action = page.locator(".wb-action:visible", has=page.get_by_role("button", name=name, exact=True)).first
    action.get_by_role("button", name=name, exact=True).click()
    action.locator("progress").wait_for(state="visible")
    action.locator("progress").wait_for(state="hidden", timeout=LONG)
    told = action.locator("[role=status]")
    assert "wb-error" not in told.get_attribute("class"), told.inner_text()
    return told.inner_text()


def test_the_model_stands_trial(served: Served, screens: Path):
    with browsing() as page:
        page.goto(served.address)
        page.wait_for_selector(".wb-stage")
        open_stage(page, "modelling")
        choose(page, "recipe", "Logistic regression")
        press(page, "Train this recipe")
        section(page, "model in use").get_by_text("Fingerprint").wait_for()
        press(page, "Search for weak slices")
        section(page, "slices").screenshot(path=screens / "slices.png")
        assert "slice" in says(page, "slices").inner_text()
        press(page, "Try all of it")
        section(page, "stress").locator(".wb-chart-canvas[data-drawn]").wait_for()
        section(page, "stress").screenshot(path=screens / "stress.png")

        case = section(page, "Change one thing")
        case.get_by_role("button", name="What would turn it round?").click()
        case.locator(".wb-try-found li").first.wait_for()
        case.screenshot(path=screens / "what_if.png")

        open_stage(page, "explanation")
        press(page, "Explain the model")
        says(page, "drivers").locator("p").first.wait_for()
        section(page, "drivers").screenshot(path=screens / "drivers.png")
        choose(page, "choice", "A typical decision against somebody")
        press(page, "Look at this case")
        says(page, "case").get_by_text("refused").first.wait_for()
        told = says(page, "case").inner_text()
        assert "threshold" in told and "re-runs" in told
        section(page, "case").screenshot(path=screens / "case.png")
        press(page, "What would a readable model cost?")
        says(page, "glass box").get_by_text("€").first.wait_for()
        section(page, "glass box").screenshot(path=screens / "glass_box.png")
        unfold(page)
        says(page, "letter").get_by_text("DRAFT").first.wait_for()
        assert field(page, "choice").first.is_visible()
