"""Copies of the training case for teams, from the facilitator's console: made there, listed there, links told once."""

from __future__ import annotations

from typing import Any

from workbook.errors import InputError
from workbook.room.copies import Handed, copies, hand_out, new_link
from workbook.room.record import Room
from workbook.server.room_base import told
from workbook.server.room_lead import LeadPage

UNSHARED = ("Links work once others can reach the workbook.", "Start it with: workbook app --share")


class TeamsPage(LeadPage):
    """What both calls share."""

    @property
    def shared(self) -> bool:
        """Whether invitations open anything here."""
        return bool(self.settings["identity_provider"].doors.shared)

    def require_shared(self) -> None:
        """A link that nobody could open is not made. Raises `InputError`."""
        if not self.shared:
            raise InputError(*UNSHARED)

    def state(self, here: Room, handed: tuple[Handed, ...] = ()) -> dict[str, Any]:
        """The copies of this person, and the links that were made just now."""
        found = copies(self.desk.door.rooms.repository, self.who())
        listed = [
            {
                "project": one.project_id,
                "name": one.name,
                "team": one.team.name,
                "opened": one.opened,
                "until": one.until.timestamp() if one.until else None,
                "changed_at": one.changed_at.timestamp(),
            }
            for one in found
        ]
        links = {one.project_id: self.link(here, one.invitation.code) for one in handed}
        return {"copies": listed, "links": links, "shared": self.shared, "guest": self.who().is_guest}

    def link(self, here: Room, code: str) -> str:
        """Where a team comes in."""
        workbook = self.join_address(here.code).removesuffix(f"room/{here.code}")
        return f"{workbook}join?code={code}"


class Teams(TeamsPage):
    """The copies, and making them."""

    @told
    async def get(self, code: str) -> None:
        """JSON; no link, since of those the record keeps hashes only."""
        here = await self.led(code)
        self.send(await self.desk.run(self.state, here))

    @told
    async def post(self, code: str) -> None:
        """So many copies."""
        here, teams = await self.led(code), self.body().get("teams")
        self.require_shared()
        if isinstance(teams, bool) or not isinstance(teams, int):
            raise InputError("How many teams are there?", "Enter a whole number.")
        made = await self.desk.run(hand_out, self.desk.door.rooms.repository, self.who(), teams)
        self.send(await self.desk.run(self.state, here, made))


class TeamLink(TeamsPage):
    """A new link for one team."""

    @told
    async def post(self, code: str) -> None:
        """The link before it ends, with the pages that were opened by it."""
        here, project = await self.led(code), self.body().get("project")
        self.require_shared()
        if not isinstance(project, str):
            raise InputError("The page sent something odd.", "Reload it.")
        made = await self.desk.run(new_link, self.desk.door.rooms.repository, self.who(), project)
        self.send(await self.desk.run(self.state, here, (made,)))
