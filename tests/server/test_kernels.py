"""How many pages are served at once, and what whoever comes after them sees."""

from __future__ import annotations

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
