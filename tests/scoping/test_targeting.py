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
        ({"better": "not said", "target": 28.2}, "target"),
        ({"unit": "share", "baseline": 28.2, "target": 0.15}, "baseline"),
        ({"unit": "share", "baseline": 0.282, "target": 1.5, "better": "higher"}, "target"),
        ({"unit": "share", "baseline": 0.282, "target": 1.0, "better": "higher"}, "target"),
        ({"baseline": -3.0}, "baseline"),
        ({"target": -1.0}, "target"),
        ({"unit": "euro a year"}, "unit"),
        ({"baseline_to": date(2026, 12, 31)}, "baseline_to"),
        ({"target_date": date(2031, 11, 24)}, "target_date"),
        ({"target_date": date(2026, 11, 22)}, "target_date"),
    ],
)
def test_each_gap_is_named(changes, field):
    assert field in problems(**changes)


def test_a_number_makes_a_wish_measurable():
    assert "success" not in problems(success="Reduce defaults from 28 to 15 of 100 by December")


@pytest.mark.parametrize(
    "changes",
    [
        {"target_date": date(2026, 11, 24)},
        {"target_date": date(2031, 11, 23)},
        {"metric": "handling cost per call", "unit": "cents", "baseline": 310.0, "target": 240.0},
        {"metric": "share of the plan reached", "baseline": 104.0, "target": 120.0, "better": "higher"},
        {"metric": "net cost per case", "unit": "euro", "baseline": 12.0, "target": -1.0},
        {"target_source": ""},
        {"baseline_owner": ""},
        {"baseline_to": TODAY},
    ],
)
def test_an_honest_target_is_not_refused(changes):
    assert problems(**changes) == {}


def test_five_years_from_a_leap_day():
    on = date(2028, 2, 29)
    late = {one.field for one in target_problems(ScopingAnswers(**(GOOD | {"target_date": date(2033, 3, 1)})), on)}
    still = {one.field for one in target_problems(ScopingAnswers(**(GOOD | {"target_date": date(2033, 2, 28)})), on)}
    assert "target_date" in late and "target_date" not in still


def test_better_predictions_are_refused_and_told_why():
    answers = ScopingAnswers(metric="better predictions", success="Better predictions than today")
    told = target_in_words(target_of(answers, TODAY))
    assert "“better predictions” is a wish" in told and "cannot be missed" in told
    for missing in ("unit", "baseline", "number to be reached", "day by which", "who answers", "comes from"):
        assert missing in told


def test_large_numbers_stay_readable():
    answers = ScopingAnswers(
        **(GOOD | {"metric": "fraud losses", "unit": "euro a year", "baseline": 1_250_000, "target": 900_000})
    )
    assert "from 1,250,000 to 900,000 euro a year" in target_of(answers, TODAY).sentence


def test_nothing_entered_is_told_as_a_list():
    told = target_in_words(target_of(ScopingAnswers(), TODAY))
    assert told.startswith("Not a target yet") and told.count("•") == len(target_problems(ScopingAnswers(), TODAY))


@given(st.sampled_from(sorted(set(GOOD) - {"better"})))
def test_taking_anything_away_unbounds_it(field):
    changed = dict(GOOD)
    del changed[field]
    assert not target_of(ScopingAnswers(**changed), TODAY).bounded
