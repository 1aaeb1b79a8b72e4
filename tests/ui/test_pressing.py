"""What a person presses twice: the page hears of it each time, and the record holds it once."""

from __future__ import annotations

from workbook.data import ProjectFiles
from workbook.opening import page_of


def test_the_same_answer_twice_reaches_the_page_twice(desk):
    """A page that waits for a change would wait for ever where the words are the same."""
    sign = page_of(desk, "decision").sign
    heard = []
    sign.observe(heard.append, "state")
    assert sign.press() == sign.press() and "Nothing is decided yet" in sign.state["says"]
    assert len(heard) == 2


def test_recording_twice_is_one_piece_of_evidence(desk):
    gaps = page_of(desk, "fairness").gaps
    gaps.receive({"record": True})
    gaps.receive({"record": True})
    assert [one.name for one in desk.record.evidence].count("fairness.audit") == 1


def test_recording_again_after_a_change_is_another(desk):
    page = page_of(desk, "fairness")
    page.gaps.receive({"record": True})
    page.inputs.fields["tolerance"].value = "9"
    page.gaps.receive({"record": True})
    assert [one.name for one in desk.record.evidence].count("fairness.audit") == 2


def test_an_upload_that_nobody_finishes_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_UPLOADS", str(tmp_path))
    files = ProjectFiles("project")
    upload = files.begin("rows.csv", 100)
    upload.add(b"a,b\n")
    assert files.files()
    del upload
    assert not files.files()


def test_a_position_that_fails_is_answered(desk, monkeypatch):
    """The page sends the next position only after an answer to the last."""
    slider = page_of(desk, "fairness").threshold
    monkeypatch.setattr(slider, "move", lambda position: 1 / 0)
    slider.receive({"position": 7})
    assert slider.state["answered"] == 7 and "Something went wrong" in slider.state["says"]
