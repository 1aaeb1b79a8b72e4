"""The study says of rows what the tally says of them: the same halves, the same decisions, the same money."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.data import tally
from workbook.data.halves import halves
from workbook.errors import InputError
from workbook.models.making import make_study
from workbook.outcomes import OutcomeValue, Payoff, Policy, money_at

PAYOFF = Payoff(
    true_positive=OutcomeValue(constant=1, amount="Loan", per_unit=0.2),
    false_positive=OutcomeValue(amount="Loan", per_unit=-0.6),
    true_negative=OutcomeValue(constant=0.5),
)


def table(seed: int = 0, rows: int = 400) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "y": draw.choice(["good", "bad", None], rows, p=[0.6, 0.3, 0.1]),
            "score": draw.random(rows).round(2),
            "g": draw.choice(["a", "b", None], rows),
            "loan": draw.gamma(2, 500, rows).round(),
            "x": draw.normal(size=rows),
        }
    )
    frame.loc[draw.random(rows) < 0.05, ["score", "loan"]] = np.nan
    return frame


def roles(**more):
    return {
        "label": "y",
        "label_positive": "good",
        "score": "score",
        "groups": ("g",),
        "amounts": {"Loan": "loan"},
        "split": 3,
    } | more


@pytest.mark.parametrize("seed", [0, 3, 20261, 2**33 + 5])
def test_halves_are_those_of_the_tally(seed):
    frame = pd.DataFrame({"y": [1, 0] * 500, "score": np.arange(1000)})
    cells = tally(frame, label="y", score="score", split=seed).cells
    expected = np.empty(1000, dtype=int)
    expected[cells.bin] = cells.split
    assert halves(1000, seed).tolist() == expected.tolist()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000), st.sampled_from(["at_or_above", "below"]), st.floats(0, 1))
def test_money_is_that_of_the_tally(seed, selected, threshold):
    frame, asked = table(seed), roles(selected=selected)
    study = make_study(frame, asked, policy=Policy.at(threshold), payoff=PAYOFF)
    counted = money_at(tally(frame, **asked), PAYOFF, Policy.at(threshold))
    scored = np.isfinite(study.score)  # a tally counts a row without a score as nothing
    assert study.worth(study.decided(study.score))[scored].sum() == pytest.approx(counted.total)


def test_thresholds_of_groups_hold_for_their_rows():
    frame = table()
    policy = Policy.model_validate({"threshold": 0.5, "thresholds": [{"group": ["a"], "threshold": 0.2}]})
    study = make_study(frame, roles(), policy=policy)
    assert set(study.cut[(frame.g == "a").to_numpy()]) == {0.2} and set(study.cut[(frame.g != "a").to_numpy()]) == {0.5}


def test_no_model_reads_what_it_must_not():
    assert list(make_study(table(), roles(), leave_out=("loan",)).features.columns) == ["x"]


def test_who_is_to_be_selected_follows_the_money():
    turned = Payoff(true_positive=OutcomeValue(constant=-5), false_positive=OutcomeValue(constant=1))
    assert make_study(table(), roles(), payoff=PAYOFF).event_is_right
    assert not make_study(table(), roles(), payoff=turned).event_is_right
    assert not make_study(table(), roles(selected="below")).event_is_right


def test_rows_without_a_label_cannot_be_studied():
    with pytest.raises(InputError, match="no label"):
        make_study(table(), roles(label=None))


@pytest.mark.parametrize("time", ["y", "loan"])
def test_a_time_column_must_be_readable(time):
    with pytest.raises(InputError, match="missing or unreadable"):
        make_study(table(), roles(), time=time)
