"""Putting on record what the room decided: in the log, in the answer of a stage, and as second opinions on labels."""

from __future__ import annotations

from typing import Any

from workbook.errors import InputError
from workbook.room.apart import widest
from workbook.room.keeping import keep
from workbook.room.opinions import keep_opinions
from workbook.room.record import Reveal, Room
from workbook.room.store import MovedMeanwhile
from workbook.room.views import current_of
from workbook.server.room_base import told
from workbook.server.room_lead import LeadState


class Settle(LeadState):
    """Putting on record what the room decided."""

    @told
    async def post(self, code: str) -> None:
        """Decision, dissent and reason on the answers that the facilitator saw."""
        here, sent = await self.led(code), self.body()
        texts = {name: sent.get(name) or "" for name in ("decision", "dissent", "reason")}
        kept, seen = sent.get("keep", ""), sent.get("seen")
        if here.activity is None or here.state != "revealed":
            raise InputError("Nothing is shown now.", "Reveal the answers first.")
        if (sent.get("activity"), sent.get("round")) != (here.activity, here.round):
            raise MovedMeanwhile("The room has moved on to other answers.", "Look at it again.")
        if not all(isinstance(one, str) for one in texts.values()) or not _enterable(kept, seen):
            raise InputError("The page sent something odd.", "Reload it.")
        if not texts["decision"].strip():  # before anything is written to a stage
            raise InputError("No decision is written yet.", "Write what the room decided, also “nothing yet”.")
        shown = Reveal(here.activity, here.round, here.created_at, **texts)
        await self.desk.run(self._settle, here, kept, seen, shown)
        await self.desk.listeners.look()
        self.send(await self.desk.run(self.state, await self.here(code)))

    def _settle(self, here: Room, kept: str | list[str], seen: int | None, shown: Reveal) -> None:
        door, who, current = self.desk.door, self.who(), here.current
        repository, found = door.rooms.repository, current_of(door, here)
        rows = widest(found.rows, 1) if found else ()
        title = current.title if current else ""
        said = {"title": title, "answers": found.people if found else 0, "apart": rows[0].word if rows else ""}
        answer = keep(repository, here.project_id, who, current, kept, seen) if current else {}
        answers = door.people.shown_answers(here.id, shown.activity, shown.round)
        keep_opinions(repository, who, here, current, answers)
        door.rooms.settle(here.code, who, shown, said | dict(answer))


def _enterable(kept: Any, seen: Any) -> bool:
    """Whether a page of ours can have sent this: a text or ticked columns, and the version that was seen."""
    texts = isinstance(kept, str) or (isinstance(kept, list) and all(isinstance(one, str) for one in kept))
    return texts and (seen is None or (isinstance(seen, int) and not isinstance(seen, bool)))
