"""Invitations of people who have an account: they come in as themselves, and nobody else by the same code."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from workbook.errors import InputError, NotFound
from workbook.project.acts import CAME_IN
from workbook.project.invitations import ASK_AGAIN, UNKNOWN, require_known, usable
from workbook.project.people import Person
from workbook.project.reading import now
from workbook.project.tables import invitation, membership
from workbook.project.writing import enter_log, lock_project, remember_person


def accept_as(connection: Connection, code: str, who: Person) -> str:
    """Let a person with an account into the project of this code; returns the project's identifier.

    The invitation is theirs from then on: the name that it was made out to gives way to the account's.

    Raises
    ------
    NotFound
        The code is not known, has run out, was taken back, or was used by somebody else; which of them is not told.
    InputError
        They are in the project already.
    """
    identifier, project_id = require_known(connection, code)
    lock_project(connection, project_id)
    row = usable(connection, identifier, code)
    if row.accepted_at is not None:
        if row.person_id != who.id:
            raise NotFound(UNKNOWN, ASK_AGAIN)
        return project_id
    here = (membership.c.project_id == project_id, membership.c.person_id == who.id)
    if connection.execute(select(membership.c.permission).where(*here)).scalar() is not None:
        raise InputError("You are in this project already.", "Open the workbook, and choose it on the Start page.")
    remember_person(connection, who)
    taken = {"accepted_at": now(), "person_id": who.id}
    connection.execute(update(invitation).where(invitation.c.id == row.id).values(**taken))
    connection.execute(insert(membership).values(project_id=project_id, person_id=who.id, permission=row.permission))
    told = {"person": who.id, "name": who.name, "permission": row.permission, "invited": row.person_id}
    enter_log(connection, project_id, who, CAME_IN, told)
    return project_id
