"""How many pages are served at once, and what whoever comes after them sees."""

from __future__ import annotations

import time

import pytest

from tests.browser import browsing, serving
from workbook.server.kernels import MOST_KERNELS, most_kernels


@pytest.mark.parametrize(
    ("given", "most"), [("3", 3), ("", MOST_KERNELS), ("0", MOST_KERNELS), ("-1", MOST_KERNELS), ("many", MOST_KERNELS)]
)
def test_the_limit_is_a_whole_number_above_zero(given, most):
    assert most_kernels({"WORKBOOK_MOST_KERNELS": given}) == most


def test_no_limit_named_is_the_usual_one():
    assert most_kernels({}) == MOST_KERNELS


@pytest.mark.browser
def test_one_too_many_waits_and_is_let_in(tmp_path):
    with serving(tmp_path, WORKBOOK_MOST_KERNELS="1") as served, browsing() as page:
        page.goto(served.address)
        page.wait_for_selector(".wb-stage", state="attached")
        late = page.context.new_page()
        answer = late.goto(served.base)
        assert answer.status == 503 and int(answer.headers["retry-after"]) > 0
        assert "Every place is taken" in late.inner_text("h1") and served.children() == 1
        page.close(run_before_unload=True)
        late.wait_for_selector(".wb-stage", state="attached", timeout=60_000)
        assert served.children() == 1


@pytest.mark.browser
@pytest.mark.slow
def test_closed_pages_leave_no_kernel_however_they_were_opened(tmp_path):
    with serving(tmp_path) as served, browsing() as page:
        page.goto(served.address)  # with the token
        page.wait_for_selector(".wb-stage", state="attached")
        project = page.evaluate("location.search")
        direct = page.context.new_page()
        direct.goto(f"{served.base}{project}#fairness")  # a link that a colleague sent
        direct.wait_for_selector("a.wb-stage[href='#fairness'][aria-current='page']", state="attached")
        direct.reload()
        direct.wait_for_selector("a.wb-stage[href='#fairness'][aria-current='page']", state="attached")
        left = page.context.new_page()
        left.goto(served.base)
        left.wait_for_selector(".wb-stage", state="attached")
        left.goto("about:blank")  # gone elsewhere
        until(lambda: served.children() == 2, "a page that was reloaded or left keeps its kernel")
        for one in (page, direct):
            one.close(run_before_unload=True)
        until(lambda: served.children() == 0, "a closed page keeps its kernel")


def until(true, otherwise):
    """Wait until something is so."""
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.1)
