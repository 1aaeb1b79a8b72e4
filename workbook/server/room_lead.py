"""The facilitator's pages: the rooms there are, the console, the screen for the wall, and what is taken away."""

from __future__ import annotations

import io
from collections.abc import Awaitable
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from jupyter_server.base.handlers import JupyterHandler

from workbook.errors import InputError
from workbook.project import Person
from workbook.project.people import ALLOWED
from workbook.report import render
from workbook.room.cards import MOST_CARDS, card_secret, cards
from workbook.room.copies import HANDED_OUT
from workbook.room.deck import DECKS, DEFAULT, open_deck
from workbook.room.exporting import summary, to_csv
from workbook.room.keeping import as_page as offer
from workbook.room.moving import ACTS, Move
from workbook.room.record import Room
from workbook.room.views import current_of, for_facilitator
from workbook.server.room_base import RoomPage, keep_secret, told
from workbook.server.sharing import is_loopback


class LeadPage(RoomPage, JupyterHandler):  # type: ignore[misc]
    """Whoever came in and may write leads. Origin and XSRF are checked by the server that we build on."""

    async def prepare(self, *, _redirect_to_login: bool = True) -> None:
        """Whoever has not come in is sent to the door, before anything is read."""
        await super().prepare(_redirect_to_login=_redirect_to_login)
        if not self._finished and self.current_user is None:
            self.redirect(self.get_login_url())

    def knows(self, code: str) -> bool:
        """Whoever came in by the door guesses no codes: the project decides what they may."""
        return True

    def who(self) -> Person:
        """The person who leads."""
        person: Person = self.current_user.person
        return person

    async def led(self, code: str) -> Room:
        """The room, if this person may lead it."""
        here = await self.here(code)
        await self.desk.run(self.desk.door.rooms.repository.require, here.project_id, self.who(), "write")
        return here

    def join_address(self, code: str) -> str:
        """Where people come in."""
        shared: str = self.settings["identity_provider"].doors.address
        base = str(self.settings.get("base_url", "/"))
        return f"{shared or f'{self.request.protocol}://{self.request.host}{base}'}room/{code}"

    def only_here(self, code: str) -> bool:
        """Whether nobody but this machine reaches that address."""
        host = urlsplit(self.join_address(code)).hostname or ""
        return is_loopback(host)

    def show(self, view: str, here: Room) -> None:
        """The page of a room."""
        mark = self.xsrf_token.decode("ascii")
        self.page(view, here.deck.title, here.code, mark, self.join_address(here.code))


class AllRooms(LeadPage):
    """The rooms of this person, and the way to open one."""

    async def get(self) -> None:
        """The page."""
        self.page("rooms", "Workshops", xsrf=self.xsrf_token.decode("ascii"))


class AllRoomsState(LeadPage):
    """The rooms and projects of this person."""

    @told
    async def get(self) -> None:
        """JSON."""
        rooms = self.desk.door.rooms
        found = await self.desk.run(rooms.of_person, self.who())
        projects = await self.desk.run(rooms.repository.projects, self.who())
        names = {one.id: one.name for one in projects}
        listed = [
            {"code": one.code, "state": one.state, "project": names[one.project_id], "at": one.created_at.timestamp()}
            for one in found
        ]
        handed_out = await self.desk.run(rooms.repository.noted, self.who(), HANDED_OUT)
        mine = [
            {"id": one.id, "name": one.name}
            for one in projects
            if "write" in ALLOWED[one.permission] and one.id not in handed_out
        ]
        decks = [{"id": one, "name": open_deck(one).title} for one in DECKS]
        self.send({"rooms": listed, "projects": mine, "decks": decks})

    @told
    async def post(self) -> None:
        """Open a room."""
        sent = self.body()
        project, deck = sent.get("project"), sent.get("deck", DEFAULT)
        if not isinstance(project, str) or deck not in DECKS:
            raise InputError("Choose a project.", "Then open the room.")
        here = await self.desk.run(self.desk.door.rooms.open, project, self.who(), deck)
        self.send({"code": here.code})


class Lead(LeadPage):
    """The console."""

    @told
    async def get(self, code: str) -> None:
        """The page."""
        self.show("lead", await self.led(code))


class Screen(LeadPage):
    """The screen for the wall."""

    @told
    async def get(self, code: str) -> None:
        """The page."""
        self.show("screen", await self.led(code))


class LeadState(LeadPage):
    """What the facilitator sees now."""

    @told
    async def get(self, code: str) -> None:
        """JSON."""
        here = await self.led(code)
        self.send(await self.desk.run(self.state, here))

    def state(self, here: Room) -> dict[str, Any]:
        """What all see, and who has answered."""
        seen = for_facilitator(self.desk.door, here, self.desk.common(here))
        offered = None
        if here.current and here.current.writes and here.state == "revealed":
            record = self.desk.door.rooms.repository.record(here.project_id, self.who())
            offered = offer(here.current, current_of(self.desk.door, here), record, date.today())
        others = self.desk.tried.get(here.code, set()) - {self.device()}
        reach = {"join": self.join_address(here.code), "only_here": self.only_here(here.code), "tried": len(others)}
        return {**seen, **reach, "offered": offered}


class Act(LeadState):
    """The facilitator's moves."""

    @told
    async def post(self, code: str) -> None:
        """One move, from the version that the facilitator saw."""
        here, sent = await self.led(code), self.body()
        act, seen = sent.get("act"), sent.get("version")
        activity, minutes = sent.get("activity", ""), sent.get("minutes", 0)
        fine = act in ACTS and isinstance(seen, int) and isinstance(activity, str) and isinstance(minutes, int | float)
        if not fine:
            raise InputError("The page sent something odd.", "Reload it.")
        move = Move(act, activity, float(minutes))  # type: ignore[arg-type]
        after = await self.desk.run(self.desk.door.rooms.move, here.code, self.who(), move, seen)
        await self.desk.listeners.look()
        self.send(await self.desk.run(self.state, after))


class LeadEvents(LeadPage):
    """That the room moved on, and how many have answered, as it happens."""

    @told
    async def get(self, code: str) -> None:
        """A stream of version, people and answers."""
        await self.stream((await self.led(code)).code, everything=True)


class JoinPicture(LeadPage):
    """The join address as a QR code."""

    @told
    async def get(self, code: str) -> None:
        """SVG, drawn here; nobody else is asked for it."""
        import segno

        here = await self.led(code)
        if self.only_here(here.code):
            raise InputError("Nobody else reaches this address.", "Start the workbook with: workbook app --share")
        drawn = io.BytesIO()
        segno.make(self.join_address(here.code), error="m").save(drawn, kind="svg", border=2, scale=8, light="#ffffff")
        self.set_header("Content-Type", "image/svg+xml")
        self.finish(drawn.getvalue())


class Cards(LeadPage):
    """Answer cards to print."""

    @told
    async def get(self, code: str) -> None:
        """As many cards as asked for, twelve where nothing is said."""
        here = await self.led(code)
        many = self.get_query_argument("many", "12")
        inside = cards(here, int(many) if many.isdecimal() and len(many) < 4 else 12)
        self.page("cards", here.deck.title, here.code, inside=inside, still=True)


class TypeIn(LeadPage):
    """A card typed in: this browser becomes the person behind it, in this room."""

    @told
    async def get(self, code: str, number: str) -> None:
        """On to the page of that person."""
        here = await self.led(code)
        if not 1 <= int(number) <= MOST_CARDS:
            raise InputError(f"Cards are numbered from 1 to {MOST_CARDS}.", "Read the number on the card.")
        secret = card_secret(self.settings["cookie_secret"], here, int(number))
        keep_secret(self, here.code, secret)
        self.redirect(f"{self.settings.get('base_url', '/')}room/{here.code}")


class TakeAway(LeadPage):
    """The answers as CSV, the summary as one page."""

    @told
    async def get(self, code: str, kind: str) -> None:
        """A file to keep."""
        here = await self.led(code)
        if kind == "answers.csv":
            written = (await self.desk.run(to_csv, self.desk.door, here)).encode("utf-8")
            self.give("text/csv; charset=utf-8", f"workshop-{here.code}.csv", written)
            return
        record = await self.desk.run(self.desk.door.rooms.repository.record, here.project_id, self.who())
        page = await self.desk.run(summary, self.desk.door, here, record.name)
        self.give("text/html; charset=utf-8", f"workshop-{here.code}.html", await self.desk.run(render, page, "html"))

    def give(self, kind: str, name: str, content: bytes) -> Awaitable[None]:
        """Hand a file over: it is kept, never shown here."""
        self.set_header("Content-Type", kind)
        self.set_header("Content-Disposition", f'attachment; filename="{name}"')
        return self.finish(content)
