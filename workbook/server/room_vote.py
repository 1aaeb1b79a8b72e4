"""The pages of the people in a room: they need the code and nothing else, and get no kernel."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from workbook.errors import InputError, NotAllowed, NotFound
from workbook.room.codes import as_code, new_secret
from workbook.room.deck import HATS
from workbook.room.record import Participant, Room
from workbook.room.taking_part import Answering
from workbook.room.views import for_participant
from workbook.server.room_base import KEPT_DAYS, RoomPage, keep_secret, told


class VotePage(RoomPage):
    """Somebody who came with a code. A random, signed cookie makes them the same person after a reload."""

    def secret(self, code: str) -> str:
        """What this browser keeps for this room; "" where it keeps nothing yet."""
        kept = self.get_signed_cookie(f"workbook_room_{code}", max_age_days=KEPT_DAYS)
        return kept.decode("ascii", "replace") if kept else ""

    def knows(self, code: str) -> bool:
        """Only a page of this room can have set its cookie."""
        found = as_code(code)
        return found is not None and bool(self.secret(found))

    def keep_secret(self, code: str) -> str:
        """The secret of this browser, a new one where there is none."""
        kept = self.secret(code)
        if not kept:
            kept = new_secret()
            keep_secret(self, code, kept)
        return kept

    def check_xsrf(self, code: str) -> str:
        """The secret, if the page that sent this is ours: it knows what only we can make of the secret."""
        secret = self.secret(code)
        sent = self.request.headers.get("X-XSRFToken", "")
        if not secret or not hmac.compare_digest(sent.encode(), mark_of(secret).encode()):
            raise NotAllowed("This page does not know you any more.", "Reload it and come in again.")
        return secret

    def check_xsrf_cookie(self) -> None:
        """See `check_xsrf`: tornado's own cookie belongs to the app and is read by its scripts."""

    async def me(self, here: Room) -> Participant:
        """Who asks. Raises `NotAllowed` for who has not joined."""
        found = await self.desk.run(self.desk.door.people.find, here.id, self.secret(here.code))
        if found is None:
            raise NotAllowed("You are not in this room yet.", "Come in first.")
        return found

    async def state(self, here: Room, me: Participant) -> dict[str, Any]:
        """All that this person sees."""
        return await self.desk.run(self._state, here, me)

    def _state(self, here: Room, me: Participant) -> dict[str, Any]:
        own = self.desk.door.people.own_answer(me, here.activity, here.round) if here.activity else None
        return for_participant(self.desk.common(here), me, own)


def mark_of(secret: str) -> str:
    """What the page sends along with each change."""
    return hashlib.sha256(f"page:{secret}".encode()).hexdigest()


class TypeCode(VotePage):
    """Where the code is typed in."""

    @told
    async def get(self) -> None:
        """The form; with a code, the way on."""
        typed = self.get_query_argument("code", "")
        code = as_code(typed)
        if code:
            self.redirect(f"{self.settings.get('base_url', '/')}room/{code}")
            return
        self.page("code", "Join a workshop")


class Vote(VotePage):
    """The page itself: the way in, then the question of the moment, then what the room answered."""

    async def get(self, typed: str) -> None:
        """The page; small letters in the address are forgiven."""
        try:
            here = await self.here(typed)
        except NotFound:
            self.set_status(404)
            self.page("code", "There is no room with this code")
            return
        self.page("vote", here.deck.title, here.code, mark_of(self.keep_secret(here.code)))


class VoteState(VotePage):
    """What one person sees now."""

    @told
    async def get(self, code: str) -> None:
        """JSON; before joining only what the room is called and which hats there are."""
        here = await self.here(code)
        found = await self.desk.run(self.desk.door.people.find, here.id, self.secret(here.code))
        if found is None:
            self.desk.tried_from(here.code, self.device())
            self.send({"title": here.deck.title, "state": here.state, "locked": here.locked, "hats": dict(HATS)})
            return
        self.send(await self.state(here, found))


class Join(VotePage):
    """Coming in."""

    @told
    async def post(self, code: str) -> None:
        """With a name or without, and a hat."""
        here = await self.here(code)
        secret, sent = self.check_xsrf(here.code), self.body()
        name, hat = sent.get("name") or "", sent.get("hat")
        if not isinstance(name, str) or not isinstance(hat, str):
            raise InputError("Choose a hat.", "Then come in.")
        me = await self.desk.run(self.desk.door.people.join, here, secret, name, hat)
        self.send(await self.state(here, me))


class SaveAnswer(VotePage):
    """Saving one's answer: the answer to this call means that it is on disk."""

    @told
    async def post(self, code: str) -> None:
        """The answer, its key, and which stored one it replaces."""
        here = await self.here(code)
        self.check_xsrf(here.code)
        me, sent = await self.me(here), self.body()
        fits = {"activity": str, "round": int, "value": dict, "key": str, "seen": int}
        if any(not isinstance(sent.get(name), kind) or isinstance(sent[name], bool) for name, kind in fits.items()):
            raise InputError("The page sent something odd.", "Reload it.")
        answer = Answering(*(sent[name] for name in fits))
        with self.saving():
            saved = await self.desk.run(self.desk.door.people.save, here, me, answer)
        self.send({"key": saved.key, "version": saved.version, "saved_at": saved.at.timestamp()})


class VoteEvents(VotePage):
    """That the room moved on, as it happens."""

    @told
    async def get(self, code: str) -> None:
        """A stream of version numbers."""
        here = await self.here(code)
        await self.me(here)
        await self.stream(here.code, everything=False)
