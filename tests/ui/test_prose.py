"""Text from notebooks, data and people never becomes markup that it did not mean."""

from __future__ import annotations

import pytest

from workbook.ui.prose import prose, safe, to_html

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<b>bold</b>",
    "&lt;b&gt;",
    "' onmouseover='alert(1)",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_text(text):
    for html in (safe(text), to_html(text), prose(text).value):
        assert "<script" not in html and "<img" not in html and "<b>" not in html


def test_javascript_links_lead_nowhere():
    assert "javascript:" not in to_html("[x](javascript:alert(1))").split("href=")[-1].split(">")[0]


def test_notebook_links_become_stages_of_the_app():
    assert 'href="#fairness"' in to_html("[next](07_fairness.ipynb)")
    assert 'href="#roi"' in to_html("[next](./08_roi.ipynb)")


def test_other_relative_links_lead_nowhere():
    assert 'href="#"' in to_html("[x](../../secret.txt)")
