"""Every page without a browser: its parts are built, follow the slider, and record what is declared."""

from __future__ import annotations

import json

import pytest

from workbook.notebooks_folder import shipped
from workbook.opening import page_of
from workbook.stages import OVERVIEW, STAGES, stage
from workbook.ui.app import App
from workbook.ui.cells import cells
from workbook.ui.results import LivePart


def state(widget):
    return json.loads(widget.state)


@pytest.mark.parametrize("name", [one.name for one in STAGES])
def test_every_part_of_a_notebook_is_built(desk, name):
    page = page_of(desk, name)
    shown = [content for kind, content in cells(shipped("notebooks") / stage(name).notebook) if kind == "part"]
    assert shown
    for part in shown:
        assert getattr(page, part).model_id


def test_an_unknown_part_is_told(desk):
    with pytest.raises(AttributeError, match="It has: inputs"):
        page_of(desk, "fairness").nonsense


def test_one_slider_moves_rates_and_money_and_saves_nothing(desk):
    fairness, roi = page_of(desk, "fairness"), page_of(desk, "roi")
    gaps, money, slider = fairness.gaps, roi.flat_top, fairness.threshold
    before = state(gaps)["says"], state(money)["says"], desk.record.revision
    slider.move(len(desk.read("tally").edges) * 3 // 4)
    assert state(gaps)["says"].startswith("Exploring: ") and state(money)["says"].startswith("Exploring: ")
    assert (state(gaps)["says"], state(money)["says"]) != before[:2] and desk.record.revision == before[2]
    assert "record" not in state(gaps)
    slider.receive({"back": True})
    assert (state(gaps)["says"], state(money)["says"]) == before[:2]


def test_declaring_counts_the_positions_tried(desk):
    page = page_of(desk, "fairness")
    for place in (10, 20, 30):
        page.threshold.move(place)
    assert page.threshold.declare() == ""
    answers = desk.read("fairness")
    assert answers.positions_tried == 3 and answers.threshold == pytest.approx(desk.read("tally").edges[30])


def test_recording_keeps_fingerprints_and_goes_stale(desk):
    page = page_of(desk, "fairness")
    assert isinstance(page.gaps, LivePart)
    page.gaps.receive({"record": True})
    evidence = desk.record.latest("fairness.audit")
    assert evidence is not None and "fairness.tolerance" in evidence.fingerprints.answers
    assert evidence.fingerprints.data == desk.record.data.fingerprint
    assert {one.name: one.state for one in desk.walk(desk.record)}["fairness"] != "stale"
    page.inputs.fields["tolerance"].value = "9"
    assert {one.name: one.state for one in desk.walk(desk.record)}["fairness"] == "stale"


def test_what_is_kept_holds_no_row(desk):
    page = page_of(desk, "roi")
    page.flat_top.receive({"record": True})
    kept = json.dumps(dict(desk.record.latest("roi.value").result))
    assert len(kept) < 3000 and "age_group" not in kept


def app_of(desk):
    return App(desk, page_of, lambda name: shipped("notebooks") / stage(name).notebook, OVERVIEW)


def test_the_app_shows_every_stage_in_one_kernel(desk):
    app = app_of(desk)
    for name in ("", "start", "scoping", "fairness", "roi", "decision", "nonsense"):
        app.show(name)
    assert app.children


def test_a_project_of_somebody_else_is_not_opened(desk, repository):
    from workbook.project import Person

    theirs = repository.create_project("Secret plan", Person("eve", "Eve"))
    app = app_of(desk)
    app.show("")
    app._go(theirs, "start")
    told = " ".join(child.value for child in app.children[1].children if hasattr(child, "value"))
    assert "cannot be opened" in told and "Secret plan" not in told


def test_another_project_takes_the_place_of_the_first(desk):
    start = page_of(desk, "start")
    forms, projects = start.roles, start.project
    forms.fields["label"].value = None
    created = projects.create("Empty")
    assert desk.record.name == "Empty" and desk.store.project_id == created
    assert forms.fields["score"].value is None and projects.state["current"] == created
    projects.choose(next(one["id"] for one in projects.state["projects"] if one["name"] == "Consumer loans"))
    assert forms.fields["score"].value == "score_logistic"


def test_uploads_arrive_in_pieces_and_can_be_erased(desk, tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_UPLOADS", str(tmp_path / "uploads"))
    connect = page_of(desk, "start").data
    content = b"paid,points,branch\n" + b"".join(b"%d,%.2f,north\n" % (place % 2, place / 50) for place in range(50))
    sent = []
    connect.send = lambda message, **_: sent.append(message)
    connect._answer(connect, {"start": "../../mine.csv", "size": len(content)}, [])
    for place in range(0, len(content), 100):
        connect._answer(connect, {"piece": place}, [content[place : place + 100]])
    connect._answer(connect, {"finish": True}, [])
    assert desk.record.data.kind == "upload" and desk.record.data.rows == 50 and desk.record.data.label == "mine.csv"
    kept = list((tmp_path / "uploads").rglob("*.csv"))
    assert len(kept) == 1
    connect.receive({"erase": True})
    assert desk.record.data.state == "erased" and not list((tmp_path / "uploads").rglob("*.csv"))
    assert "erased" in connect.state["connected"]


def test_a_file_over_the_limit_is_refused_before_it_is_sent(desk):
    connect = page_of(desk, "start").data
    sent = []
    connect.send = lambda message, **_: sent.append(message)
    connect._answer(connect, {"start": "big.csv", "size": 10**10}, [])
    assert sent == [{"refused": True}] and "limit here is 500 MB" in connect.says
