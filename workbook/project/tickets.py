"""One-use tickets: the server gives each kernel one, and the kernel learns from the record whose it is.

A kernel never takes a person's name from its environment: what it may do follows from a ticket that the server wrote
into the record a moment before, and that is gone once it was used.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from workbook.errors import NotAllowed
from workbook.project.people import Person
from workbook.project.reading import now
from workbook.project.tables import membership, person, ticket
from workbook.project.writing import remember_person

LIFETIME = timedelta(minutes=1)


def issue(connection: Connection, who: Person, project_id: str | None) -> str:
    """A ticket for this person, to this project where they may see it; else to whichever they have."""
    remember_person(connection, who)
    asked = select(membership.c.project_id).where(
        membership.c.person_id == who.id, membership.c.project_id == project_id
    )
    seen = connection.execute(asked).scalar()
    secret, until = secrets.token_urlsafe(32), (datetime.now(UTC) + LIFETIME).isoformat()
    connection.execute(delete(ticket).where(ticket.c.expires_at <= now()))
    connection.execute(insert(ticket).values(hash=_hash(secret), person_id=who.id, project_id=seen, expires_at=until))
    return secret


def redeem(connection: Connection, secret: str) -> tuple[Person, str | None]:
    """Whose ticket this is and to which project; it is used up by that, also when two ask at once."""
    used = delete(ticket).where(ticket.c.hash == _hash(secret), ticket.c.expires_at > now())
    row = connection.execute(used.returning(ticket.c.person_id, ticket.c.project_id)).one_or_none()
    if row is None:
        raise NotAllowed("The ticket of this page was used already, or is older than a minute.", "Reload the page.")
    name = connection.execute(select(person.c.name).where(person.c.id == row.person_id)).scalar_one()
    return Person(row.person_id, name), row.project_id


def _hash(secret: str) -> str:
    return hashlib.sha256(b"workbook ticket:" + secret.encode("utf-8", "replace")).hexdigest()
