"""The tally against plain numpy and pandas over the rows themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from workbook.data import Tally, equals, tally
from workbook.data.cells import HALVES
from workbook.errors import InputError

N = 6_000


@pytest.fixture(scope="module")
def loans() -> pd.DataFrame:
    """Rows with missing values in every role, and scores on the edges of thousandths."""
    rng = np.random.default_rng(11)
    score = np.where(rng.random(N) < 0.5, rng.integers(0, 1001, N) / 1000, rng.random(N))
    return pd.DataFrame(
        {
            "score": np.where(rng.random(N) < 0.03, np.nan, score),
            "repaid": rng.choice(["yes", "no", "", None], N, p=[0.6, 0.3, 0.05, 0.05]),
            "approved": rng.choice([1.0, 0.0, np.nan], N),
            "sex": rng.choice(["f", " m", "m", " "], N),
            "young": rng.choice([True, False], N),
            "amount": np.where(rng.random(N) < 0.1, np.nan, rng.normal(1000, 300, N)),
            "fee": rng.integers(0, 3, N),
            "weight": rng.random(N),
        }
    )


ROLES: dict[str, Any] = {"label": "repaid", "label_positive": "YES", "score": "score", "groups": ("sex", "young")}


def counted(found: Tally, mask: NDArray[np.bool_]) -> int:
    """Rows in some cells."""
    return int(found.cells.count[mask].sum())


def group(found: Tally, *key: str | None) -> NDArray[np.bool_]:
    """The cells of one group."""
    return found.cells.group == found.groups.index(key)


@pytest.mark.parametrize("bins", [1000, 7, 100])
def test_counts_at_every_edge_are_those_of_the_rows(loans: pd.DataFrame, bins: int) -> None:
    found = tally(loans, bins=bins, **ROLES)
    assert not found.exact
    assert np.array_equal(found.edges, np.arange(bins) / bins)
    rows = loans.score.to_numpy()
    for key, mask in (("f", (loans.sex == "f")), ("m", loans.sex.str.strip() == "m"), (None, loans.sex == " ")):
        for label, text in ((1, "yes"), (0, "no")):
            chosen = np.sort(rows[(mask & (loans.repaid == text) & loans.young).to_numpy() & ~np.isnan(rows)])
            cells = group(found, key, "True") & (found.cells.label == label) & (found.cells.bin >= 0)
            counts = np.bincount(found.cells.bin[cells], weights=found.cells.count[cells], minlength=bins)
            at_or_above = counts[::-1].cumsum()[::-1]
            assert np.array_equal(at_or_above, len(chosen) - np.searchsorted(chosen, found.edges, side="left"))


def test_missing_values_are_counted_in_every_role(loans: pd.DataFrame) -> None:
    found = tally(loans, decision="approved", amounts={"a": "amount"}, **ROLES)
    cells = found.cells
    assert found.rows == N
    assert found.groups == tuple((s, y) for s in ("f", "m", None) for y in ("False", "True"))
    assert counted(found, cells.label == 2) == loans.repaid.isin(["yes", "no"]).eq(False).sum()
    assert counted(found, cells.decision == 2) == loans.approved.isna().sum()
    assert counted(found, cells.bin == -1) == loans.score.isna().sum()
    assert counted(found, group(found, None, "True")) == (loans.young & (loans.sex == " ")).sum()
    assert cells.amounts["a"].missing.sum() == loans.amount.isna().sum()
    assert cells.amounts["a"].total.sum() == pytest.approx(loans.amount.sum())
    assert cells.amounts["a"].squares.sum() == pytest.approx((loans.amount**2).sum())
    assert np.array_equal(cells.weight, cells.count)
    assert np.array_equal(cells.weight_squared, cells.count)


def test_weights_and_expressions(loans: pd.DataFrame) -> None:
    found = tally(loans, weight="weight", amounts={"gain": '0.2 * "amount" - (fee + 1) / 2'}, **ROLES)
    gain = 0.2 * loans.amount - (loans.fee + 1) / 2
    cells, mask = found.cells, ((loans.sex == "f") & ~loans.young).to_numpy()
    here = group(found, "f", "False")
    w, a = loans.weight[mask], gain[mask]
    assert found.weighted
    assert cells.weight[here].sum() == pytest.approx(w.sum())
    assert cells.weight_squared[here].sum() == pytest.approx((w**2).sum())
    assert cells.amounts["gain"].total[here].sum() == pytest.approx((w * a).sum())
    assert cells.amounts["gain"].cross[here].sum() == pytest.approx((w**2 * a).sum())
    assert cells.amounts["gain"].squares[here].sum() == pytest.approx((w**2 * a**2).sum())


def test_division_by_zero_is_a_missing_amount() -> None:
    rows = pd.DataFrame({"y": [0, 1, 1], "a": [1.0, 2.0, 3.0], "b": [0, 1, 2]})
    sums = tally(rows, label="y", amounts={"m": "a / b"}).cells.amounts["m"]
    assert (sums.total.sum(), sums.missing.sum()) == (3.5, 1)


finite = st.floats(allow_nan=False, allow_infinity=False, width=64)
scores = st.one_of(
    arrays(np.float64, st.integers(2, 60), elements=st.floats(0, 1)),
    arrays(np.float64, st.integers(2, 60), elements=st.integers(0, 1000).map(lambda k: k / 1000)),
    arrays(np.float64, st.integers(2, 60), elements=finite),
    arrays(np.float64, st.integers(2, 60), elements=st.floats(1e15, 1e15 + 9)),
    arrays(np.float64, st.integers(2, 60), elements=st.floats(-3, 3, width=32).map(float)),
)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(values=scores, bins=st.sampled_from([2, 3, 10, 1000]))
@example(values=np.array([-8.98846567e307, 0.0, 8.98846567e307]), bins=2)
@example(values=np.array([1.79769313e308, -9.97920155e291]), bins=2)
@example(values=np.array([-1.7e308, 1.0, 1.7e308]), bins=2)
def test_bins_are_those_of_searchsorted(values: NDArray[np.float64], bins: int) -> None:
    found = tally(pd.DataFrame({"s": values}), score="s", bins=bins)
    edges = found.edges
    assert np.all(edges[1:] > edges[:-1]) and len(edges) <= bins
    assert found.exact == (len(np.unique(values + 0.0)) <= bins)
    if found.exact:
        assert np.array_equal(edges, np.unique(values + 0.0))
    elif values.min() >= 0 and values.max() <= 1:
        assert np.array_equal(edges, np.arange(bins) / bins)
    else:
        assert edges[0] == values.min()
    expected = np.bincount(np.searchsorted(edges, values, side="right") - 1, minlength=len(edges))
    seen = np.bincount(found.cells.bin, weights=found.cells.count, minlength=len(edges))
    assert np.array_equal(seen, expected)


@pytest.mark.parametrize("bins", [100, 1000])
def test_scores_on_edges_and_beside_them(bins: int) -> None:
    edges = np.arange(bins) / bins
    values = np.concatenate([edges, np.nextafter(edges, 1), np.nextafter(edges[1:], 0), [1.0]])
    found = tally(pd.DataFrame({"s": values}), score="s", bins=bins)
    assert int(np.floor(0.57 * 100)) == 56
    counts = np.bincount(found.cells.bin, weights=found.cells.count)
    assert np.array_equal(counts, np.bincount(np.searchsorted(edges, values, side="right") - 1))
    assert counts[int(0.57 * bins + 0.5)] == 3


VALUES = [
    ([1, 0, 1], 1, 2), ([1, 0, 1], "1", 2), (["1", "0", "1"], 1, 2), ([1.0, 0.0, None], True, 1),
    ([True, False, True], "true", 2), (["yes", "no", "yes"], True, 2), (["Yes ", "no", "YES"], "yes", 2),
    (["yes", "no", "no"], 1, 1), (["TRUE", "FALSE", "TRUE"], True, 2), (["good", "bad", "bad"], ("bad",), 2),
    (["a", "b", "c"], ("a", "c"), 2), ([1, 2, 3], ">= 2", 2), ([0.5, 2.5, 3], "< 2.5", 1), ([3, 4, 5], "!= 4", 2),
    (["n", "y", "n"], False, 2), ([7, 8, 9], [7, 9], 2), (["1.0", "2.0", "2.0"], 2, 2),
]  # fmt: skip


@pytest.mark.parametrize(("values", "wanted", "positives"), VALUES)
def test_values_are_matched_by_meaning(values: list[Any], wanted: Any, positives: int, tmp_path: Path) -> None:
    rows = pd.DataFrame({"y": values, "x": 1})
    csv = tmp_path / "a.csv"
    rows.to_csv(csv, index=False)
    for source in (rows, csv):
        found = tally(source, label="y", label_positive=wanted)
        assert counted(found, found.cells.label == 1) == positives


def test_a_comparison_of_columns_is_a_label() -> None:
    rows = pd.DataFrame({"true": ["a", "b", "c", None], "said": ["a", "c", "c", "a"], "queue": ["a", "b", "c", "a"]})
    found = tally(rows, label=equals("said", "true"), groups="queue")
    assert [counted(found, found.cells.label == code) for code in (0, 1, 2)] == [1, 2, 1]


def mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The 32-bit finaliser of MurmurHash3, in numpy."""
    values = values ^ (values >> np.uint64(16))
    values = (values * np.uint64(0x85EBCA6B)) & np.uint64(0xFFFFFFFF)
    values = values ^ (values >> np.uint64(13))
    values = (values * np.uint64(0xC2B2AE35)) & np.uint64(0xFFFFFFFF)
    return values ^ (values >> np.uint64(16))


def reference_halves(n: int, seed: int) -> NDArray[np.uint64]:
    """Halves as `workbook.data.sql.half` describes them,."""
    keyed = np.arange(n, dtype=np.uint64) ^ mixed(np.array([seed], dtype=np.uint64))
    return mixed(mixed(keyed)) & np.uint64(1)


@pytest.mark.parametrize("seed", [0, 1, 20261])
def test_halves_are_those_of_the_formula_from_any_source(seed: int, tmp_path: Path) -> None:
    n = 300_000
    rows = pd.DataFrame({"g": np.arange(n) % 500})
    rows.to_parquet(tmp_path / "a.parquet", row_group_size=40_000)
    rows.to_csv(tmp_path / "a.csv", index=False)
    value = reference_halves(n, seed)
    expected = np.bincount(rows.g, weights=value, minlength=500)
    assert abs(value.mean() - 0.5) < 0.005
    for source in (rows, tmp_path / "a.parquet", tmp_path / "a.csv"):
        found = tally(source, groups="g", split=seed)
        assert found.split_names == HALVES
        chosen = found.cells.split == 1
        seen = np.bincount(found.cells.group[chosen], weights=found.cells.count[chosen], minlength=500)
        assert np.array_equal(seen, expected[[int(str(key[0])) for key in found.groups]])


def test_split_and_strata_columns() -> None:
    rows = pd.DataFrame({"y": [0, 1, 1, 0], "part": ["b", "a", None, "a"], "year": [2001, 2002, 2001, 2001]})
    found = tally(rows, label="y", split="part", strata="year")
    assert found.split_names == ("a", "b", None)
    assert found.stratum_names == (("2001",), ("2002",))
    assert counted(found, (found.cells.split == 0) & (found.cells.stratum == 0)) == 1


def test_codes_are_sorted_as_numbers_with_missing_last() -> None:
    rows = pd.DataFrame({"g": [10, 9, None, 100, 9]})
    assert tally(rows, groups="g").groups == (("9",), ("10",), ("100",), (None,))


def test_repeated_rows_and_fingerprint(loans: pd.DataFrame, tmp_path: Path) -> None:
    once = tally(loans, **ROLES)
    again = tally(pd.concat([loans] * 10, ignore_index=True), **ROLES)
    assert once.repeated_rows == loans.duplicated().sum() == 0
    assert again.repeated_rows == 9 * N
    assert once.fingerprint == tally(loans.copy(), **ROLES).fingerprint != again.fingerprint
    assert once.fingerprint != tally(loans, bins=10, **ROLES).fingerprint
    assert once.fingerprint != tally(loans.iloc[::-1], **ROLES).fingerprint
    assert np.array_equal(once.cells.count, tally(loans.copy(), **ROLES).cells.count)


def test_nothing_but_rows() -> None:
    found = tally(pd.DataFrame({"a": [1, 2]}))
    assert (found.rows, found.groups, found.has_label, found.has_score) == (2, ((),), False, False)


def test_crossed_groups_are_limited() -> None:
    rows = pd.DataFrame({"a": np.arange(3000) % 60, "b": np.arange(3000) % 61})
    with pytest.raises(InputError, match="a x b"):
        tally(rows, groups=("a", "b"))
