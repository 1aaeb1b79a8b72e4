"""A team puts its own rows' model on trial in a real browser: what it finds, why one person was refused, what reading costs."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.browser import Served, browsing, open_stage, serving
from tests.server.walking import choose, declare, enter, says, section

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


def press(page, name: str) -> None:
    """Press a button for long work, and wait until it has ended."""
    button = page.get_by_role("button", name=name, exact=True).locator("visible=true").first
    button.scroll_into_view_if_needed()
    button.click()
    page.wait_for_function(
        "name => [...document.querySelectorAll('button')].some(b => b.innerText === name && b.offsetParent && !b.disabled"
        " && !b.closest('.wb-action').querySelector('progress:not([hidden])'))",
        arg=name,
        timeout=LONG,
    )


def test_dummy(served: Served, screens: Path):
    with browsing() as page:
        page.goto(served.address)
        page.wait_for_selector(".wb-stage", state="attached")
