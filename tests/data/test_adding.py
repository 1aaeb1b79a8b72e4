"""Tallies of parts add to the tally of all rows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.data import add, tally, total
from workbook.errors import InputError

rng = np.random.default_rng(5)
ROWS = pd.DataFrame(
    {
        "s": rng.random(5000),
        "y": rng.integers(0, 2, 5000),
        "g": rng.choice(["a", "b", None], 5000),
        "w": rng.random(5000),
        "m": rng.normal(0, 1, 5000),
    }
)
ROLES = {"label": "y", "score": "s", "groups": "g", "weight": "w", "amounts": {"m": "m"}, "bins": 20}


@settings(max_examples=10, deadline=None)
@given(st.integers(100, 4900))
def test_parts_add_to_the_whole(cut: int) -> None:
    both = add(tally(ROWS[:cut], **ROLES), tally(ROWS[cut:], **ROLES))
    whole = tally(ROWS, **ROLES)
    assert [both.groups.index(key) for key in whole.groups] == [0, 1, 2]
    for name in ("group", "label", "bin", "count"):
        assert np.array_equal(getattr(both.cells, name), getattr(whole.cells, name))
    assert np.allclose(both.cells.weight, whole.cells.weight)
    assert np.allclose(both.cells.weight_squared, whole.cells.weight_squared)
    for name in ("total", "cross", "squares", "missing"):
        assert np.allclose(getattr(both.cells.amounts["m"], name), getattr(whole.cells.amounts["m"], name))


def test_different_groups_are_merged_by_name() -> None:
    a, b = (tally(pd.DataFrame({"y": [0, 1], "g": keys}), label="y", groups="g") for keys in (["x", "y"], ["y", "z"]))
    both = total([a, b, a])
    assert both.rows == 6
    assert {key: int(both.cells.count[both.cells.group == code].sum()) for code, key in enumerate(both.groups)} == {
        ("x",): 2,
        ("y",): 3,
        ("z",): 1,
    }


def test_different_roles_or_edges_are_refused() -> None:
    a = tally(ROWS, label="y", score="s", bins=10)
    with pytest.raises(InputError, match="score bins"):
        add(a, tally(ROWS, label="y", score="s", bins=20))
    with pytest.raises(InputError, match="group names"):
        add(a, tally(ROWS, label="y", score="s", groups="g", bins=10))
