"""What the record keeps of a result is the result."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass

import numpy as np
import pytest

from workbook.errors import WorkbookError
from workbook.project.results import from_kept, on_record, to_kept


@dataclass(frozen=True)
class Inner:
    name: str
    value: tuple[float, float, float]


@dataclass(frozen=True)
class Outer:
    rows: int
    each: tuple[Inner, ...]
    money: tuple[float, float, float] | None
    share: float


def test_there_and_back():
    one = Outer(int(np.int64(7)), (Inner("a", (1.5, -math.inf, math.inf)),), None, 0.25)
    assert from_kept(Outer, json.loads(json.dumps(to_kept(one)))) == one


def test_undefined_stays_undefined():
    kept = json.loads(json.dumps(to_kept(Outer(1, (), (1.0, 2.0, 3.0), math.nan)), allow_nan=False))
    assert math.isnan(from_kept(Outer, kept).share)


def test_arrays_become_lists():
    assert to_kept({"values": np.array([1.0, np.nan]), "n": np.int64(3)}) == {"values": [1.0, "NaN"], "n": 3}


def test_another_shape_is_told():
    with pytest.raises(WorkbookError, match="another version"):
        from_kept(Outer, {"rows": "many"})


def test_nothing_on_record_is_told():
    with pytest.raises(WorkbookError, match=r"Nothing yet\. Press it"):
        on_record(Outer, None, "Nothing yet.", "Press it.")


def test_only_results_are_kept():
    with pytest.raises(TypeError):
        to_kept([1, 2])
