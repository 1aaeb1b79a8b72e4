"""What a workshop knows, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from workbook.content.activities import Activity, Deck
from workbook.room.deck import activity_of

State = Literal["lobby", "asking", "paused", "revealed", "closed"]


@dataclass(frozen=True)
class Room:
    """A workshop at one moment.

    Attributes
    ----------
    code : str
        Five letters that people type to come in.
    activity : str or None
        What is asked or shown now; None in the lobby.
    round : int
        Of that activity: 1, or 2 and more where it is asked again after it was shown.
    version : int
        Raised by each move, so that two clicks do not make two moves.
    ends_at : datetime or None
        When the time for answering is over; None where it does not run.
    seconds_left : float or None
        What was left when the room was paused.
    locked : bool
        Whether the door is closed for who is not in yet.
    """

    id: str
    code: str
    project_id: str
    deck: Deck
    state: State
    activity: str | None
    round: int
    version: int
    ends_at: datetime | None
    seconds_left: float | None
    locked: bool
    created_by: str
    created_at: datetime

    @property
    def current(self) -> Activity | None:
        """The activity itself."""
        return None if self.activity is None else activity_of(self.deck, self.activity)


@dataclass(frozen=True)
class Participant:
    """Somebody in a room. `name` is None for who stays anonymous."""

    id: str
    name: str | None
    hat: str
    joined_at: datetime


@dataclass(frozen=True)
class Saved:
    """One's own answer as it is stored, and the key of the save that stored it."""

    value: Mapping[str, Any]
    key: str
    version: int
    at: datetime


@dataclass(frozen=True)
class Given:
    """An answer that was shown. `who` links the rounds of one person; it is never sent to anybody."""

    who: str
    hat: str
    value: Mapping[str, Any]


@dataclass(frozen=True)
class Reveal:
    """That an activity was shown, and what the room then settled."""

    activity: str
    round: int
    at: datetime
    decision: str | None = None
    dissent: str | None = None
    reason: str | None = None
