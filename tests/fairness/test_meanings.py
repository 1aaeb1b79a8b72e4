"""Codes are shown by what the team wrote they stand for; keys stay as the file has them."""

import pandas as pd

from workbook.data import tally
from workbook.fairness import audit
from workbook.fairness.closer.local_law_144 import impact_ratios
from workbook.fairness.people import people
from workbook.outcomes import Wording, group_name
from workbook.start.answers import CodeMeaning, Columns
from workbook.start.tallying import wording_of

ROWS = pd.DataFrame({"sex": [0, 1, None] * 60, "y": [1, 1, 1, 1, 0, 1] * 30, "d": [1, 0, 0, 1, 1, 1] * 30})
COLUMNS = Columns(code_meanings=(CodeMeaning(column="sex", code="0", meaning="women"),))


def test_names_speak_and_keys_do_not_change():
    wording = wording_of(COLUMNS)
    rows = tally(ROWS, label="y", decision="d", groups=["sex"])
    named = audit(rows, meanings=wording.meanings)
    assert named.names == ("women", "sex 1", "sex missing")
    assert list(named.by_group.index) == list(audit(rows).by_group.index)
    told = people(named, wording)
    assert {told.worst.group, told.worst.against} == {"women", "sex 1"}
    assert {one.name for one in impact_ratios(rows, named.policy, None, wording).categories} == {"women", "sex 1"}


def test_a_meaning_holds_for_its_own_column_only():
    meanings = {("sex", "1"): "men"}
    assert group_name(("1", "1"), ("sex", "senior"), meanings) == "men · senior 1"
    assert Wording(codes=(("sex", "1", ""),)).meanings == {}
