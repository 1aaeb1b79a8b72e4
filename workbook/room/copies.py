"""The training case in the record: for each team a project of its own with its rows connected, and one link into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from workbook.content.training import TrainingCase
from workbook.errors import InputError, NotFound
from workbook.project import Invitation, Person, Repository
from workbook.room.guide import MOST_TEAMS
from workbook.room.training import Copy, case, copy_for

if TYPE_CHECKING:
    from workbook.ui.store import Store

HANDED_OUT = "handed out a training copy"
"""The act in the log of a team's project by which copies are known."""
ROLE = "contributor"
LARGEST = 2**26


@dataclass(frozen=True)
class Handed:
    """A copy with the way in. The code of the invitation is told once."""

    team: str
    project_id: str
    invitation: Invitation


@dataclass(frozen=True)
class TeamCopy:
    """A copy as its facilitator sees it later.

    Attributes
    ----------
    project_id, name : str
    team : Person
        Whom the link is for.
    opened : bool
        Whether the team has come in by its link.
    until : datetime or None
        Until when the link works.
    changed_at : datetime
        When anything in the project was last changed.
    """

    project_id: str
    name: str
    team: Person
    opened: bool
    until: datetime | None
    changed_at: datetime


def hand_out(repository: Repository, who: Person, teams: int, seed: int = 1) -> tuple[Handed, ...]:
    """Begin a project a team, with the same rows as its folder of `workbook.room.guide.write_training` holds.

    Parameters
    ----------
    repository : Repository
    who : Person
        Owns the projects.
    teams : int
    seed : int
        As in `write_training`.

    Raises
    ------
    InputError
        Too many or too few teams.
    NotAllowed
        The person came by an invitation, and begins no projects.
    """
    import pandas as pd

    from workbook.data.sample_tables import sample

    if not 1 <= teams <= MOST_TEAMS:
        raise InputError(f"There can be 1 to {MOST_TEAMS} teams.", "Choose another number.")
    rows, told, title = pd.read_csv(sample("loans").path), case(), _title(repository, who)
    return tuple(
        _hand_out(repository, who, f"{title}, team {team}", f"Team {team}", copy_for(rows, seed + team), told)
        for team in range(1, teams + 1)
    )


def _title(repository: Repository, who: Person) -> str:
    """A name that no earlier copies bear."""
    taken = {one.name.split(",")[0] for one in repository.projects(who)}
    names = ("Training case", *(f"Training case {number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _hand_out(repository: Repository, who: Person, name: str, team: str, copy: Copy, told: TrainingCase) -> Handed:
    from workbook.ui.store import Store

    project_id = repository.create_project(name, who, description=told.task)
    store = Store(repository, project_id, who)
    _connect(store, copy)
    _enter(store, _entered(copy, told))
    repository.note(project_id, who, HANDED_OUT, {"team": team})
    return Handed(team, project_id, repository.invite(project_id, who, team, ROLE))


def _connect(store: Store, copy: Copy) -> None:
    from workbook.data import ProjectFiles
    from workbook.ui.connecting import uploaded, use_file

    written = copy.applications.to_csv(index=False).encode()
    path = ProjectFiles(store.project_id).receive([written], "applications.csv", LARGEST)
    use_file(store, uploaded(path, "applications.csv"))


def _entered(copy: Copy, told: TrainingCase) -> dict[str, Mapping[str, Any]]:
    source = "the sheet of costs of the training case"
    costs = [
        {"title": one.title, "when": one.when, "source": source, **dict.fromkeys(("low", "likely", "high"), one.euro)}
        for one in copy.costs.itertuples()
    ]
    return {**told.entered, "roi": {"costs": costs}}


def _enter(store: Store, entered: Mapping[str, Mapping[str, Any]]) -> None:
    from workbook.stages import sections

    known = sections()
    for section, answers in entered.items():
        store.update(known[section], **answers)


def copies(repository: Repository, who: Person) -> tuple[TeamCopy, ...]:
    """The copies that this person handed out, by name."""
    mine = repository.noted(who, HANDED_OUT)
    found = []
    for one in repository.projects(who):
        if one.id not in mine or one.permission != "owner":
            continue
        for member in repository.members(one.id, who):
            if member.person.is_guest and member.permission == ROLE:
                opened = member.state == "member"
                found.append(TeamCopy(one.id, one.name, member.person, opened, member.expires_at, one.changed_at))
    return tuple(sorted(found, key=lambda copy: (copy.name.split(",")[0], len(copy.name), copy.name)))


def new_link(repository: Repository, who: Person, project_id: str) -> Handed:
    """Another link for a team that lost its own; the one before, and whoever came in by it, are out.

    Raises
    ------
    NotFound
        This person handed out no such copy.
    """
    for one in copies(repository, who):
        if one.project_id == project_id:
            return Handed(one.team.name, project_id, repository.renew(project_id, who, one.team.id))
    raise NotFound("There is no such copy of yours.", "Reload the page.")
