"""What the repository knows of people: who is invited, who came in, who may do what, and the tickets of kernels."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection, delete, insert, select

from workbook.errors import NotAllowed
from workbook.project import accounts, invitations, tickets
from workbook.project.invitations import Invitation, Member
from workbook.project.people import ALLOWED, Permission, Person
from workbook.project.reading import now, require
from workbook.project.tables import shared
from workbook.project.transactions import Transactions
from workbook.project.writing import lock_project, remember_person

Outcome = TypeVar("Outcome")
DAYS = 14.0
"""How long a link works where nobody says otherwise."""


def require_own_account(who: Person) -> None:
    """Raise `NotAllowed` for whoever came by invitation: they work in the project that they were invited to.

    Otherwise a viewer could begin a project of their own and, as its owner, connect rows that lie on this machine.
    """
    if who.is_guest:
        raise NotAllowed("Whoever came by an invitation begins no project of their own.", "Ask who invited you.")


class Admission(Transactions):
    """The methods of the repository that are about people."""

    def _administer(self, project_id: str, who: Person, change: Callable[[Connection], Outcome]) -> Outcome:
        def within(connection: Connection) -> Outcome:
            lock_project(connection, project_id)
            require(connection, project_id, who, "administer")
            remember_person(connection, who)
            return change(connection)

        return self._write(within)

    def invite(
        self, project_id: str, who: Person, name: str, permission: str = "viewer", *, days: float = DAYS
    ) -> Invitation:
        """Open a way in for one person. The code stands in the answer and nowhere else: the record keeps its hash."""
        return self._administer(
            project_id,
            who,
            lambda connection: invitations.invite_person(connection, project_id, who, name, permission, days),
        )

    def renew(self, project_id: str, who: Person, person_id: str, *, days: float = DAYS) -> Invitation:
        """A new code for somebody who was invited; the one before, and whoever came in by it, are out."""
        return self._administer(
            project_id,
            who,
            lambda connection: invitations.renew_invitation(connection, project_id, who, person_id, days),
        )

    def accept(self, code: str) -> tuple[Person, str, int]:
        """Let in whoever has the code: the person, the invitation's identifier, and which turn of its code this is.

        Raises
        ------
        NotFound
            The code is not known, has run out or was taken back; which of them is not told.
        """
        self._read(lambda connection: invitations.require_known(connection, code))  # guessing takes no lock
        return self._write(lambda connection: invitations.accept_invitation(connection, code))

    def accept_as(self, code: str, who: Person) -> str:
        """Let in somebody with an account, as themselves; returns the project's identifier.

        Raises
        ------
        NotFound
            The code opens nothing for this person; why is not told.
        InputError
            They are in the project already.
        """
        self._read(lambda connection: invitations.require_known(connection, code))  # guessing takes no lock
        return self._write(lambda connection: accounts.accept_as(connection, code, who))

    def admitted(self, invitation_id: str, turn: int) -> tuple[Person, Permission] | None:
        """Who came in by this turn of an invitation's code, and what they may do; None once they are out."""
        return self._read(lambda connection: invitations.admitted(connection, invitation_id, turn))

    def members(self, project_id: str, who: Person) -> tuple[Member, ...]:
        """Everybody of a project; whoever administers it also sees who was invited and has not come yet."""

        def ask(connection: Connection) -> tuple[Member, ...]:
            permission = require(connection, project_id, who, "read")
            return invitations.members_of(connection, project_id, pending="administer" in ALLOWED[permission])

        return self._read(ask)

    def person_called(self, project_id: str, who: Person, wanted: str) -> Person:
        """The one person of a project with that name or identifier, for whoever administers it."""

        def ask(connection: Connection) -> Person:
            require(connection, project_id, who, "administer")
            return invitations.by_name(connection, project_id, wanted)

        return self._read(ask)

    def change_permission(self, project_id: str, who: Person, person_id: str, permission: str) -> None:
        """Give somebody another permission. The only owner stays one."""
        self._administer(
            project_id,
            who,
            lambda connection: invitations.change_permission_of(connection, project_id, who, person_id, permission),
        )

    def revoke(self, project_id: str, who: Person, person_id: str) -> None:
        """Take back somebody's access, links and sessions. The only owner cannot be removed."""
        self._administer(
            project_id, who, lambda connection: invitations.revoke_access(connection, project_id, who, person_id)
        )

    def issue_ticket(self, who: Person, project_id: str | None = None) -> str:
        """A secret that opens one kernel for this person, once, within a minute."""
        return self._write(lambda connection: tickets.issue(connection, who, project_id))

    def redeem_ticket(self, secret: str) -> tuple[Person, str | None]:
        """Whose ticket this is, and to which project. Raises `NotAllowed` for one that was used or is too old."""
        return self._write(lambda connection: tickets.redeem(connection, secret))

    def remember_address(self, address: str) -> None:
        """Keep where the workbook is shared, for the links of later invitations."""

        def change(connection: Connection) -> None:
            connection.execute(delete(shared))
            connection.execute(insert(shared).values(id=1, address=address, at=now()))

        self._write(change)

    def shared_address(self) -> str | None:
        """Where the workbook was last shared; None where it never was."""
        return self._read(lambda connection: connection.execute(select(shared.c.address)).scalar())
