"""One case, the close calls and certainty on the page: put on record, readable without rows, stale when what they rest on changes."""

from __future__ import annotations

import json

import pytest

from tests.conftest import DANA
from workbook.errors import NotAllowed, WorkbookError
from workbook.modelling.cases.answers import CaseAnswers, FeatureFreedom
from workbook.modelling.cases.parts import EVIDENCE as RECOURSE
from workbook.modelling.cases.parts import AtTheBench, find_recourse
from workbook.modelling.certainty.answers import CertaintyAnswers
from workbook.modelling.certainty.parts import EVIDENCE as CERTAINTY
from workbook.modelling.choosing.answers import ModelChoice
from workbook.modelling.choosing.using import train_recipe
from workbook.modelling.page import PARTS, REVISIONS
from workbook.modelling.reviewing.answers import GroupError, ReviewingAnswers
from workbook.modelling.reviewing.parts import EVIDENCE as BAND
from workbook.models.findings import findings_in
from workbook.opening import page_of
from workbook.project import staleness
from workbook.stages import open_desk, sections


def nothing(*_):
    return False


def live(name):
    return next(part for part in PARTS if part.name == name)


@pytest.fixture
def trained(desk):
    """With a logistic regression in memory, and what people may change."""
    limits = [FeatureFreedom(feature="records"), FeatureFreedom(feature="seniority"), FeatureFreedom(feature="home")]
    desk.store.update(CaseAnswers, at_most=1, changes=[one.model_dump() for one in limits])
    desk.store.update(ModelChoice, recipe="logistic")
    train_recipe(desk, nothing, nothing)
    return desk


def record(desk, name, evidence):
    desk.keep(live(name), "modelling", REVISIONS[evidence])
    return desk.record.latest(evidence)


def test_predictions_alone_are_enough_for_close_calls_and_certainty(desk):
    for name in ("review_band", "review_errors", "review_groups", "certainty", "certainty_groups"):
        part = live(name)
        found = desk.result(part)
        assert (part.show(found) if part.show else part.say(found)) is not None
    assert desk.result(live("review_band")).drawn == "declared"


@pytest.mark.parametrize(
    ("name", "evidence", "shown"),
    [("review_band", BAND, "review_on_record"), ("certainty", CERTAINTY, "certainty_on_record")],
)
def test_what_is_recorded_is_read_by_everybody(desk, name, evidence, shown):
    with pytest.raises(WorkbookError) as told:
        desk.result(live(shown))
    assert told.value.remedy
    found = record(desk, name, evidence)
    json.dumps(dict(found.result))
    assert not found.personal and findings_in(found.result)
    assert found.sentence == live(name).record_says(desk.result(live(name)))
    assert live(shown).say(desk.result(live(shown))).startswith(found.sentence[:60])


def test_evidence_rests_on_what_was_asked(desk):
    for name, evidence in (("review_band", BAND), ("certainty", CERTAINTY)):
        record(desk, name, evidence)
        assert not staleness(desk.record.latest(evidence), desk.record, revision=REVISIONS[evidence])
    desk.store.update(ReviewingAnswers, errors=[GroupError(group="under 30", error=0.4).model_dump()])
    desk.store.update(CertaintyAnswers, covers=0.8)
    assert staleness(desk.record.latest(BAND), desk.record, revision=REVISIONS[BAND])
    assert staleness(desk.record.latest(CERTAINTY), desk.record, revision=REVISIONS[CERTAINTY])
    assert desk.result(live("certainty")).promised == pytest.approx(0.8)


def test_a_group_that_nobody_knows_is_told(desk):
    desk.store.update(ReviewingAnswers, errors=[GroupError(group="over 90", error=0.4).model_dump()])
    with pytest.raises(WorkbookError, match="no group “over 90”"):
        desk.result(live("review_band"))


def test_a_model_in_use_stands_trial_in_place_of_the_score(trained):
    before = trained.read("study")
    band = trained.result(live("review_band"))
    assert band.drawn == "matched" and trained.read("on_trial").model is trained.read("model")
    selected = trained.read("on_trial").decided.mean()
    assert selected == pytest.approx(before.decided(before.score).mean(), abs=0.002)
    later = open_desk(trained.store.repository, trained.store.project_id, trained.store.person)
    with pytest.raises(WorkbookError, match="Make the model ready"):
        later.result(live("review_band"))


def test_recourse_is_recorded_and_read_without_rows_or_model(trained, monkeypatch):
    monkeypatch.setattr("workbook.modelling.cases.parts.PER_GROUP", 12)
    steps = []
    told = find_recourse(trained, lambda share, words: steps.append(share), lambda: False)
    assert told.startswith("Recorded: A change within these limits") and steps == sorted(steps) and steps[-1] == 1.0
    later = open_desk(trained.store.repository, trained.store.project_id, trained.store.person)
    found = later.result(live("recourse"))
    assert found.everybody.asked == 36 and found.per_group == 12
    assert set(found.fixed) == {"records", "seniority", "home"} and found.at_most == 1
    assert all(one.what.split()[0].rstrip(":") not in found.fixed for one in found.everybody.first)
    assert findings_in(later.record.latest(RECOURSE).result)[0].says.startswith("A change within")
    trained.store.update(CaseAnswers, at_most=2)
    assert staleness(trained.record.latest(RECOURSE), trained.record, revision=REVISIONS[RECOURSE])


def test_recourse_that_is_stopped_keeps_nothing(trained):
    with pytest.raises(WorkbookError, match="Nothing of it was kept"):
        find_recourse(trained, nothing, lambda: True)
    assert trained.record.latest(RECOURSE) is None


def test_without_a_model_it_says_what_to_do(desk):
    with pytest.raises(WorkbookError, match="no model was brought"):
        find_recourse(desk, nothing, nothing)
    shown = json.loads(page_of(desk, "modelling").what_if.state)
    assert "no model was brought" in shown["problem"] and "fields" not in shown


def test_a_case_on_the_page(trained):
    part = page_of(trained, "modelling").what_if
    assert part.seen.case.startswith("A made-up case")
    assert part.choose("3") == "" and part.seen.case == "Row 3"
    assert part.change("amount", "600") == "" and part.seen.fields[9].value == 600.0
    part.search()
    assert all("records" not in one.values and "home" not in one.values for one in part.proposals)
    assert "rows are numbered" in part.choose("99999").lower()


def test_rows_are_for_those_who_may_see_them(trained, monkeypatch):
    bench = AtTheBench(trained)
    assert bench.may_choose()

    def refuse(_project, _person, activity):
        assert activity == "see rows"
        raise NotAllowed("You may not see rows.", "Ask the owner.")

    monkeypatch.setattr(trained.store.repository, "require", refuse)
    assert not bench.may_choose() and bench.look("", {}).case.startswith("A made-up case")
    for asked in (bench.look, bench.nearest):
        with pytest.raises(NotAllowed):
            asked("3", {})


def test_what_is_tried_out_is_recorded_nowhere(trained):
    before = trained.record.revision
    part = page_of(trained, "modelling").what_if
    part.choose("3")
    part.change("amount", "600")
    part.search()
    assert trained.store.repository.record(trained.store.project_id, DANA).revision == before


def test_columns_that_the_model_does_not_read_are_waited_with(desk):
    desk.store.update(CaseAnswers, changes=[FeatureFreedom(feature="age", way="up").model_dump()])
    assert "age" not in {row["name"] for row in live("levers").show(desk.result(live("levers"))).rows}


def test_every_section_is_known_by_its_name():
    assert {"cases", "reviewing", "certainty"} <= set(sections())
