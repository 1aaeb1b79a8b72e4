"""The training case: each defect can be found as its key says, only planted rows hold it, and points are counted rightly."""

from __future__ import annotations

import io
import json
import zipfile

import pandas as pd
import pytest

from workbook.cli import main
from workbook.data.sample_tables import sample
from workbook.errors import InputError
from workbook.room.deck import asked, open_deck
from workbook.room.guide import guide, task, write_training
from workbook.room.record import Given, Participant
from workbook.room.scoring import scored
from workbook.room.training import KEPT, case, copy_for

ROWS = pd.read_csv(sample("loans").path)
COPY = copy_for(ROWS, seed=3)
TABLE = COPY.applications
CASE = case()
SHEETS = open_deck("room_training").activities
SAME = list(TABLE.columns[1:])


def honest(column):
    """Those rows of the sample that a team's rows come from, as they were."""
    return ROWS[column]


def found_leakage():
    many = TABLE[TABLE.reminders >= 2]
    return len(many) > 100 and (many.repaid == "bad").mean() > 0.95


def found_duplicates():
    share = TABLE.duplicated(subset=SAME).mean()
    return 0.02 < share < 0.04 and not ROWS.loc[:, list(KEPT)].duplicated().mean() > 0.01


def found_proxy():
    shares = pd.crosstab(TABLE.district, pd.cut(TABLE.age, [0, 29, 44, 200]), normalize="index").max(axis=1)
    return (shares > 0.8).all()


def found_label_bias():
    never = TABLE[TABLE.reminders == 0]
    turned = (never.repaid == "bad").groupby(never.age < 30).mean()
    return turned[True] > 0.05 and turned[False] < 0.01


def found_unit():
    typical = TABLE.groupby("branch").income.median()
    return (
        typical.west > 8 * typical.centre
        and typical.west > 8 * typical.north
        and honest("income").median() < typical.west
    )


def found_month():
    early = (TABLE.decided - TABLE.applied) % 12
    return set(early[TABLE.branch == "north"]) == {11} and set(early[TABLE.branch != "north"]) == {0}


def found_vanished():
    months = TABLE[TABLE.job == "freelance"].applied
    return set(months) == set(range(1, 9)) and (TABLE.applied > 8).sum() > 500


def found_cost():
    return "yearly" in {one.when for one in CASE.costs} and set(COPY.costs["when"]) == {"once"}


@pytest.mark.parametrize("planted", CASE.planted, ids=lambda one: one.id)
def test_each_defect_is_found_as_the_key_says(planted):
    assert globals()[f"found_{planted.id}"]()


def test_teams_get_the_same_defects_in_other_rows():
    again, other = copy_for(ROWS, seed=3), copy_for(ROWS, seed=4)
    pd.testing.assert_frame_equal(again.applications, TABLE)
    assert not other.applications.equals(TABLE) and list(other.applications) == list(TABLE)
    assert "age_group" not in TABLE and "score_logistic" not in TABLE


def test_key_of_the_sheets_and_of_the_case_are_one():
    keys = {item: place for sheet in SHEETS for item, place in sheet.key.items()}
    assert keys == {one.id: one.where for one in CASE.planted}
    titles = {item.id: item.text for sheet in SHEETS for item in sheet.items}
    assert titles == {one.id: one.title for one in CASE.planted}
    for sheet in SHEETS:
        assert "key" not in asked(sheet)


def test_run_sheets_name_what_there_is():
    short, long = CASE.run_sheets
    assert (short.minutes, short.title) == (90, "90 minutes") and long.minutes > 180
    words = " ".join(step.what for step in short.steps)
    assert sum(word in words for word in ("First vote", "Second vote", "Third vote", "One decision")) == 4
    titles = {one.title for one in open_deck().activities}
    assert {"What is it for?", "The gap that we tolerate", "Who owns this harm?"} <= titles


def test_a_team_is_not_told_where():
    told = task(CASE)
    assert not any(one.found_by in told or hint in told for one in CASE.planted for hint in one.hints)
    whole = guide(CASE)
    assert all(one.found_by in whole and all(hint in whole for hint in one.hints) for one in CASE.planted)


def test_points_of_teams():
    sheet = SHEETS[0]
    right, wrong = dict(sheet.key), {item: "not_found" for item in sheet.key}
    one_off = right | {"unit": "amount"}
    people = [Participant(str(place), name, "data", None) for place, name in enumerate(("Blue", "Red", None))]
    answers = [Given(str(place), "data", {"owners": value}) for place, value in enumerate((one_off, right, wrong))]
    told = scored(sheet, answers, people)
    assert told["points"] == [["Red", 4, 4], ["Blue", 3, 4]]
    assert dict(told["key"])["A number in another unit"] == "income"
    assert scored(next(one for one in open_deck().activities if one.kind == "owner"), answers, people) == {}


def test_the_command_writes_a_folder_a_team(tmp_path, capsys):
    assert main(["training", "--teams", "2", "--to", str(tmp_path / "case")]) == 0
    names = sorted(str(path.relative_to(tmp_path / "case")) for path in (tmp_path / "case").rglob("*.*"))
    assert names == [
        "facilitator.md",
        *(f"team-{team}/{name}" for team in (1, 2) for name in ("applications.csv", "costs.csv", "task.md")),
    ]
    with pytest.raises(InputError, match="holds files"):
        write_training(tmp_path / "case", 2)
    for many in (0, 31):
        with pytest.raises(InputError, match="teams"):
            write_training(tmp_path / "more", many)
    assert "facilitator.md" in capsys.readouterr().out


def test_the_key_is_in_no_byte_before_it_is_shown(rooms, people, repository, dana):
    from tests.room.test_store import go
    from workbook.room.taking_part import Answering
    from workbook.room.views import Door, common

    here = rooms.open(repository.create_project("Training", dana), dana, "room_training")
    who = people.join(here, "s" * 32, "Blue", "data")
    here = go(rooms, here.code, dana, "ask", activity="first_four")
    told = common(Door(rooms, people), here)
    assert told["scored"] is None and '"key"' not in json.dumps(told)
    people.save(here, who, Answering("first_four", 1, {"owners": dict(SHEETS[0].key)}, "key-00001", 0))
    told = common(Door(rooms, people), go(rooms, here.code, dana, "reveal"))
    assert told["scored"]["points"] == [["Blue", 4, 4]]


def test_the_notebook_holds_the_run_sheets_of_the_case_and_opens_rooms(tmp_path, monkeypatch):
    from tests.cases import ROOT
    from workbook.opening import open_room
    from workbook.room.page import my_rooms, open_questions, open_sheets, training_file, where

    text = json.loads((ROOT / "notebooks" / "room.ipynb").read_text("utf-8"))
    prose = "".join("".join(cell["source"]) for cell in text["cells"])
    for sheet in CASE.run_sheets:
        assert all(f"| {step.minutes} | {step.what} |" in prose for step in sheet.steps)
    monkeypatch.setenv("WORKBOOK_DB", f"sqlite:///{tmp_path / 'record.db'}")
    desk = open_room()._desk
    assert "No room" in my_rooms(desk)
    assert "--share" in open_questions(desk)
    desk.store.repository.remember_address("http://10.1.2.3:8866/")
    assert "http://10.1.2.3:8866/room/" in open_sheets(desk)
    assert my_rooms(desk).count("Room ") == 2 and CASE.title not in my_rooms(desk)
    name, _, content = training_file(desk)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "facilitator.md" in archive.namelist() and len(archive.namelist()) == 8 * 3 + 1
    assert name.endswith(".zip") and "127.0.0.1" not in where("http://127.0.0.1:80/", "BCDFG")
