"""The deck of a workshop: loaded from content, and what of it may be shown before the answers are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from workbook.content import load
from workbook.content.activities import Activity, Deck, Files
from workbook.errors import InputError, NotFound

DEFAULT = "room_loan"
DECKS = (DEFAULT, "room_training")
"""What a room can be opened with."""
HATS: Mapping[str, str] = {
    "product": "Product",
    "data": "Data",
    "engineering": "Engineering",
    "compliance": "Compliance",
    "executive": "Executive",
    "domain": "Domain",
}
"""The hats that people wear in a workshop, by the names under which they are stored."""
HIDDEN = ("model", "outcome", "row")
"""What of a file is not sent to anybody before the answers are shown."""


def open_deck(name: str = DEFAULT) -> Deck:
    """A deck of the content folder.

    Raises
    ------
    NotFound
        There is none of that name.
    InputError
        It does not have the shape of a deck; the message names the place.
    """
    return as_deck(load(name))


def as_deck(values: Any) -> Deck:
    """Plain values as a deck; raises `InputError` where they are none."""
    try:
        return Deck.model_validate(values)
    except ValidationError as error:
        raise InputError("This is not a deck of a workshop.", "Choose another one.") from error


def to_text(deck: Deck) -> str:
    """A deck as it is kept with its room, so that a later release does not change what was asked."""
    return deck.model_dump_json()


@lru_cache(maxsize=64)  # read with every answer of a room
def from_text(written: str) -> Deck:
    """The deck that was kept with a room."""
    return as_deck(json.loads(written))


def activity_of(deck: Deck, identifier: str) -> Activity:
    """An activity of a deck. Raises `NotFound`."""
    for one in deck.activities:
        if one.id == identifier:
            return one
    raise NotFound("There is no such question in this room.", "Reload the page.")


def asked(activity: Activity) -> dict[str, Any]:
    """An activity as it may be sent to the people: all but what would give the answer away."""
    shown: dict[str, Any] = activity.model_dump(mode="json", exclude={"key"})
    if isinstance(activity, Files):
        shown["files"] = [{name: one[name] for name in one if name not in HIDDEN} for one in shown["files"]]
        del shown["happened_yes"], shown["happened_no"], shown["threshold"], shown["score"]
    return shown
