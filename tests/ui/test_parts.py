"""What goes to the page as JSON, and the code that draws it."""

from __future__ import annotations

import json
import math
from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from workbook.ui.parts import STATIC, script, style, to_json

nested = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=20,
)


@given(nested)
def test_any_value_becomes_strict_json(value):
    json.loads(to_json(value), parse_constant=lambda word: (_ for _ in ()).throw(ValueError(word)))


def test_arrays_dates_and_undefined_numbers():
    assert json.loads(to_json({"a": np.array([1.0, math.nan]), "d": date(2026, 1, 2)})) == {
        "a": [1.0, None],
        "d": "2026-01-02",
    }


def test_every_part_that_widgets_name_is_drawn():
    for name in ("live", "form", "slider", "action", "shell", "connect", "projects"):
        assert f"export function {name}(" in script()


def test_the_drawing_code_asks_no_other_host_and_writes_no_markup():
    code = script()
    assert "innerHTML" not in code and "insertAdjacentHTML" not in code and "document.write" not in code
    for source in (code, style()):
        assert "http://" not in source.replace("http://www.w3.org/2000/svg", "") and "https://" not in source


def test_every_fragment_is_part_of_the_module():
    assert all(path.read_text("utf-8") in script() for path in (STATIC / "parts").glob("*.js"))
