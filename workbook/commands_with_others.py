"""What the commands do that are about other people: invitations, workshops, the training case."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from workbook.errors import InputError
from workbook.terminal import say

if TYPE_CHECKING:
    from workbook.project import Invitation, Person, Repository

FINE = 0


def invite(asked: Namespace) -> int:
    """Invite one person, and print the link this once."""
    repository, project_id, person = _administered(asked)
    made = repository.invite(project_id, person, asked.name, asked.role, days=asked.days)
    say(*told_once(made, repository.shared_address()))
    return FINE


def people(asked: Namespace) -> int:
    """List who is in a project; before that, change it where asked to."""
    repository, project_id, person = _administered(asked)
    named = asked.revoke or asked.renew or (asked.change and asked.change[0])
    whom = repository.person_called(project_id, person, named).id if named else ""
    if asked.revoke:
        repository.revoke(project_id, person, whom)
    elif asked.renew:
        made = repository.renew(project_id, person, whom, days=asked.days)
        say(*told_once(made, repository.shared_address()))
    elif asked.change:
        repository.change_permission(project_id, person, whom, asked.change[1])
    for one in repository.members(project_id, person):
        until = f"; link until {one.expires_at.astimezone():%d %b %Y, %H:%M}" if one.expires_at else ""
        say(f"{one.permission:<11}  {one.person.name}  ({one.person.id}; {one.state}{until})")
    return FINE


def _administered(asked: Namespace) -> tuple[Repository, str, Person]:
    from workbook.opening import find_project
    from workbook.project import current_person, open_repository

    repository, person = open_repository(asked.db), current_person()
    return repository, find_project(repository, person, asked.project), person


def told_once(made: Invitation, address: str | None) -> tuple[str, ...]:
    """What an invitation prints: whom it is for, and the link, or where the code is to be typed."""
    head = (
        f"For {made.person.name}, as {made.permission}, until {made.expires_at.astimezone():%d %b %Y, %H:%M}. "
        "It is shown only now: hand it to nobody else."
    )
    if address:
        return head, f"{address.rstrip('/')}/join?code={made.code}"
    return head, f"Code: {made.code}", "It works once `workbook app --share` runs: at the address which that prints."


def room(asked: Namespace) -> int:
    """Open a room, and print its code and where it is led and joined."""
    from urllib.parse import urlsplit

    from workbook.opening import find_project
    from workbook.project import current_person, open_repository
    from workbook.room.deck import DEFAULT
    from workbook.room.store import Rooms
    from workbook.server.sharing import is_loopback

    repository, person = open_repository(asked.db), current_person()
    project_id = find_project(repository, person, asked.project)
    opened = Rooms(repository).open(project_id, person, "room_training" if asked.training else DEFAULT)
    say(f"Room {opened.code} is open: {opened.deck.title}, {len(opened.deck.activities)} questions.")
    address = repository.shared_address()
    if address and not is_loopback(urlsplit(address).hostname or ""):
        say(f"People join at {address.rstrip('/')}/room/{opened.code}")
        say(f"You lead it at {address.rstrip('/')}/room/{opened.code}/lead once you are in the workbook.")
    else:
        say("Start `workbook app --share`: it prints the address. People add room/" + opened.code)
    return FINE


def training(asked: Namespace) -> int:
    """The training case: files for each team and the facilitator's page; with --projects a project and a link a team."""
    if not asked.to and not asked.projects:
        raise InputError("Nothing was asked for.", "Name a folder with --to, or add --projects, or both.")
    if asked.to:
        from workbook.room.guide import write_training

        written = write_training(Path(asked.to), asked.teams)
        say(f"Wrote a copy for {asked.teams} teams to {asked.to}. Read {written[-1]} first: run sheets, hints, key.")
    if asked.projects:
        _hand_out(asked)
    return FINE


def _hand_out(asked: Namespace) -> None:
    from workbook.project import current_person, open_repository
    from workbook.room.copies import hand_out

    repository = open_repository(asked.db)
    address = repository.shared_address()
    say("One link a team. They are shown only now; a new one is on your console, or by `workbook people --renew`.")
    for one in hand_out(repository, current_person(), asked.teams):
        _, *way = told_once(one.invitation, address)
        say(f"{one.team}: {' '.join(way)}")
