"""How a notebook opens a page, the app or a project: the few names that people type."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from workbook.errors import NotFound
from workbook.notebooks_folder import shipped
from workbook.project import Person, Repository, current_person, open_repository
from workbook.room.copies import HANDED_OUT
from workbook.stages import OVERVIEW, following, open_desk, sections, stage

if TYPE_CHECKING:
    from workbook.ui.app import App
    from workbook.ui.desk import Desk
    from workbook.ui.page import Page


def find_project(repository: Repository, person: Person, wanted: str | None) -> str:
    """Identifier of a project, by identifier or name; the one changed last where none is named.

    Raises
    ------
    NotFound
        No project of this person is called so; the message lists what there is.
    """
    projects = repository.projects(person)
    if wanted:
        for one in projects:
            if wanted in (one.id, one.name):
                return one.id
        names = ", ".join(one.name for one in projects) or "none yet"
        raise NotFound(f"You have no project called “{wanted}”.", f"Your projects: {names}.")
    if projects:
        # What teams do in their copies of the training case must not draw their facilitator in.
        handed_out = repository.noted(person, HANDED_OUT)
        own = [one for one in projects if one.id not in handed_out]
        return max(own or projects, key=lambda one: one.changed_at).id
    return begin_sample(repository, person)


def begin_sample(repository: Repository, person: Person, name: str = "") -> str:
    """Begin a project on a sample, with its roles and example answers; returns its identifier."""
    from workbook.start.sample_project import DEFAULT, begin

    return begin(repository, person, name or DEFAULT, sections())


def whose(repository: Repository) -> tuple[Person, str | None]:
    """Who works here, and the project to open where one is named.

    In a kernel of the app that is who its one-use ticket was written for. Everywhere else people run code themselves,
    and are the system or Hub user.
    """
    secret = os.environ.get("WORKBOOK_TICKET")
    if secret is None:
        return current_person(), os.environ.get("WORKBOOK_PROJECT")
    if secret not in _redeemed:
        _redeemed[secret] = repository.redeem_ticket(secret)
    return _redeemed[secret]


_redeemed: dict[str, tuple[Person, str | None]] = {}
"""The ticket of this process, once it was used."""


def open_project(project: str | None = None, *, db: str | None = None) -> Desk:
    """The desk of a project for use from code: its record, its readings, its store.

    Parameters
    ----------
    project : str, optional
        Name or identifier; else WORKBOOK_PROJECT, else the project changed last, else the loan sample.
    db : str, optional
        SQLAlchemy URL; else WORKBOOK_DB, else a file in the user's data folder.
    """
    repository = open_repository(db)
    person, ticketed = whose(repository)
    wanted = project or ticketed
    return open_desk(repository, find_project(repository, person, wanted), person)


def page_of(desk: Desk, name: str) -> Page:
    """The page of a stage on a desk."""
    from workbook.ui.page import Page

    after = following(name)
    return Page(name, stage(name).page, desk, (after.name, after.title) if after else None)


def open_page(name: str, project: str | None = None, *, db: str | None = None) -> Page:
    """The page of a stage ("start", "scoping", "fairness", "roi", "decision") for a notebook."""
    return page_of(open_project(project, db=db), name)


def open_room(project: str | None = None, *, db: str | None = None) -> Page:
    """What a facilitator needs for a workshop on a project, for a notebook."""
    from workbook.room import page
    from workbook.ui.page import Page

    return Page("room", page, open_project(project, db=db))


def open_app(project: str | None = None, *, db: str | None = None) -> App:
    """All stages in one kernel, for the browser."""
    from workbook.ui.app import App
    from workbook.ui.guard import log_to_the_server
    from workbook.ui.telling import tell_the_server

    if os.environ.get("WORKBOOK_PAGE"):
        log_to_the_server()
        tell_the_server(os.environ.get("WORKBOOK_LINE", ""))
    desk = open_project(project, db=db)
    return App(desk, page_of, lambda name: shipped("notebooks") / stage(name).notebook, OVERVIEW)
