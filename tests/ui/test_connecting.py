"""Rows are connected from sheets, frames and databases, with the groups of a second file beside them."""

import json
import sqlite3

import pandas as pd
import pytest

from workbook.errors import WorkbookError
from workbook.opening import page_of
from workbook.project import Person
from workbook.start.answers import Columns
from workbook.ui.page import Page

LOANS = pd.DataFrame({"id": range(60), "paid": [0, 1] * 30, "points": [place / 60 for place in range(60)]})
PEOPLE = pd.DataFrame({"customer": range(50), "branch": ["north", "south"] * 25})


@pytest.fixture(autouse=True)
def folders(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_UPLOADS", str(tmp_path / "uploads"))
    monkeypatch.setenv("WORKBOOK_DATA_FOLDER", str(tmp_path / "data"))
    (tmp_path / "data").mkdir()
    return tmp_path


def arrive(part, name, content):
    part.send = lambda *_, **__: None
    part._answer(part, {"start": name, "size": len(content)}, [])
    part._answer(part, {"piece": 0}, [content])
    part._answer(part, {"finish": True}, [])


def workbook_of(path, **sheets):
    with pd.ExcelWriter(path) as writer:
        for name, frame in sheets.items():
            frame.to_excel(writer, sheet_name=name, index=False)
    return path


def test_a_workbook_with_two_sheets_asks_which(desk, tmp_path):
    connect = page_of(desk, "start").data
    before = desk.record.data
    arrive(connect, "both.xlsx", workbook_of(tmp_path / "b.xlsx", notes=PEOPLE, loans=LOANS).read_bytes())
    assert connect.state["sheets"] == ["notes", "loans"] and "choose one" in connect.says
    assert desk.record.data == before
    connect.receive({"sheet": "none such"})
    assert "Its sheets are: notes, loans" in connect.state["says"] and desk.record.data == before
    connect.receive({"sheet": "loans"})
    assert desk.record.data.sheet == "loans" and desk.record.data.columns == tuple(LOANS)
    assert not connect.state["sheets"] and "sheet “loans”" in connect.state["connected"]
    assert desk.read("source").rows == len(LOANS)


def test_a_workbook_with_one_sheet_asks_nothing(desk, tmp_path):
    connect = page_of(desk, "start").data
    arrive(connect, "one.xlsx", workbook_of(tmp_path / "o.xlsx", loans=LOANS).read_bytes())
    assert desk.record.data.kind == "upload" and desk.record.data.rows == len(LOANS)


def test_a_broken_workbook_is_refused_and_not_kept(desk, tmp_path):
    connect = page_of(desk, "start").data
    before = desk.record.data
    arrive(connect, "broken.xlsx", b"PK\x03\x04 this is no archive")
    assert desk.record.data == before and connect.says and not list((tmp_path / "uploads").rglob("*.*"))


def joined(desk, tmp_path):
    LOANS.to_csv(tmp_path / "data" / "loans.csv", index=False)
    page = page_of(desk, "start")
    page.data.receive({"path": "loans.csv"})
    arrive(page.second_file, "people.csv", PEOPLE.to_csv(index=False).encode())
    assert page.second_file.state["theirs"] == ["customer", "branch"]
    page.second_file.receive({"join": ["id", "customer"]})
    return page


def test_groups_of_a_second_file_stand_beside_the_rows(desk, tmp_path):
    page = joined(desk, tmp_path)
    data = desk.record.data
    assert data.columns == (*LOANS, "branch")
    assert (data.groups_file.matched, data.groups_file.unmatched) == (50, 10)
    assert "50 of 60 rows found their partner" in page.second_file.state["joined"]
    desk.store.update(Columns, label="paid", label_positive=("1",), score="points", groups=("branch",), amounts=())
    tally = desk.read("tally")
    assert {key[0] for key in tally.groups} == {"north", "south", None} and tally.rows == 60
    page.second_file.receive({"drop": True})
    assert desk.record.data.columns == tuple(LOANS) and desk.record.data.groups_file is None


def test_rows_and_groups_of_a_project_survive_a_new_start(desk, repository, tmp_path):
    joined(desk, tmp_path)
    again = repository.record(desk.store.project_id, desk.store.person).data
    assert again == desk.record.data and again.groups_file.location


def test_where_the_groups_lie_is_never_exported(desk, tmp_path):
    joined(desk, tmp_path)
    file = desk.store.repository.export_project(desk.store.project_id, desk.store.person, tmp_path / "export.json")
    told = json.loads(file.read_text())["data"]
    assert told["groups_file"]["location"] == "" and told["location"] == "" and str(tmp_path) not in file.read_text()


def test_erasing_takes_the_second_file_too(desk, tmp_path):
    page = joined(desk, tmp_path)
    assert page.data.state["erasable"] and list((tmp_path / "uploads").rglob("*.csv"))
    page.data.receive({"erase": True})
    assert not list((tmp_path / "uploads").rglob("*.csv")) and desk.record.data.state == "erased"
    assert desk.record.data.groups_file.location == ""


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ({"join": ["id", "customer"]}, "No file of groups was chosen yet"),
        ({"drop": True}, "No file of groups is joined"),
        ({"path": "../people.csv"}, "outside"),
        ({"path": "nowhere.csv"}, "no file"),
    ],
)
def test_wrong_use_of_the_second_file_is_told(desk, message, said):
    part = page_of(desk, "start").second_file
    before = desk.record.data
    part.receive(message)
    assert said in part.state["says"] and desk.record.data == before


def test_keys_that_never_meet_are_told(desk, tmp_path):
    (tmp_path / "data" / "people.csv").write_text("customer,branch\nx1,north\nx2,south\n")
    LOANS.to_csv(tmp_path / "data" / "loans.csv", index=False)
    page = page_of(desk, "start")
    page.data.receive({"path": "loans.csv"})
    page.second_file.receive({"path": "people.csv"})
    page.second_file.receive({"join": ["id", "customer"]})
    assert "Check that both files use the same key" in page.second_file.state["says"]
    assert desk.record.data.groups_file is None


def test_a_frame_is_connected_from_a_notebook_and_stays_there(desk, repository):
    page = page_of(desk, "start")
    assert isinstance(page, Page) and "60 rows" in page.connect(LOANS, "my loans")
    data = desk.record.data
    assert (data.kind, data.label, data.location) == ("dataframe", "my loans", "")
    desk.store.update(Columns, label="paid", label_positive=("1",), score="points", groups=(), amounts=())
    assert desk.read("tally").rows == 60
    before = desk.record.revision
    page.connect(LOANS, "my loans")  # the same rows again, as in the notebook of another stage: nothing new to record
    assert desk.record.revision == before


def test_a_frame_in_another_notebook_is_told_how_to_be_reached(desk, repository):
    from workbook.stages import open_desk

    page_of(desk, "start").connect(LOANS, "my loans")
    elsewhere = open_desk(repository, desk.store.project_id, desk.store.person)
    with pytest.raises(WorkbookError, match=r"page\.connect\(your_frame\)"):
        elsewhere.read("source")
    page_of(elsewhere, "fairness").connect(LOANS, "my loans")
    assert elsewhere.read("source").rows == 60


def test_a_table_and_one_select_of_a_database(desk, tmp_path, monkeypatch):
    with sqlite3.connect(tmp_path / "lender.db") as lender:
        LOANS.to_sql("loans", lender, index=False)
    monkeypatch.setenv("WORKBOOK_CONNECTION_LENDER", f"sqlite:///{tmp_path / 'lender.db'}")
    connect = page_of(desk, "start").data
    connect.receive({"connection": "lender", "table": "loans"})
    assert desk.record.data.rows == 60 and desk.read("source").rows == 60
    connect.receive({"connection": "lender", "table": "SELECT * FROM loans WHERE id < 10"})
    assert desk.record.data.rows == 10 and desk.read("source").rows == 10
    connect.receive({"connection": "lender", "table": "DROP TABLE loans"})
    assert connect.state["says"] and desk.record.data.rows == 10


def test_nobody_without_the_right_connects_a_frame(desk, repository):
    stranger = Person("eve", "Eve")
    with pytest.raises(WorkbookError):
        repository.record(desk.store.project_id, stranger)


def test_roles_of_other_rows_are_a_blocker_and_not_done(desk):
    page_of(desk, "start").connect(LOANS, "my loans")
    start = next(one for one in desk.walk(desk.record) if one.name == "start")
    assert start.state != "done" and "these rows have no column “repaid”" in start.blockers[0].lower()


def test_months_after_the_launch_come_from_a_file_that_is_not_kept(desk, tmp_path):
    from workbook.roi.promises import Launch

    part = page_of(desk, "roi").months_file
    arrive(part, "months.csv", b"month,benefit,cases\n2026-03,1200.5,40\n2026-04,-20,38\n")
    found = desk.record.section(Launch).actuals
    assert [(one.month, one.benefit, one.cases) for one in found] == [("2026-03", 1200.5, 40), ("2026-04", -20, 38)]
    assert "2 months were taken over" in part.says and not list((tmp_path / "uploads").rglob("*.*"))
    arrive(part, "months.csv", b"month,gain\n2026-03,1\n")
    assert "needs the columns" in part.says and desk.record.section(Launch).actuals == found
    assert not list((tmp_path / "uploads").rglob("*.*"))
