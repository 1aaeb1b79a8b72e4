"""The decision table: nothing that failed passes without a person, and what is out of date is open again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.content import text
from workbook.decision.gate import hold, read_gates
from workbook.errors import WorkbookError
from workbook.modelling.page import PARTS, blockers
from workbook.modelling.slices.answers import SliceAnswers
from workbook.modelling.standing.answers import StandingAnswers, TestDecision
from workbook.modelling.standing.gathering import EVIDENCE, kept_standing, list_open
from workbook.modelling.standing.words import standing_in_words, standing_table
from workbook.models.findings import KEY, Finding
from workbook.project.results import to_kept

TODAY = date.today()
FAILED = Finding("Typing errors", "failed", "3 points more are wrong.", (-5_000.0, -9_000.0, -1_000.0), 120.0)
HELD = Finding("Noise", "held", "Nothing changes.")
UNSURE = Finding("Few rows", "cannot tell", "Too few rows.")


def put(desk, name, *findings, reads=("slices.tolerance",), personal=False):
    result = {KEY: [to_kept(one) for one in findings]}
    desk.put_on_record(name, "modelling", "Tried.", result, reads, 1, personal=personal)


def decide(desk, **more):
    given = {"test": FAILED.test, "owner": "Dana", "choice": "accept", "reason": "rare"} | more
    desk.store.update(StandingAnswers, decisions=[given])


@pytest.fixture
def tested(desk):
    put(desk, "modelling.stress", FAILED, HELD)
    put(desk, "modelling.other", UNSURE)
    return desk


def standing(desk):
    return desk.read("standing_tests")


def test_nothing_on_record_says_what_to_do(desk):
    with pytest.raises(WorkbookError, match="No stress test is on record"):
        standing(desk)
    assert len(blockers(desk.record)) == 1


def test_whatever_carries_findings_is_read(tested):
    found = standing(tested)
    assert [one.test for one in found.lines] == [FAILED.test, UNSURE.test, HELD.test]
    assert found.open == (FAILED.test,) and found.lines[1].evidence == "modelling.other"


@pytest.mark.parametrize(
    ("more", "open_"),
    [
        ({}, False),
        ({"choice": "fix"}, False),
        ({"owner": "  "}, True),
        ({"choice": "open"}, True),
        ({"test": "Another test"}, True),
        ({"until": TODAY.isoformat()}, False),
        ({"until": (TODAY - timedelta(days=1)).isoformat()}, True),
    ],
)
def test_only_a_person_with_a_decision_closes_it(tested, more, open_):
    decide(tested, **more)
    assert bool(standing(tested).open) is open_


def test_a_decision_whose_date_has_passed_says_so(tested):
    decide(tested, until="2020-01-01")
    assert "The date has passed" in standing_in_words(standing(tested))
    assert next(row for row in standing_table(standing(tested)).rows if row["test"] == FAILED.test)["choice"] == "open"


def test_what_is_out_of_date_is_open_whatever_it_said(tested):
    decide(tested)
    tested.store.update(SliceAnswers, tolerance=0.3)
    found = standing(tested)
    assert set(found.open) == {FAILED.test, HELD.test, UNSURE.test} and "Out of date" in standing_in_words(found)
    assert {row["outcome"] for row in standing_table(found).rows} == {"out of date"}


def test_evidence_about_one_person_is_left_out(tested):
    put(tested, "modelling.cases", Finding("One person", "failed", "Refused."), personal=True)
    assert "One person" not in [one.test for one in standing(tested).lines]


def test_the_newest_result_counts(tested):
    put(tested, "modelling.stress", Finding(FAILED.test, "held", "Mended."))
    assert not standing(tested).open


def test_decided_tests_that_are_gone_are_named(tested):
    decide(tested, test="Long ago")
    assert standing(tested).unknown == ("Long ago",) and "Long ago" in standing_in_words(standing(tested))


def test_every_failed_test_gets_one_line(tested):
    assert "1 line added" in list_open(tested) and "has its line" in list_open(tested)
    (line,) = tested.record.section(StandingAnswers).decisions
    assert line.test == FAILED.test and not line.settled


def test_the_gate_reads_what_is_open(tested):
    gate = next(one for one in read_gates(text("gates.yaml")) if one.evidence == EVIDENCE)
    live = next(one for one in PARTS if getattr(one, "records", "") == EVIDENCE)
    outcomes = []
    for _ in range(2):
        tested.keep(live, "modelling", 1)
        outcomes.append(hold(gate, tested.record.latest(EVIDENCE).result)[0])
        decide(tested)
    assert outcomes == ["fail", "pass"]


def test_a_later_test_asks_for_the_table_anew(tested):
    live = next(one for one in PARTS if getattr(one, "records", "") == EVIDENCE)
    assert any("Record how it stands" in one for one in blockers(tested.record))
    tested.keep(live, "modelling", 1)
    assert not any("Record how it stands" in one for one in blockers(tested.record))
    put(tested, "modelling.other", UNSURE, HELD)
    assert any("Record how it stands" in one for one in blockers(tested.record))


def test_a_later_decision_makes_the_table_stale(tested):
    from workbook.project import staleness

    live = next(one for one in PARTS if getattr(one, "records", "") == EVIDENCE)
    tested.keep(live, "modelling", 1)
    decide(tested)
    assert staleness(tested.record.latest(EVIDENCE), tested.record, revision=1)


def test_what_is_kept_says_who_decided_what(tested):
    decide(tested)
    kept = kept_standing(standing(tested))
    assert kept["open"] == [] and kept["failed"] == 1
    assert next(one for one in kept["lines"] if one["test"] == FAILED.test)["owner"] == "Dana"


@given(st.text(max_size=3), st.sampled_from(["open", "accept", "fix"]), st.none() | st.dates())
def test_settled_is_a_name_and_a_choice(owner, choice, until):
    one = TestDecision(test="x", owner=owner, choice=choice, until=until)
    assert one.settled == (bool(owner.strip()) and choice != "open")
    assert not one.holds(TODAY) or (one.settled and (until is None or until >= TODAY))
