"""Who somebody is: the owner by the token of the terminal, a guest by an invitation, an account by a trusted proxy."""

from __future__ import annotations

import asyncio
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from jupyter_server.auth.identity import IdentityProvider, User
from tornado.web import HTTPError, RequestHandler

from workbook.project import Person
from workbook.server.attempts import Attempts
from workbook.server.sharing import Doors, same

SESSION_DAYS = 7


@dataclass
class Visitor(User):  # type: ignore[misc]
    """Somebody who is in. `invitation` and `turn` say by which link a guest came; `permission` what it gave them then."""

    invitation: str = ""
    turn: int = 0
    permission: str = ""

    @property
    def person(self) -> Person:
        """The person of the record."""
        return Person(self.username, self.name)


def visitor(person: Person, **more: Any) -> Visitor:
    """A person of the record as somebody who is in."""
    return Visitor(username=person.id, name=person.name, **more)


class WorkbookIdentity(IdentityProvider):
    """Reads who somebody is from a proxy, a token or our cookie, in this order.

    A token is believed for coming in only: unlike the stock one it lifts neither the check of the origin nor that of
    forged requests.
    """

    parent: Any  # our Voila

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.attempts = Attempts()

    @property
    def doors(self) -> Doors:
        """Who is let in, as the server was started."""
        found: Doors = self.parent.doors
        return found

    async def _get_user(self, handler: RequestHandler) -> Visitor | None:
        known: Visitor | None = getattr(handler, "_jupyter_current_user", None)
        if known is not None:
            return known
        account = self.doors.named_by_proxy(handler.request) if self.doors.shared else None
        if account is not None:
            return visitor(account)
        if given := self.get_token(handler):
            self.may_try(handler)
            if same(given, self.doors.token):
                self.remember(handler, {"token": self._mark()})
                return visitor(self.doors.owner)
            self.attempts.failed(self.doors.address_of(handler.request))
        found = await self._by_cookie(handler)
        if found is None and handler.get_cookie(self.get_cookie_name(handler)) is not None:
            self.clear_login_cookie(handler)
        return found

    def may_try(self, handler: RequestHandler) -> None:
        """Raise 429 where too many wrong secrets came from this address, or from all together."""
        if not self.attempts.allowed(self.doors.address_of(handler.request)):
            raise HTTPError(429, "Too many wrong codes. Wait five minutes.")

    def remember(self, handler: RequestHandler, session: dict[str, Any]) -> None:
        """Set the cookie that holds a session: signed, out of reach of scripts, never sent along by other sites."""
        handler.set_signed_cookie(
            self.get_cookie_name(handler),
            json.dumps(session),
            expires_days=SESSION_DAYS,
            path=handler.settings["base_url"],
            httponly=True,
            samesite="Strict",
            secure=self.doors.encrypted or handler.request.protocol == "https",
        )

    async def _by_cookie(self, handler: RequestHandler) -> Visitor | None:
        held = handler.get_signed_cookie(self.get_cookie_name(handler), max_age_days=SESSION_DAYS)
        if not held:
            return None
        session = json.loads(held)
        if "token" in session:
            return visitor(self.doors.owner) if same(session["token"], self._mark()) else None
        if not self.doors.shared:
            return None
        return await self.by_invitation(session["invitation"], session["turn"])

    async def by_invitation(self, invitation: str, turn: int) -> Visitor | None:
        """The guest who came by this turn of an invitation; None once they are out."""
        found = await asyncio.to_thread(self.parent.record.admitted, invitation, turn)
        if found is None:
            return None
        person, permission = found
        return visitor(person, invitation=invitation, turn=turn, permission=permission)

    def _mark(self) -> str:
        """What the owner's cookie holds: it ends with the token that it was given for."""
        return hashlib.sha256(b"workbook token:" + self.doors.token.encode()).hexdigest()

    def get_handlers(self) -> list[tuple[str, object]]:
        """None of the stock pages: our doors stand in `workbook.server.doors`."""
        return []
