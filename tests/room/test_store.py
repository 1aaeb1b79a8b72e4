"""Rooms on both databases: nothing acknowledged is lost or counted twice, and nothing is read before it is shown."""

from __future__ import annotations

import contextlib
import inspect
import multiprocessing
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from tests.room.test_deck import GOOD
from workbook.errors import InputError, NotAllowed, NotFound
from workbook.project import Person
from workbook.project.room_tables import given, participant
from workbook.room import taking_part
from workbook.room.codes import LETTERS, as_code, new_code
from workbook.room.moving import Move
from workbook.room.record import Reveal
from workbook.room.store import SETTLED, MovedMeanwhile, Rooms
from workbook.room.taking_part import AnsweredElsewhere, Answering, People


def go(rooms, code, who, act, **more):
    """One move from wherever the room is."""
    return rooms.move(code, who, Move(act, **more), rooms.find(code).version)


def answer(choice="speed", key="key-00001", seen=0, round=1, activity="purpose", **more):
    return Answering(activity, round, {"choice": choice, **more}, key, seen)


@pytest.fixture
def asking(rooms, here, dana):
    return go(rooms, here.code, dana, "ask", activity="purpose")


def test_a_code_has_no_ambiguous_letter_and_is_read_as_people_type_it(rooms, here):
    assert not set("AEIOUL01") & set(LETTERS)
    assert {len(new_code()) for _ in range(50)} == {5}
    typed = f" {here.code[:2].lower()}-{here.code[2:].lower()} "
    assert rooms.find(typed).id == here.id
    for wrong in ("", "ABCDE", "12345", here.code + "B", "<b>", "BBBB"):
        assert as_code(wrong) is None
        with pytest.raises(NotFound, match="five letters"):
            rooms.find(wrong)


def test_only_who_may_write_opens_moves_and_sees_rooms(rooms, repository, here, dana):
    stranger = Person("eve", "Eve")
    assert rooms.of_person(stranger) == () and [one.id for one in rooms.of_person(dana)] == [here.id]
    with pytest.raises(NotFound):
        rooms.open(here.project_id, stranger)
    with pytest.raises(NotFound):
        go(rooms, here.code, stranger, "close")


def test_a_room_goes_its_way(rooms, here, dana):
    assert (here.state, here.version, here.activity) == ("lobby", 1, None)
    room = go(rooms, here.code, dana, "ask", activity="purpose")
    assert room.state == "asking" and room.ends_at is not None and room.current.id == "purpose"
    room = go(rooms, here.code, dana, "pause")
    assert room.state == "paused" and 115 < room.seconds_left <= 120
    room = go(rooms, here.code, dana, "extend", minutes=1)
    assert 175 < room.seconds_left <= 180
    room = go(rooms, here.code, dana, "resume")
    assert room.state == "asking" and room.seconds_left is None
    room = go(rooms, here.code, dana, "reveal")
    assert (room.state, room.round, room.ends_at) == ("revealed", 1, None)
    room = go(rooms, here.code, dana, "ask", activity="purpose")
    assert (room.state, room.round) == ("asking", 2)
    room = go(rooms, here.code, dana, "ask", activity="golive")
    assert room.round == 1
    assert go(rooms, here.code, dana, "ask", activity="purpose").round == 2, "it was not shown, so it is the same round"
    assert go(rooms, here.code, dana, "lock").locked and not go(rooms, here.code, dana, "unlock").locked
    assert go(rooms, here.code, dana, "close").state == "closed"
    with pytest.raises(InputError, match="closed"):
        go(rooms, here.code, dana, "ask", activity="golive")
    assert rooms.versions(frozenset({here.code})) == {here.code: rooms.find(here.code).version}


@pytest.mark.parametrize("act", ["reveal", "pause", "resume", "extend"])
def test_a_move_that_does_not_fit_changes_nothing(rooms, here, dana, act):
    with pytest.raises(InputError, match="Nothing is being asked"):
        go(rooms, here.code, dana, act, minutes=1)
    assert rooms.find(here.code) == here


def test_two_clicks_make_one_move(rooms, asking, dana):
    rooms.move(asking.code, dana, Move("reveal"), asking.version)
    with pytest.raises(MovedMeanwhile):
        rooms.move(asking.code, dana, Move("reveal"), asking.version)
    assert len(rooms.reveals(asking.id)) == 1


def test_the_same_secret_is_the_same_person(people, here):
    first = people.join(here, "secret-1", "  Ines\n Okafor ", "data")
    again = people.join(here, "secret-1", "Somebody else", "product")
    assert again == first and first.name == "Ines Okafor" and first.hat == "data"
    assert people.join(here, "secret-2", "", "domain").name is None
    assert people.find(here.id, "secret-1") == first and people.find(here.id, "nonsense") is None
    assert people.everybody(here.id)[0] == first
    for name, hat, told in (("x" * 41, "data", "at most 40"), ("Ines", "boss", "Choose a hat")):
        with pytest.raises(InputError, match=told):
            people.join(here, "secret-3", name, hat)


def test_a_secret_is_kept_as_a_hash_only(people, here, rooms):
    people.join(here, "my-own-secret", None, "data")
    with rooms.engine.connect() as connection:
        rows = connection.execute(select(participant)).mappings().all()
    assert len(rows) == 1 and "my-own-secret" not in str(rows)


def test_a_closed_door_lets_nobody_new_in_and_those_inside_go_on(rooms, people, here, dana):
    inside = people.join(here, "secret-1", "Ines", "data")
    locked = go(rooms, here.code, dana, "lock")
    with pytest.raises(InputError, match="door of this room is closed"):
        people.join(locked, "secret-2", "Late", "data")
    assert people.join(locked, "secret-1", "Ines", "data") == inside
    go(rooms, here.code, dana, "close")
    with pytest.raises(InputError, match="over"):
        people.join(locked, "secret-2", "Late", "data")


def test_a_full_room_says_so_and_goes_on_for_who_is_in(people, here, monkeypatch):
    monkeypatch.setattr(taking_part, "MOST_PEOPLE", 3)
    inside = [people.join(here, f"secret-{place}", None, "data") for place in range(3)]
    with pytest.raises(InputError, match="at most 3 people"):
        people.join(here, "secret-4", None, "data")
    assert people.join(here, "secret-0", None, "data") == inside[0] and len(people.everybody(here.id)) == 3


def test_an_answer_sent_twice_is_saved_once_and_changed_when_changed(people, asking):
    ines = people.join(asking, "secret-1", "Ines", "data")
    first = people.save(asking, ines, answer())
    assert people.save(asking, ines, answer()) == first
    second = people.save(asking, ines, answer("access", "key-00002", seen=1, reason="Why not?"))
    assert second.version == 2 and people.own_answer(ines, "purpose", 1) == second
    with pytest.raises(AnsweredElsewhere) as told:
        people.save(asking, ines, answer("losses", "key-00003", seen=1))  # a second tab that saw only the first
    assert told.value.stored == second
    with pytest.raises(AnsweredElsewhere):
        people.save(asking, ines, answer())  # the first save arriving once more, after the second: it does not win
    assert people.own_answer(ines, "purpose", 1) == second
    assert people.who_answered(asking) == {ines.id}
    assert people.counts(frozenset({asking.code})) == {asking.code: (1, 1)}


def test_a_late_answer_is_refused_and_told(rooms, people, asking, dana):
    ines = people.join(asking, "secret-1", "Ines", "data")
    with pytest.raises(InputError, match="closed"):
        people.save(asking, ines, Answering("golive", 1, GOOD["golive"], "key-00001", 0))
    go(rooms, asking.code, dana, "pause")
    with pytest.raises(InputError, match="paused"):
        people.save(asking, ines, answer())
    go(rooms, asking.code, dana, "resume")
    go(rooms, asking.code, dana, "reveal")
    with pytest.raises(InputError, match="the answers are shown"):
        people.save(asking, ines, answer())
    go(rooms, asking.code, dana, "ask", activity="purpose")
    with pytest.raises(InputError, match="closed"):
        people.save(asking, ines, answer(round=1))
    assert people.save(asking, ines, answer(round=2)).version == 1
    with pytest.raises(InputError, match="odd"):
        people.save(asking, ines, answer(key="short", round=2))


def test_nobody_reads_answers_before_they_are_shown(rooms, people, asking, dana):
    ines = people.join(asking, "secret-1", "Ines", "data")
    other = people.join(asking, "secret-2", None, "product")
    people.save(asking, ines, answer(reason="PLAIN-TEXT-SECRET"))
    with pytest.raises(NotAllowed, match="not shown yet"):
        people.shown_answers(asking.id, "purpose", 1)
    assert people.own_answer(other, "purpose", 1) is None
    # Whatever else can be read of the room, by anybody, does not hold it.
    said = [
        rooms.find(asking.code), rooms.reveals(asking.id), rooms.of_person(dana), rooms.people(asking.id),
        people.everybody(asking.id), people.who_answered(asking), people.counts(frozenset({asking.code})),
        rooms.repository.log(asking.project_id, dana), rooms.repository.record(asking.project_id, dana),
    ]  # fmt: skip
    assert "PLAIN-TEXT-SECRET" not in repr(said)
    go(rooms, asking.code, dana, "reveal")
    assert [one.value["reason"] for one in people.shown_answers(asking.id, "purpose", 1)] == ["PLAIN-TEXT-SECRET"]
    go(rooms, asking.code, dana, "ask", activity="purpose")
    people.save(asking, ines, answer("losses", round=2))
    with pytest.raises(NotAllowed):
        people.shown_answers(asking.id, "purpose", 2)
    assert len(people.shown_answers(asking.id, "purpose", 1)) == 1


def test_the_test_above_knows_every_way_to_read():
    public = {
        name for one in (Rooms, People) for name, _ in inspect.getmembers(one, inspect.isfunction) if name[0] != "_"
    }
    assert public == {
        "open", "find", "of_person", "versions", "move", "reveals", "settle", "people",
        "join", "save", "own_answer", "everybody", "who_answered", "counts", "shown_answers",
    }  # fmt: skip


def test_what_was_settled_is_in_the_log_of_the_project(rooms, asking, dana, repository):
    with pytest.raises(InputError, match="not shown"):
        rooms.settle(asking.code, dana, Reveal("purpose", 1, asking.created_at, "Speed"), {})
    go(rooms, asking.code, dana, "reveal")
    shown = rooms.reveals(asking.id)[0]
    with pytest.raises(InputError, match="No decision"):
        rooms.settle(asking.code, dana, shown, {})
    told = Reveal("purpose", 1, shown.at, "Speed first", "Two wanted fewer losses", "The desk is swamped")
    before = rooms.find(asking.code).version
    rooms.settle(asking.code, dana, told, {"people": 7})
    assert rooms.find(asking.code).version == before + 1
    entry = repository.log(asking.project_id, dana)[-1]
    assert entry.action == SETTLED and entry.payload["decision"] == "Speed first" and entry.payload["people"] == 7
    assert rooms.reveals(asking.id)[0].dissent == "Two wanted fewer losses" and repository.verify(asking.project_id).ok


def test_many_answer_at_once_while_it_is_revealed(rooms, people, asking, dana):
    """Whoever was told “saved” is among what is shown; whoever was not, is not."""
    crowd = [people.join(asking, f"secret-{place}", None, "data") for place in range(40)]
    begin = threading.Barrier(41)

    def vote(place):
        begin.wait()
        try:
            people.save(asking, crowd[place], answer(key=f"key-{place:05}"))
        except InputError:
            return None
        return crowd[place].id

    def show():
        begin.wait()
        go(rooms, asking.code, dana, "reveal")

    with ThreadPoolExecutor(41) as pool:
        shown, voted = pool.submit(show), [pool.submit(vote, place) for place in range(40)]
        saved = {one.result() for one in voted} - {None}
        shown.result()
    assert {one.who for one in people.shown_answers(asking.id, "purpose", 1)} == saved


def _answer_as(url, code, place):
    from workbook.project import open_repository

    repository = open_repository(url)
    mine = People(Rooms(repository))
    here = Rooms(repository).find(code)
    me = mine.join(here, "one-and-the-same", None, "data")
    with contextlib.suppress(AnsweredElsewhere):
        mine.save(here, me, answer(key=f"tab-{place:05}"))
    repository.close()


def test_tabs_of_one_person_in_several_processes_make_one_answer(rooms, asking, url):
    running = [
        multiprocessing.get_context("forkserver").Process(target=_answer_as, args=(url, asking.code, place))
        for place in range(3)
    ]
    for one in running:
        one.start()
    for one in running:
        one.join(60)
    assert [one.exitcode for one in running] == [0, 0, 0]
    with rooms.engine.connect() as connection:
        for table in (given, participant):
            assert connection.execute(select(func.count()).select_from(table)).scalar() == 1
