"""The curves of a machine are those it scores with; edits do what they say and nothing else."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from workbook.errors import InputError
from workbook.explanation.glass_box.terms import LEAST, SHOWN, edited, terms_of
from workbook.models.folds import scored
from workbook.models.recipes import recipe

pytest.importorskip("interpret", reason="the extra “explain” is not installed")


@pytest.fixture(scope="module")
def rows():
    draw = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "pay": draw.normal(100, 30, 1500).round(1),
            "age": draw.integers(18, 80, 1500),
            "work": draw.choice(["fixed", "free", "rare"], 1500, p=[0.6, 0.398, 0.002]),
        }
    )
    chance = 1 / (1 + np.exp(-(frame.pay - 100) / 20 + (frame.work == "free")))
    return frame, (draw.random(1500) < chance).astype(int).to_numpy()


@pytest.fixture(scope="module")
def machine(rows):
    features, label = rows
    return recipe("explainable boosting").make(features, 0).fit(features, label)


def term(machine, column):
    return next(one for one in terms_of(machine) if one.columns == (column,))


def test_the_weightiest_comes_first(machine):
    found = terms_of(machine)
    assert found[0].columns == ("pay",) and [one.importance for one in found] == sorted(
        (one.importance for one in found), reverse=True
    )


def test_curves_add_up_to_the_score(machine, rows):
    told = machine.explain_local(rows[0][:20])
    added = [sum(told.data(place)["scores"]) + machine.intercept_[0] for place in range(20)]
    assert machine.decision_function(rows[0][:20]) == pytest.approx(added)


def test_a_curve_is_coarse_enough_to_be_recorded(machine, rows):
    found = term(machine, "pay")
    assert found.kind == "curve" and len(found.places) == len(found.adds) == len(found.low) <= SHOWN + 1
    pay = rows[0].pay.to_numpy()
    held = np.histogram(pay, [*found.places, np.inf])[0]
    assert held.min() >= LEAST and all(
        low <= add <= high for low, add, high in zip(found.low, found.adds, found.high, strict=True)
    )
    assert "rare" not in term(machine, "work").places, "a word that three rows have is not recorded"


def test_what_rises_only_rises(machine):
    found = term(edited(machine, {"age": "rises only"}), "age")
    assert (np.diff(found.adds) >= -1e-9).all()
    falls = term(edited(machine, {"pay": "falls only"}), "pay")
    assert (np.diff(falls.adds) <= 1e-9).all()


def test_a_flat_column_no_longer_matters(machine, rows):
    changed = edited(machine, {"pay": "flat"})
    other = rows[0].assign(pay=50.0)
    assert scored(changed, rows[0]) == pytest.approx(scored(changed, other))
    assert scored(machine, rows[0]) != pytest.approx(scored(machine, other)), "the first machine is untouched"


@pytest.mark.parametrize("edits", [{"nothing": "flat"}, {"work": "rises only"}])
def test_edits_that_cannot_be_made_are_told(machine, edits):
    with pytest.raises(InputError):
        edited(machine, edits)
