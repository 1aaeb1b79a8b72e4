"""The gap between people alike in columns of numbers, against published regressions of the Boston mortgages."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.special import ndtr

from tests.cases import data_file, published
from workbook.errors import InputError
from workbook.fairness import adjusted_gap
from workbook.stats.regression import linear_probability

MORTGAGES = "hmda_boston_aer.csv"
BLACK = "afam = yes"


@pytest.fixture(scope="module")
def mortgages():
    return pd.read_csv(data_file(MORTGAGES))


def test_linear_probability_of_a_refusal(mortgages):
    case = published("fairness")["fair-hmda-linear-probability"]
    one, three = case["expected"]["eq1"], case["expected"]["eq3"]
    alone = linear_probability(mortgages.deny.eq("yes"), mortgages[["pirat"]])
    seen = [*alone.coefficients, *alone.errors]
    assert seen == pytest.approx(
        [one[name] for name in ("const", "pirat", "se_const", "se_pirat")], abs=case["tolerance"]
    )
    found = adjusted_gap(mortgages, "deny", "yes", "afam", "yes", ["pirat"])
    seen = {"const": found.coefficients["constant"], "pirat": found.coefficients["pirat"], "black": found.difference}
    seen |= {"se_const": found.errors["constant"], "se_pirat": found.errors["pirat"], "se_black": found.errors[BLACK]}
    assert seen == pytest.approx(three, abs=case["tolerance"])


def test_probit_gap_at_one_ratio(mortgages):
    case = published("fairness")["fair-hmda-probit-gap"]
    found = adjusted_gap(mortgages, "deny", "yes", "afam", "yes", ["pirat"], kind="probit", at={"pirat": 0.3})
    expected, near = case["expected"], case["tolerance"]
    seen = [found.coefficients[name] for name in ("constant", "pirat", BLACK)]
    assert seen == pytest.approx([expected[name] for name in ("const", "pirat", "black")], abs=near["_"])
    assert 100 * found.difference == pytest.approx(expected["denial_gap_pct_points"], abs=near["denial_gap_pct_points"])


def made(n=4000, seed=5, kind="linear"):
    """A gap that is there overall, and not between people of one income; the chance is made as the regression has it."""
    draws = np.random.default_rng(seed)
    old = draws.random(n) < 0.5
    income = draws.normal(np.where(old, 3.0, 2.0), 1.0)
    yes = draws.random(n) < (np.clip(0.1 + 0.15 * income, 0, 1) if kind == "linear" else ndtr(0.4 * income - 1))
    return pd.DataFrame({"age": np.where(old, "old", "young"), "income": income, "yes": yes.astype(int)})


@pytest.mark.parametrize("kind", ["linear", "probit"])
def test_a_gap_that_another_column_explains_is_gone(kind):
    found = adjusted_gap(made(kind=kind), "yes", 1, "age", "old", ["income"], kind=kind)
    assert found.raw > 0.1 and found.low < 0 < found.high


@pytest.mark.parametrize("kind", ["linear", "probit"])
def test_without_other_columns_the_gap_is_the_raw_one(kind):
    found = adjusted_gap(made(), "yes", 1, "age", "old", [], kind=kind)
    assert found.difference == pytest.approx(found.raw, abs=1e-8) and found.low < found.raw < found.high


def test_what_cannot_be_held_alike_is_told():
    rows = made(200)
    with pytest.raises(InputError, match="'salary' is not in the rows"):
        adjusted_gap(rows, "yes", 1, "age", "old", ["salary"])
    with pytest.raises(InputError, match="'age' holds no numbers"):
        adjusted_gap(rows, "yes", 1, "age", "old", ["age"])
    with pytest.raises(InputError, match="nobody or everybody"):
        adjusted_gap(rows, "yes", 1, "age", "ancient", ["income"])
    for kind in ("linear", "probit"):
        with pytest.raises(InputError, match="cannot be held alike"):
            adjusted_gap(rows.assign(twice=2 * rows.income, same=1.0), "yes", 1, "age", "old", ["same"], kind=kind)
    with pytest.raises(InputError, match="cannot be held alike"):
        adjusted_gap(rows.assign(told=rows.yes), "yes", 1, "age", "old", ["told"], kind="probit")
