"""Whoever may not see rows reads live pages from sums over enough rows, and puts none of them on record."""

from __future__ import annotations

import shutil
from itertools import pairwise

import pytest

from tests.conftest import DANA
from workbook.errors import NotAllowed, NotFound, WorkbookError
from workbook.opening import page_of
from workbook.project import open_repository
from workbook.stages import open_desk
from workbook.start.answers import Sharing


@pytest.fixture
def people(practice, tmp_path):
    """The owner's desk, and a way to the desk of somebody with another role."""
    shutil.copy(practice, tmp_path / "record.db")
    repository = open_repository(f"sqlite:///{tmp_path / 'record.db'}")
    project = repository.projects(DANA)[0].id

    def desk_of(role):
        person, _, _ = repository.accept(repository.invite(project, DANA, role.title(), role).code)
        return open_desk(repository, project, person)

    yield open_desk(repository, project, DANA), desk_of
    repository.close()


ROLES = pytest.mark.parametrize("role", ["viewer", "participant", "facilitator", "approver"])


@ROLES
def test_live_numbers_come_from_a_coarse_tally(people, role):
    owner, desk_of = people
    desk = desk_of(role)
    full, seen = owner.read("tally"), desk.read("tally")
    assert seen.rows == full.rows and seen.cells.count.min() >= 10
    for name in ("source", "frame", "study"):
        with pytest.raises(NotFound):
            desk.read(name)


def test_every_part_of_every_page_is_shown_or_says_why_not(people):
    desk = people[1]("viewer")
    from workbook.stages import STAGES

    for stage in STAGES:
        page = page_of(desk, stage.name)
        for name in page.names:
            widget = getattr(page, name)
            assert "went wrong on our side" not in str(getattr(widget, "state", "")), (stage.name, name)


def test_whoever_may_only_read_is_asked_nothing(people):
    owner, desk_of = people
    page = page_of(desk_of("viewer"), "fairness")
    assert page.inputs.read_only and not page.threshold.state["may_declare"] and '"record"' not in page.gaps.state
    page = page_of(owner, "fairness")
    assert not page.inputs.read_only and page.threshold.state["may_declare"] and '"record"' in page.gaps.state


def test_the_slider_stops_at_few_positions(people):
    desk = people[1]("viewer")
    slider = page_of(desk, "fairness").threshold
    many = slider.state["positions"]
    assert 20 <= many == len(desk.read("tally").edges)
    selected = []
    for place in range(many):
        slider.move(place)
        counts = desk.read("audit").counted.count
        selected.append(counts[:, :2, 1])
    steps = [before - after for before, after in pairwise(selected)]
    assert all(((step == 0) | (abs(step) >= 10)).all() for step in steps)


def test_what_is_rounded_does_not_go_on_record(people):
    desk = people[1]("approver")
    page = page_of(desk, "fairness")
    page.gaps.receive({"record": True})
    assert "rounded" in page.gaps.state and desk.record.latest("fairness.audit") is None
    live = next(part for part in page._wing.PARTS if part.name == "gaps")
    with pytest.raises(NotAllowed):
        desk.keep(live, "fairness", 1)


def test_the_owner_sets_the_smallest_count(people):
    owner, desk_of = people
    desk = desk_of("viewer")
    before = len(desk.read("tally").edges)
    owner.store.update(Sharing, smallest_cell=60)
    desk.store.refresh()
    assert desk.read("tally").cells.count.min() >= 60 and len(desk.read("tally").edges) < before


def test_what_is_withheld_is_told(people):
    owner, desk_of = people
    assert "sums over at least 10 rows" in page_of(desk_of("viewer"), "start").seen_by_others.state
    assert "What viewers read here" in page_of(owner, "start").seen_by_others.state


def test_rows_that_are_gone_are_told_as_such(people):
    owner, desk_of = people
    desk = desk_of("viewer")
    owner.store.apply(lambda repository, project, person: repository.forget_rows(project, person, "asked to"))
    desk.store.refresh()
    with pytest.raises(WorkbookError, match="erased"):
        desk.read("tally")
