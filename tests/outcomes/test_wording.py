"""Names from data are text everywhere, and the label is called what it is."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.outcomes import group_name, plain
from workbook.outcomes.wording import Wording

HOSTILE = (
    "<b>bold</b>",
    "<script>alert(1)</script>",
    '<a href="javascript:alert(1)">x</a>',
    "&lt;b&gt;bold&lt;/b&gt;",
    "&#60;b&#62;",
    "&amp;lt;b&amp;gt;",
    r"$\href{javascript:alert(1)}{x}$",
    r"\(\href{javascript:alert(1)}{x}\)",
    "a\nb\r\nc\td",
    "a<br>b",
    "\u202eabc\u2066",
    "nul\x00",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_is_left_that_plotly_interprets(text):
    shown = plain(text)
    assert not set("<>&\\\n\r\t\x00\u202e\u2066") & set(shown)
    assert html.unescape(shown) == shown


@given(st.text())
def test_any_text_is_safe_and_stays_as_it_is_when_treated_again(text):
    shown = plain(text)
    assert not re.search(r"[<>&\\\x00-\x1f\u202a-\u202e\u2066-\u2069]", shown)
    assert plain(shown) == shown


@pytest.mark.parametrize(
    "text",
    ["Älter als 30", "عمر ٣٠ و أكثر", "می\u200cخواهم", "👩\u200d👧", "Müller & Söhne".replace("&", "und"), "50 %"],
)
def test_honest_names_stay_as_typed(text):
    assert plain(text) == text


def test_unusual_spaces_keep_words_apart():
    assert plain("a\u00a0b\u2009c") == "a b c"


def test_a_code_stands_behind_its_column():
    assert group_name(("1", "under 30"), ("senior", "age")) == "senior 1 · under 30"
    assert group_name((None, "x"), ("sex", "age")) == "sex missing · x"
    assert group_name(("1",)) == "1" and group_name(()) == "everybody"


def test_a_past_decision_is_never_called_the_truth():
    wording = Wording(units="applicants", positive_means="approved", label_is="past decision")
    for words in (wording.who_are_positive, wording.who_are_negative):
        assert "past decision" in words and "would have" not in words and not words.startswith("who ")
