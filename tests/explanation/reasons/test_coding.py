"""Reasons: ranked by what pushed against the person, joined where they are one, in the team's words, flagged where they must not be told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.explanation.reasons.answers import ReasonAnswers
from workbook.explanation.reasons.coding import LEAST, against, as_written, reasons_against, same_reasons
from workbook.explanation.reasons.flagging import flagged
from workbook.explanation.reasons.letters import draft
from workbook.models.study import Study
from workbook.outcomes import Wording

LOANS = Wording(
    unit="person", units="applicants", selected_means="approved", not_selected_means="refused", favourable=True
)


def study(rows: int = 400, **more) -> Study:
    draw = np.random.default_rng(0)
    income = draw.normal(100, 30, rows).round()
    group = draw.integers(0, 2, rows)
    features = pd.DataFrame(
        {
            "income": income,
            "price": (amount := draw.gamma(3, 300, rows).round()) * 1.3 + draw.normal(0, 10, rows),
            "amount": amount,
            "job": draw.choice(["fixed", "freelance", "missing"], rows),
            "street": np.where(group == 1, "north", "south"),
        }
    )
    zero = np.zeros(rows, dtype=np.int64)
    held = Study(
        features, (income > 100).astype(np.int64), group, ("old", "young"), np.full(rows, 0.5), zero, np.ones(rows),
        score=(income - income.min()) / np.ptp(income), wording=LOANS,
    )  # fmt: skip
    return replace(held, **more)


CASE = {"income": 40.0, "price": 2000.0, "amount": 1500.0, "job": "freelance", "street": "north"}
PUSHES = {"income": -2.0, "price": -0.5, "amount": -0.4, "job": -0.8, "street": 0.3}


def told(answers=None, case=CASE, pushes=PUSHES, one=None, **more):
    one = one or study()
    return reasons_against(one, case, pushes, one.decided(one.score), answers or ReasonAnswers(), **more)


def test_ranked_by_what_pushed_against_the_person():
    found = told()
    assert [one.columns[0] for one in found] == ["income", "price", "job"]
    assert found[0].push == pytest.approx(2.0 / 3.7) and found[1].push == pytest.approx(0.9 / 3.7)


def test_what_spoke_for_the_person_is_no_reason():
    assert "street" not in {name for one in told() for name in one.columns}


def test_the_sign_follows_who_is_selected_and_whether_that_is_good():
    one = study()
    assert against(one, -1.0) == 1.0 and against(replace(one, selected="below"), -1.0) == -1.0
    assert against(replace(one, wording=Wording(favourable=False)), -1.0) == -1.0


def test_columns_that_go_together_are_one_reason():
    assert ("price", "amount") in same_reasons(study().features, ReasonAnswers())
    own = ReasonAnswers(together=[{"columns": ["income", "job"], "title": "Work and pay"}])
    assert ("income", "job") in same_reasons(study().features, own)
    assert told(own)[0].title == "Work and pay" and told(own)[0].push == pytest.approx(2.8 / 3.7)


def test_the_teams_own_words_come_first():
    own = ReasonAnswers(
        wordings=[{"column": "income", "title": "income", "when_low": "Your income is low for this loan"}]
    )
    assert told(own)[0].says.startswith("Your income is low for this loan (40; ")
    assert "of the applicants approved have more" in told(own)[0].says


def test_where_the_value_stands_is_counted():
    one = study()
    decided = one.decided(one.score)
    share = (one.features.income[decided] > 40).mean()
    assert f"{100 * share:.0f} % of the applicants approved have more" in told()[0].says
    same = (one.features.job[decided] == "freelance").mean()
    assert f"{100 * same:.0f} % of the applicants approved have the same" in told()[2].says


@pytest.mark.parametrize("value", [None, float("nan")])
def test_missing_is_said(value):
    assert "is not on file" in told(case=CASE | {"income": value})[0].says


def test_a_column_that_gives_the_group_away_is_flagged():
    flags = flagged(study(), protected=("job",))
    assert "gives the group" in flags["street"] and "protected" in flags["job"] and "income" not in flags
    assert next(one for one in told(flags=flags) if one.columns == ("job",)).flag


def test_at_most_so_many():
    assert len(told(ReasonAnswers(most=1))) == 1


def test_nothing_pushed_against():
    assert told(pushes={"income": 1.0, "job": 0.0}) == ()


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(list(CASE)), st.floats(-5, 5), min_size=1))
def test_shares_are_shares(pushes):
    found = told(pushes=pushes)
    assert all(one.push >= LEAST for one in found) and [one.push for one in found] == sorted(
        (one.push for one in found), reverse=True
    )
    names = [name for one in found for name in one.columns]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (40.0, "40"),
        (0.12345, "0.1235"),
        (1234567.0, "1,234,567"),
        (np.float64("nan"), "missing"),
        ("x", "x"),
        (None, "missing"),
        (np.int64(3), "3"),
    ],
)
def test_values_as_written(value, words):
    assert as_written(value) == words


def test_a_letter_says_that_it_is_a_draft():
    text = draft(told(), LOANS, ReasonAnswers()).text
    assert text.startswith("DRAFT. Nobody has read this wording") and "Your case was refused." in text
    assert "1. Income: 40" in text and "object" in text
    assert draft(told(), LOANS, ReasonAnswers(reviewed_by="Lea Brandt")).text.startswith(
        "DRAFT. The wording was read for the law by Lea Brandt"
    )


def test_a_letter_holds_nothing_that_must_not_be_told():
    own = ReasonAnswers(wordings=[{"column": "job", "may_be_told": False}])
    letter = draft(told(own, flags={"income": "“income” is protected."}), LOANS, own)
    assert "ncome" not in letter.text and "freelance" not in letter.text and len(letter.withheld) == 2


def test_unstable_reasons_are_not_written():
    letter = draft(
        told(),
        LOANS,
        ReasonAnswers(),
        unstable="The methods name different reasons.",
        would_take="With an income of 60 …",
    )
    assert (
        "1." not in letter.text
        and "a person has to look at the case" in letter.text
        and "income of 60" not in letter.text
    )
    assert "The methods name different reasons." in letter.withheld


def test_markup_stays_text():
    """Pages and reports escape what they show; the letter itself is plain text as entered."""
    own = ReasonAnswers(wordings=[{"column": "income", "when_low": "<b>low</b>"}])
    assert "<b>low</b> (40" in draft(told(own), LOANS, own).text
