"""A target must be bounded and measurable: wishes are refused, and the page says exactly what is missing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.scoping.answers import ScopingAnswers
from workbook.scoping.targeting import target_in_words, target_of, target_problems

TODAY = date(2026, 11, 23)
GOOD = {
    "metric": "defaults per 100 loans granted",
    "unit": "per cent",
    "better": "lower",
    "baseline": 28.2,
    "baseline_from": date(2025, 1, 1),
    "baseline_to": date(2025, 12, 31),
    "baseline_source": "ledger",
    "target": 15.0,
    "target_date": date(2027, 12, 31),
    "target_owner": "Head of credit",
}


def problems(**changes):
    return {one.field: one.sentence for one in target_problems(ScopingAnswers(**(GOOD | changes)), TODAY)}


def test_a_bounded_target_is_one_sentence():
    target = target_of(ScopingAnswers(**GOOD), TODAY)
    assert target.bounded
    assert (
        target.sentence
        == "defaults per 100 loans granted: from 28.2 to 15 per cent by 31 December 2027; Head of credit answers for it."
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"metric": ""}, "metric"),
        ({"metric": "better predictions"}, "metric"),
        ({"metric": "AUC on the test set"}, "metric"),
        ({"metric": "accuracy"}, "metric"),
        ({"unit": " "}, "unit"),
        ({"better": "not said"}, "better"),
        ({"baseline": None}, "baseline"),
        ({"target": None}, "target"),
        ({"target": 28.2}, "target"),
        ({"target": 40.0}, "target"),
        ({"target": 0.0}, "target"),
        ({"better": "higher", "target": 100.0}, "target"),
        ({"better": "higher", "target": 120.0}, "target"),
        ({"target_date": None}, "target_date"),
        ({"target_date": TODAY}, "target_date"),
        ({"target_date": date(2040, 1, 1)}, "target_date"),
        ({"baseline_from": None}, "baseline_from"),
        ({"baseline_from": date(2026, 1, 1)}, "baseline_to"),
        ({"baseline_source": ""}, "baseline_source"),
        ({"target_owner": "  "}, "target_owner"),
        ({"success": "Our decisions are much better and more efficient"}, "success"),
    ],
)
def test_each_gap_is_named(changes, field):
    assert field in problems(**changes)


def test_a_number_makes_a_wish_measurable():
    assert "success" not in problems(success="Reduce defaults from 28 to 15 of 100 by December")


def test_nothing_entered_is_told_as_a_list():
    told = target_in_words(target_of(ScopingAnswers(), TODAY))
    assert told.startswith("Not a target yet") and told.count("•") == len(target_problems(ScopingAnswers(), TODAY))


@given(st.sampled_from(sorted(set(GOOD) - {"better"})))
def test_taking_anything_away_unbounds_it(field):
    changed = dict(GOOD)
    del changed[field]
    assert not target_of(ScopingAnswers(**changed), TODAY).bounded
