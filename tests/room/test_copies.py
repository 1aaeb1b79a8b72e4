"""Copies of the training case in the record: the rows of the folders, the roles without the key, one way in for each team."""

from __future__ import annotations

import io
import json
from contextlib import closing

import pandas as pd
import pytest

from workbook.cli import main
from workbook.errors import InputError, NotAllowed, NotFound
from workbook.opening import find_project
from workbook.project import Person, open_repository
from workbook.project.people import current_person
from workbook.roi.answers import RoiAnswers
from workbook.room.copies import HANDED_OUT, copies, hand_out, new_link
from workbook.room.guide import MOST_TEAMS, write_training
from workbook.room.store import Rooms
from workbook.room.training import case
from workbook.stages import open_desk
from workbook.start.answers import Columns

CASE = case()


@pytest.fixture(autouse=True)
def uploads(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_UPLOADS", str(tmp_path / "uploads"))


@pytest.fixture
def handed(repository, dana):
    return hand_out(repository, dana, 2)


def test_a_team_has_the_rows_of_its_folder_connected(repository, dana, handed, tmp_path):
    write_training(tmp_path / "case", 2)
    for place, one in enumerate(handed, 1):
        team, _, _ = repository.accept(one.invitation.code)
        desk = open_desk(repository, one.project_id, team)
        connected = pd.read_csv(desk.read("source").path)
        folder = pd.read_csv(tmp_path / "case" / f"team-{place}" / "applications.csv")
        pd.testing.assert_frame_equal(connected, folder)
        assert desk.record.data.rows == len(folder)
        costs = pd.read_csv(tmp_path / "case" / f"team-{place}" / "costs.csv")
        entered = desk.record.section(RoiAnswers).costs
        assert [(line.title, line.when, line.likely) for line in entered] == list(
            costs.itertuples(index=False, name=None)
        )


def test_roles_are_entered_and_the_key_is_in_no_byte(repository, dana, handed):
    columns = repository.record(handed[0].project_id, dana).section(Columns)
    assert (columns.label, columns.label_positive, columns.units) == ("repaid", ("good",), "applicants")
    assert columns.groups == () and columns.label_is == "not said", "to find a stand-in or a wrong label is the task"
    everything = json.dumps(
        [repr(repository.record(one.project_id, dana)) for one in handed]
        + [repr(repository.log(one.project_id, dana)) for one in handed],
        ensure_ascii=False,
    )
    for planted in CASE.planted:
        assert planted.found_by not in everything and planted.harm not in everything
        assert not any(hint in everything for hint in planted.hints)
    left_out = [cost.title for cost in CASE.costs if cost.left_out]
    assert left_out and not any(title in everything for title in left_out)
    assert all(repository.verify(one.project_id).ok for one in handed)


def test_a_link_opens_one_project_for_work_and_no_other(repository, dana, handed):
    team, _, _ = repository.accept(handed[0].invitation.code)
    assert repository.permission(handed[0].project_id, team) == "contributor"
    assert [one.id for one in repository.projects(team)] == [handed[0].project_id]
    assert find_project(repository, team, None) == handed[0].project_id
    with pytest.raises(NotFound):
        repository.record(handed[1].project_id, team)
    repository.save(handed[0].project_id, team, Columns, {"label_is": "outcome"})
    with pytest.raises(NotAllowed):
        repository.invite(handed[0].project_id, team, "Somebody else")
    with pytest.raises(NotAllowed):
        hand_out(repository, team, 2)


def test_copies_are_listed_with_who_has_come_and_only_to_who_handed_them_out(repository, dana, handed):
    before = copies(repository, dana)
    assert [(one.name, one.team.name, one.opened) for one in before] == [
        ("Training case, team 1", "Team 1", False), ("Training case, team 2", "Team 2", False),
    ]  # fmt: skip
    assert all(one.until for one in before)
    team, _, _ = repository.accept(handed[1].invitation.code)
    assert [one.opened for one in copies(repository, dana)] == [False, True]
    assert copies(repository, Person("eve", "Eve")) == () == copies(repository, team)
    assert repository.noted(dana, HANDED_OUT) == {one.project_id for one in handed}
    assert repository.noted(Person("eve", "Eve"), HANDED_OUT) == frozenset() == repository.noted(dana, "no such act")


def test_more_than_nine_teams_stand_in_order_and_another_workshop_has_another_name(
    repository, dana, handed, monkeypatch
):
    from workbook.room import copies as module

    monkeypatch.setattr(module, "_connect", lambda store, copy: None)  # the rows are not what this is about
    again = hand_out(repository, dana, 11)
    names = [one.name for one in copies(repository, dana)]
    assert names == [
        *(f"Training case, team {team}" for team in (1, 2)), *(f"Training case 2, team {team}" for team in range(1, 12)),
    ]  # fmt: skip
    assert len({one.invitation.code for one in (*handed, *again)}) == 13


def test_a_lost_link_is_renewed_and_the_old_one_ends(repository, dana, handed):
    team, invitation, turn = repository.accept(handed[0].invitation.code)
    again = new_link(repository, dana, handed[0].project_id)
    assert again.team == "Team 1" and again.invitation.code != handed[0].invitation.code
    with pytest.raises(NotFound):
        repository.accept(handed[0].invitation.code)
    assert repository.admitted(invitation, turn) is None, "whoever came in by it is out"
    same, _, _ = repository.accept(again.invitation.code)
    assert same == team, "what the team did stays theirs"
    for who, project in ((dana, "nonsense"), (Person("eve", "Eve"), handed[0].project_id)):
        with pytest.raises(NotFound):
            new_link(repository, who, project)


def test_no_room_is_opened_on_a_copy_where_the_key_could_be_shown(repository, dana, handed):
    team, _, _ = repository.accept(handed[0].invitation.code)
    for who in (team, dana):
        with pytest.raises(InputError, match="team's copy"):
            Rooms(repository).open(handed[0].project_id, who, "room_training")
    assert Rooms(repository).of_person(team) == ()


@pytest.mark.parametrize("teams", [0, -1, MOST_TEAMS + 1])
def test_too_many_teams_begin_nothing(repository, dana, teams):
    with pytest.raises(InputError, match="teams"):
        hand_out(repository, dana, teams)
    assert repository.projects(dana) == ()


def test_the_facilitators_own_project_is_opened_and_not_a_teams(repository, dana):
    own = repository.create_project("Consumer loans", dana)
    team, _, _ = repository.accept(hand_out(repository, dana, 1)[0].invitation.code)
    assert repository.projects(dana)[0].id != own, "a team's was changed last"
    assert find_project(repository, dana, None) == own
    assert find_project(repository, team, None) != own


def test_the_command_prints_a_link_for_each_team(tmp_path, capsys):
    where = f"sqlite:///{tmp_path / 'record.db'}"
    assert main(["training", "--teams", "2", "--db", where]) == 3
    assert "--to" in capsys.readouterr().err
    assert main(["training", "--teams", "1", "--projects", "--db", where]) == 0
    unshared = capsys.readouterr().out
    assert "Team 1: Code: " in unshared and "--share" in unshared
    with closing(open_repository(where)) as record:
        record.remember_address("https://workshop.example/")
        assert main(["training", "--teams", "2", "--projects", "--db", where, "--to", str(tmp_path / "case")]) == 0
        told = capsys.readouterr().out
        links = [line.split(": ", 1) for line in io.StringIO(told) if "join?code=" in line]
        assert [name for name, _ in links] == ["Team 1", "Team 2"]
        for _, link in links:
            assert link.startswith("https://workshop.example/join?code=")
            record.accept(link.strip().split("=")[1])
        assert [one.opened for one in copies(record, current_person())] == [False, True, True]
    written = "".join(path.read_text("utf-8") for path in (tmp_path / "case").rglob("*.md"))
    assert not any(link.strip().split("=")[1] in written for _, link in links), "links are told once and kept nowhere"
