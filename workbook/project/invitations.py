"""Who may come into a project: invitations, members, and what each may do. Each change with its log entry."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

from sqlalchemy import Connection, Row, and_, delete, insert, select, update

from workbook.errors import InputError, NotFound
from workbook.project.acts import CAME_IN, CHANGED_PERMISSION, INVITED, RENEWED, REVOKED
from workbook.project.chain import storable
from workbook.project.people import INVITED_PERSON, Permission, Person
from workbook.project.reading import now
from workbook.project.tables import invitation, membership, person
from workbook.project.writing import enter_log, lock_project, remember_person

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that is mistaken for another when it is read aloud or typed."""
LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})
CODE_LENGTH = 20
"""100 bits: the hash in the database cannot be turned back by trying."""
LONGEST_DAYS = 366
NAME_LIMIT = 80
UNKNOWN = "This invitation is not known here, has run out, or was taken back."
ASK_AGAIN = "Ask whoever invited you for a new one."


@dataclass(frozen=True)
class Invitation:
    """A way in for one person. `code` is told once; the record keeps its hash only."""

    id: str
    code: str
    person: Person
    permission: Permission
    expires_at: datetime


@dataclass(frozen=True)
class Member:
    """Somebody of a project.

    Attributes
    ----------
    person : Person
    permission : str
    state : str
        "member"; else the invitation is "invited" or has "run out", and was never accepted.
    expires_at : datetime or None
        Until when the link works; None without a link.
    """

    person: Person
    permission: Permission
    state: str
    expires_at: datetime | None = None


def new_code() -> str:
    """A code in groups of five, as it is read aloud."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    return "-".join(letters[start : start + 5] for start in range(0, CODE_LENGTH, 5))


def code_hash(code: str) -> str:
    """What is stored of a code, however it was typed."""
    plain = code.upper().translate(LOOKALIKES)
    return hashlib.sha256(b"workbook invitation:" + plain.encode("utf-8", "replace")).hexdigest()


def known_permission(permission: str) -> Permission:
    """A permission of ours; raises `InputError` with the list otherwise."""
    for one in get_args(Permission):
        if one == permission:
            found: Permission = one
            return found
    raise InputError(f"There is no permission “{permission}”.", f"Choose one of: {', '.join(get_args(Permission))}.")


def invite_person(
    connection: Connection, project_id: str, who: Person, name: str, permission: str, days: float
) -> Invitation:
    """Open a way in for one person of that name."""
    name, wanted = storable(name).strip(), known_permission(permission)
    if not name or len(name) > NAME_LIMIT:
        raise InputError(f"A person needs a name of at most {NAME_LIMIT} letters.", "Write it as others know it.")
    if not 0 < days <= LONGEST_DAYS:
        raise InputError("A link works for more than 0 and at most 366 days.", "Give another number of days.")
    if any(one.person.name == name for one in members_of(connection, project_id, pending=True)):
        raise InputError(
            f"There is a {name} in this project already.", "Add what tells them apart, or give that person a new link."
        )
    invited = Person(INVITED_PERSON + uuid.uuid4().hex, name)
    remember_person(connection, invited)
    identifier, code, until = uuid.uuid4().hex, new_code(), datetime.now(UTC) + timedelta(days=days)
    connection.execute(
        insert(invitation).values(
            id=identifier,
            project_id=project_id,
            person_id=invited.id,
            permission=wanted,
            code_hash=code_hash(code),
            turn=1,
            created_by=who.id,
            created_at=now(),
            expires_at=until.isoformat(),
        )
    )
    enter_log(connection, project_id, who, INVITED, _told(invited, permission=wanted, until=until.isoformat()))
    return Invitation(identifier, code, invited, wanted, until)


def _told(one: Person, **more: Any) -> Mapping[str, Any]:
    return {"person": one.id, "name": one.name, **more}


def require_known(connection: Connection, code: str) -> tuple[str, str]:
    """Identifier and project of the invitation with this code; raises `NotFound` where there is none."""
    asked = select(invitation.c.id, invitation.c.project_id).where(invitation.c.code_hash == code_hash(code))
    found = connection.execute(asked).one_or_none()
    if found is None:
        raise NotFound(UNKNOWN, ASK_AGAIN)
    return found.id, found.project_id


def accept_invitation(connection: Connection, code: str) -> tuple[Person, str, int]:
    """Let in whoever has the code; returns the person, the invitation, and which turn of its code this is."""
    identifier, project_id = require_known(connection, code)
    lock_project(connection, project_id)
    row = usable(connection, identifier, code)
    guest = Person(row.person_id, row.name)
    if not guest.is_guest:  # somebody with an account came in by it: a code alone does not make anybody that person
        raise NotFound(UNKNOWN, ASK_AGAIN)
    if row.accepted_at is None:
        connection.execute(update(invitation).where(invitation.c.id == row.id).values(accepted_at=now()))
        connection.execute(
            insert(membership).values(project_id=row.project_id, person_id=guest.id, permission=row.permission)
        )
        enter_log(connection, row.project_id, guest, CAME_IN, _told(guest, permission=row.permission))
    return guest, row.id, row.turn


def usable(connection: Connection, identifier: str, code: str) -> Row[Any]:
    """The invitation, read again under the project's lock; raises `NotFound` where its code works no longer."""
    row = connection.execute(_invitations().where(invitation.c.id == identifier)).one()
    if row.code_hash != code_hash(code) or row.revoked_at is not None or row.expires_at <= now():
        raise NotFound(UNKNOWN, ASK_AGAIN)
    return row


def _invitations() -> Any:
    return select(invitation, person.c.name).join(person, person.c.id == invitation.c.person_id)


def admitted(connection: Connection, identifier: str, turn: int) -> tuple[Person, Permission] | None:
    """Who came in by this turn of an invitation's code, and what they may do; None once they are out."""
    row = connection.execute(_invitations().where(invitation.c.id == identifier)).one_or_none()
    if row is None or row.turn != turn or row.revoked_at is not None or row.accepted_at is None:
        return None
    return Person(row.person_id, row.name), row.permission


def renew_invitation(connection: Connection, project_id: str, who: Person, person_id: str, days: float) -> Invitation:
    """A new code for somebody who was invited; the old one and whoever came in by it are out."""
    row = connection.execute(
        _invitations().where(
            invitation.c.project_id == project_id,
            invitation.c.person_id == person_id,
            invitation.c.revoked_at.is_(None),
        )
    ).one_or_none()
    if row is None:
        raise NotFound("Nobody of this project came by such an invitation.", "Invite the person anew.")
    if not 0 < days <= LONGEST_DAYS:
        raise InputError("A link works for more than 0 and at most 366 days.", "Give another number of days.")
    code, until, guest = new_code(), datetime.now(UTC) + timedelta(days=days), Person(row.person_id, row.name)
    changed = {"code_hash": code_hash(code), "turn": row.turn + 1, "expires_at": until.isoformat()}
    connection.execute(update(invitation).where(invitation.c.id == row.id).values(**changed))
    enter_log(connection, project_id, who, RENEWED, _told(guest, until=until.isoformat()))
    return Invitation(row.id, code, guest, row.permission, until)


def members_of(connection: Connection, project_id: str, *, pending: bool) -> tuple[Member, ...]:
    """Everybody of a project by name; with those who were invited and have not come yet where `pending`."""
    mine = and_(
        invitation.c.project_id == membership.c.project_id,
        invitation.c.person_id == membership.c.person_id,
        invitation.c.revoked_at.is_(None),
    )
    asked = (
        select(membership.c.person_id, person.c.name, membership.c.permission, invitation.c.expires_at)
        .join(person, person.c.id == membership.c.person_id)
        .outerjoin(invitation, mine)
        .where(membership.c.project_id == project_id)
    )
    found = [
        Member(Person(row.person_id, row.name), row.permission, "member", _moment(row.expires_at))
        for row in connection.execute(asked)
    ]
    if pending:
        here = (invitation.c.project_id == project_id, invitation.c.revoked_at.is_(None))
        waiting = connection.execute(_invitations().where(*here, invitation.c.accepted_at.is_(None)))
        found += [
            Member(
                Person(row.person_id, row.name),
                row.permission,
                "invited" if row.expires_at > now() else "run out",
                _moment(row.expires_at),
            )
            for row in waiting
        ]
    return tuple(sorted(found, key=lambda one: (one.person.name.casefold(), one.person.id)))


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def change_permission_of(connection: Connection, project_id: str, who: Person, person_id: str, permission: str) -> None:
    """Give somebody another permission, whether they came in already or not. The last owner stays one."""
    wanted, found = known_permission(permission), _member(connection, project_id, person_id)
    if found.permission == wanted:
        return
    if wanted != "owner":
        _keep_an_owner(connection, project_id, found)
    here = (membership.c.project_id == project_id, membership.c.person_id == person_id)
    connection.execute(update(membership).where(*here).values(permission=wanted))
    theirs = (invitation.c.project_id == project_id, invitation.c.person_id == person_id)
    connection.execute(update(invitation).where(*theirs).values(permission=wanted))
    enter_log(
        connection,
        project_id,
        who,
        CHANGED_PERMISSION,
        _told(found.person, **{"from": found.permission, "to": wanted}),
    )


def revoke_access(connection: Connection, project_id: str, who: Person, person_id: str) -> None:
    """Take back somebody's access and links. The last owner cannot be removed."""
    found = _member(connection, project_id, person_id)
    _keep_an_owner(connection, project_id, found)
    theirs = (invitation.c.project_id == project_id, invitation.c.person_id == person_id)
    open_ones = (*theirs, invitation.c.revoked_at.is_(None))
    connection.execute(update(invitation).where(*open_ones).values(revoked_at=now()))
    here = (membership.c.project_id == project_id, membership.c.person_id == person_id)
    connection.execute(delete(membership).where(*here))
    enter_log(connection, project_id, who, REVOKED, _told(found.person, permission=found.permission))


def _member(connection: Connection, project_id: str, person_id: str) -> Member:
    for one in members_of(connection, project_id, pending=True):
        if one.person.id == person_id:
            return one
    raise NotFound("Nobody of this project is called so.", "`workbook people PROJECT` lists who is.")


def _keep_an_owner(connection: Connection, project_id: str, losing: Member) -> None:
    if losing.permission != "owner" or losing.state != "member":
        return
    others = [one for one in members_of(connection, project_id, pending=False) if one.permission == "owner"]
    if len(others) <= 1:
        raise InputError(
            f"{losing.person.name} is the only owner of this project.", "Make somebody else an owner first."
        )


def by_name(connection: Connection, project_id: str, wanted: str) -> Person:
    """The person of a project with that name or identifier."""
    everyone = [one.person for one in members_of(connection, project_id, pending=True)]
    found = [one for one in everyone if one.id == wanted] or [one for one in everyone if one.name == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError(f"Several people are called {wanted}.", "Name the one you mean by its identifier.")
    raise NotFound(f"Nobody called “{wanted}” is in this project.", "`workbook people PROJECT` lists who is.")
