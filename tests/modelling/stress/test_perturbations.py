"""Perturbations: pure, reproducible, of the same type, nothing at no strength, and more of the same as it grows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from workbook.modelling.stress.entries import mistyped, mistyped_number
from workbook.modelling.stress.perturbations import (
    UNSEEN,
    Extreme,
    Missing,
    NeverSeen,
    Noise,
    OldValue,
    OtherUnits,
    Percent,
    Rounded,
    TypingError,
)

ROWS = 300
KINDS = (
    lambda columns, **more: Noise(columns, **more),
    lambda columns, **more: Rounded(columns, **more),
    lambda columns, **more: Percent(columns, **more),
    lambda columns, **more: OtherUnits(columns, **more),
    lambda columns, **more: Extreme(columns, **more),
    lambda columns, **more: Missing(columns, **more),
    lambda columns, **more: OldValue(columns, **more),
    lambda columns, **more: NeverSeen(columns, **more),
    lambda columns, **more: TypingError(columns, **more),
)
NAMES = ("Noise", "Rounded", "Percent", "OtherUnits", "Extreme", "Missing", "OldValue", "NeverSeen", "TypingError")
EVERY = pytest.mark.parametrize("kind", KINDS, ids=NAMES)


def frame(seed=0):
    """One column of every type that a table may hold."""
    draw = np.random.default_rng(seed)
    words = draw.choice(["north", "south", "x", ""], ROWS).astype(object)
    words[::7] = None
    numbers = draw.normal(100, 20, ROWS)
    numbers[::11] = np.nan
    return pd.DataFrame(
        {
            "float": numbers,
            "float32": numbers.astype("float32"),
            "int": draw.integers(-50, 50, ROWS),
            "int8": draw.integers(-100, 100, ROWS).astype("int8"),
            "Int64": pd.array([None if place % 5 == 0 else place for place in range(ROWS)], dtype="Int64"),
            "Float64": pd.array([None if place % 5 == 0 else place / 4 for place in range(ROWS)], dtype="Float64"),
            "object": pd.Series(words, dtype=object),
            "string": pd.Series(words, dtype="string"),
            "str": pd.Series(words, dtype="str"),
            "category": pd.Categorical(words),
            "bool": draw.random(ROWS) < 0.5,
            "when": pd.date_range("2026-01-01", periods=ROWS),
            "same": 1.0,
            "none": np.nan,
        },
        index=draw.permutation(ROWS) + 1000,
    )


ALL = tuple(frame().columns)
GIVES_WAY = {"Missing": {"int", "int8", "bool"}, "OldValue": set(), "NeverSeen": {"bool"}, "TypingError": {"bool"}}
"""Types that cannot hold what happens to them."""


@EVERY
def test_nothing_at_no_strength_and_the_frame_given_stays(kind):
    given_frame, before = frame(), frame()
    assert_frame_equal(kind(ALL).apply(given_frame, 0.0), before)
    kind(ALL).apply(given_frame, 1.0)
    assert_frame_equal(given_frame, before)


@EVERY
def test_the_same_seed_gives_the_same_rows(kind):
    one, other = (kind(ALL, rows=0.3).apply(frame(), 1.0, seed=4) for _ in range(2))
    assert_frame_equal(one, other)


@pytest.mark.parametrize(("kind", "name"), list(zip(KINDS, NAMES, strict=True)), ids=NAMES)
def test_types_index_and_columns_stay(kind, name):
    before, after = frame(), kind(ALL, rows=0.5).apply(frame(), 1.0)
    assert after.index.equals(before.index) and list(after.columns) == list(before.columns)
    changed = {column for column in ALL if after[column].dtype != before[column].dtype} - {"category"}
    assert changed <= GIVES_WAY.get(name, set())
    assert isinstance(after["category"].dtype, pd.CategoricalDtype)


@EVERY
@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000), share=st.floats(0.05, 0.6))
def test_stronger_hits_the_rows_that_weaker_hit(kind, seed, share):
    one = kind(("int", "object"), rows=share)
    if one.grows != "rows":
        return
    before = frame(seed)
    hit = [_differs(one.apply(before, strength, seed=seed), before) for strength in (0.5, 1.0)]
    assert (hit[0] <= hit[1]).all().all()


def _differs(after, before, names=("int", "object")):
    pairs = {name: (after[name].astype(object), before[name].astype(object)) for name in names}
    return pd.DataFrame({name: (one != two) & ~(one.isna() & two.isna()) for name, (one, two) in pairs.items()})


@EVERY
def test_only_the_stated_share_of_rows_is_hit(kind):
    many = pd.concat([frame()] * 40, ignore_index=True)
    changed = _differs(kind(("float", "string"), rows=0.1).apply(many), many, ("float", "string")).mean()
    assert changed.max() < 0.13 and changed.max() > 0.05


@EVERY
def test_only_where_it_is_said(kind):
    before, after = frame(), kind(("float", "object"), where=("string", "north")).apply(frame())
    elsewhere = (before["string"] != "north").fillna(True).to_numpy(dtype=bool)
    assert_frame_equal(after[elsewhere], before[elsewhere])


def test_noise_has_the_size_that_is_said():
    table = pd.DataFrame({"x": np.random.default_rng(1).normal(5, 3, 20_000)})
    moved = Noise(("x",), deviations=0.1).apply(table, 2.0)["x"] - table["x"]
    assert moved.std() == pytest.approx(2 * 0.1 * table["x"].std(ddof=0), rel=0.03) and abs(moved.mean()) < 0.02


def test_known_answers():
    table = pd.DataFrame({"x": [0.0, 104.0, -26.0, np.nan], "n": [1, 49, 51, 1000]})
    assert Rounded(("n",), to=100).apply(table)["n"].tolist() == [0, 0, 100, 1000]
    assert Percent(("x",), change=-15).apply(table, 2.0)["x"].tolist()[:3] == pytest.approx([0, 72.8, -18.2])
    assert OtherUnits(("n",), factor=0.001).apply(table)["n"].tolist() == [0, 0, 0, 1]
    assert OtherUnits(("x",), factor=1000).apply(table)["x"].tolist()[:3] == [0, 104_000, -26_000]
    assert Extreme(("x",), factor=10).apply(table)["x"].tolist() == [1040.0] * 4
    assert Missing(("x", "n")).apply(table).isna().all().all()


def test_missing_words_become_what_the_model_reads():
    table = pd.DataFrame({"w": ["a", "b"]})
    assert Missing(("w",), word="missing").apply(table)["w"].tolist() == ["missing", "missing"]
    assert Missing(("w",)).apply(table)["w"].isna().all()


def test_a_feed_is_gone_in_all_its_columns_at_once():
    gone = Missing(("float", "int"), rows=0.4).apply(frame().assign(float=1.0, int=1))
    assert gone["float"].isna().equals(gone["int"].isna()) and 0 < gone["int"].isna().mean() < 1


def test_an_old_value_is_one_that_stood_there():
    before, after = frame(), OldValue(("int", "object")).apply(frame())
    assert sorted(after["int"]) == sorted(before["int"]) and after["int"].tolist() != before["int"].tolist()


def test_never_seen_is_never_seen():
    before = frame()
    after = NeverSeen(("object", "category")).apply(before)
    assert UNSEEN not in set(before["object"]) and set(after["object"]) == set(after["category"]) == {UNSEEN}


@pytest.mark.parametrize(
    ("entry", "place", "whole", "expected"),
    [
        ("north", 0.0, True, "onrth"), ("north", 0.99, True, "norht"), ("aa", 0.3, True, "aaa"), ("a", 0.0, True, "aa"),
        ("", 0.5, True, ""), (1234.0, 0.0, True, 2134.0), (-1234.0, 0.99, True, -1243.0), (7.0, 0.0, True, 77.0),
        (12.5, 0.0, False, 21.5), (0.12, 0.0, False, 0.21), (0.0, 0.5, False, 0.0),
    ],
)  # fmt: skip
def test_slips_of_the_hand(entry, place, whole, expected):
    slip = mistyped(entry, place) if isinstance(entry, str) else mistyped_number(entry, place, whole)
    assert slip == pytest.approx(expected)


@given(st.text(min_size=1), st.floats(0, 0.999))
def test_a_slip_changes_at_most_a_place(text, place):
    slipped = mistyped(text, place)
    assert sorted(slipped) == sorted(text) or slipped == text + text[-1]
    assert slipped != text


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_it_is_told_in_words(kind):
    one = kind(("income", "debt"), rows=0.05, where=("branch", "north"))
    assert "income, debt" in one.words and "5 of 100 rows" in one.words and "branch = north" in one.words
    assert "4 columns" in kind(("a", "b", "c", "d")).words


@EVERY
def test_an_empty_table_stays_empty(kind):
    assert len(kind(("float", "object")).apply(frame().iloc[:0])) == 0
