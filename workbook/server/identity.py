"""Who somebody is: the owner by the token of the terminal, a guest by an invitation, an account by a proxy or a Hub."""

from __future__ import annotations

import asyncio
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from jupyter_server.auth.identity import IdentityProvider, User
from tornado.web import HTTPError, RequestHandler

from workbook.project import Person
from workbook.server.attempts import Attempts
from workbook.server.hub import SESSION
from workbook.server.sharing import Doors, same

SESSION_DAYS = 7


@dataclass
class Visitor(User):  # type: ignore[misc]
    """Somebody who is in.

    Attributes
    ----------
    invitation : str
    turn : int
        By which link a guest came.
    permission : str
        What it gave them then.
    account : bool
        Whether a trusted proxy or a Hub says who they are.
    hub : tuple of str
        Token and session of a Hub, where one let them in.
    """

    invitation: str = ""
    turn: int = 0
    permission: str = ""
    account: bool = False
    hub: tuple[str, str] | None = field(default=None, repr=False)

    @property
    def person(self) -> Person:
        """The person of the record."""
        return Person(self.username, self.name)


def visitor(person: Person, **more: Any) -> Visitor:
    """A person of the record as somebody who is in."""
    return Visitor(username=person.id, name=person.name, **more)


class WorkbookIdentity(IdentityProvider):
    """Reads who somebody is from a proxy, a token or our cookie, in this order; behind a Hub from our cookie only.

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
        account = await self.account(handler)
        if account is not None or self.parent.hub is not None:
            return account
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

    async def account(self, handler: RequestHandler) -> Visitor | None:
        """Somebody with an account: named by a trusted proxy, or logged in at the Hub."""
        if not self.doors.shared:
            return None
        if self.parent.hub is None:
            named = self.doors.named_by_proxy(handler.request)
            return None if named is None else visitor(named, account=True)
        token = self._session(handler).get("hub")
        return None if token is None else await self.by_hub(token, handler.get_cookie(SESSION, ""))

    async def barred(self, handler: RequestHandler) -> bool:
        """Whether this is somebody whom the Hub logged in and who may not come in here."""
        token = self._session(handler).get("hub")
        return token is not None and await self.parent.hub.barred(token, handler.get_cookie(SESSION, ""))

    async def by_hub(self, token: str, session: str) -> Visitor | None:
        """Who logged in at the Hub by this session; None once it ended."""
        person = await self.parent.hub.person(token, session)
        return None if person is None else visitor(person, account=True, hub=(token, session))

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
        session = self._session(handler)
        if "token" in session:
            return visitor(self.doors.owner) if same(session["token"], self._mark()) else None
        if not self.doors.shared or "invitation" not in session:
            return None
        return await self.by_invitation(session["invitation"], session["turn"])

    def _session(self, handler: RequestHandler) -> dict[str, Any]:
        """What our cookie holds; nothing where there is none, or somebody else made it."""
        held = handler.get_signed_cookie(self.get_cookie_name(handler), max_age_days=SESSION_DAYS)
        session: dict[str, Any] = json.loads(held) if held else {}
        return session

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
