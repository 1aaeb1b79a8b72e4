"""Findings: an outcome follows from the whole interval, and what is kept comes back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.errors import WorkbookError
from workbook.models.findings import KEY, Finding, against, findings_in
from workbook.project.results import to_kept

ENDS = st.floats(-1e6, 1e6)


@given(ENDS, st.tuples(ENDS, ENDS, ENDS))
def test_an_outcome_follows_from_the_whole_interval(limit, ends):
    low, value, high = sorted(ends)
    found = against(limit, (value, low, high))
    assert (found == "held") == (high <= limit) and (found == "failed") == (low > limit)


@pytest.mark.parametrize("found", [(float("nan"),) * 3, (0.0, 0.0, float("inf")), (0.0, float("-inf"), 0.0)])
def test_what_has_no_interval_cannot_be_told(found):
    assert against(1.0, found) == "cannot tell"


def test_what_is_kept_comes_back():
    found = (
        Finding("Feed missing for a day", "failed", "It decides 3 % otherwise.", (-5.0, -8.0, float("nan")), 40.0),
        Finding("Typos", "cannot tell", "Too few rows."),
    )
    back = findings_in({KEY: [to_kept(one) for one in found]})
    assert back[1] == found[1] and repr(back[0]) == repr(found[0])
    assert findings_in({"other": 1}) == () and findings_in({KEY: None}) == ()


@pytest.mark.parametrize("kept", [{"test": "a"}, {"test": "a", "outcome": "passed", "says": ""}, {"outcome": "held"}])
def test_another_shape_is_told(kept):
    with pytest.raises(WorkbookError, match="another version"):
        findings_in({KEY: [kept]})
