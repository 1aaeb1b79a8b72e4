"""The planted defects of the training case ring; honest tables are quiet."""

from __future__ import annotations

import pandas as pd
import pytest

from workbook.data.sample_tables import open_sample, sample
from workbook.modelling.doubts.leakage.looking import look_for_leaks, many_steps
from workbook.modelling.doubts.leakage.words import alarms_table, columns_picture, finding, leaks_in_words
from workbook.models.making import make_study
from workbook.models.rows import frame_of
from workbook.models.steps import Steps
from workbook.room.training import copy_for

BANDS = ["under 30", "30 to 44", "45 and over"]


def looked(frame: pd.DataFrame, **more):
    label = more.pop("label")
    study = make_study(frame, {"label": label, "split": 3} | more.pop("roles"), **more)
    counted = []
    steps = Steps(many_steps(study, False), lambda share, _words: counted.append(share))
    found = look_for_leaks(study, frame.drop(columns=[label]), 0.95, steps)
    assert counted[-1] == pytest.approx(1.0)
    return found


@pytest.fixture(scope="module")
def copies() -> pd.DataFrame:
    table = copy_for(frame_of(open_sample("loans")), seed=5).applications
    return table.assign(age_group=pd.cut(table.age, [0, 29, 44, 200], labels=BANDS).astype(str))


ROLES = {"label_positive": ("good",), "groups": ("age_group",)}


def states(found) -> dict[str, str]:
    return {one.name: one.state for one in found.alarms}


def test_what_is_planted_rings(copies):
    found = looked(copies, label="repaid", roles=ROLES, leave_out=("age",))
    assert states(found) == {
        "too good": "alarm", "one column": "alarm", "missing": "quiet", "twins": "alarm", "stand-in": "alarm",
        "order": "not asked", "future": "not asked",
    }  # fmt: skip
    told = {one.name: one.told for one in found.alarms}
    assert "“reminders”" in told["one column"] and "“district”" in told["stand-in"] and "“application”" in told["twins"]
    assert found.columns[0].column == "reminders" and "4 alarms ring" in finding(found)
    assert all(one.measured and one.means and one.to_do for one in found.ringing)


def test_without_the_planted_columns_and_copies_it_is_quiet(copies):
    kept = copies.drop(columns=["application"]).drop_duplicates()
    found = looked(kept, label="repaid", roles=ROLES, leave_out=("age", "reminders", "district"))
    assert not found.ringing


def test_the_shifted_month_gives_the_date_away(copies):
    found = looked(copies, label="repaid", roles=ROLES, leave_out=("age", "reminders"), time="applied")
    order = next(one for one in found.alarms if one.name == "order")
    assert order.state == "alarm" and "“decided”" in order.told
    assert states(found)["future"] != "not asked"


@pytest.mark.parametrize("name", ["loans", "churn"])
def test_honest_tables_are_quiet(name):
    chosen = sample(name)
    roles = {"label_positive": tuple(chosen.roles["label_positive"]), "groups": tuple(chosen.roles["groups"])}
    left_out = tuple(chosen.more["answers"]["mitigation"]["leave_out"])
    found = looked(frame_of(open_sample(name)), label=chosen.roles["label"], roles=roles, leave_out=left_out)
    assert finding(found) == "No alarm rings" and leaks_in_words(found)
    assert columns_picture(found)["data"] and len(alarms_table(found).rows) == len(found.alarms)
