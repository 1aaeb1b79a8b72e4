"""Who is in the room, who is missing, and who is affected without a voice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from workbook.scoping.answers import Hat, ScopingAnswers

ASKS: Mapping[str, str] = {
    "product": "Who will work differently on the day after launch, and do they want to?",
    "data": "Do the rows show what really happened, and for whom are there none?",
    "engineering": "Where does it run, who is woken when it stops, and what happens meanwhile?",
    "compliance": "May we use these data for this, and what must we be able to show later?",
    "executive": "What will we not do because we do this, and who says stop?",
    "domain": "When would somebody who does this work every day overrule the model, and why?",
}
"""The question that stays open while nobody wears the hat."""


@dataclass(frozen=True)
class Room:
    """Who takes part by hat, hats that nobody wears, and affected groups without a voice here.

    Attributes
    ----------
    worn : tuple of (hat, names)
        All six hats, in their order; no names where nobody wears it.
    missing_hats : tuple of str
    voiceless : tuple of str
        Affected groups that nobody speaks for; those who bear no harm are not counted, those of unknown harm are.
    absent : tuple of (group, voice)
        Groups whose voice is not among the people who take part.
    people : int
    """

    worn: tuple[tuple[str, tuple[str, ...]], ...]
    missing_hats: tuple[str, ...]
    voiceless: tuple[str, ...]
    absent: tuple[tuple[str, str], ...]
    people: int


def room_of(answers: ScopingAnswers) -> Room:
    """Who is missing from the room."""
    here = [one for one in answers.people if one.name.strip()]
    names = {one.name.strip().casefold() for one in here}
    worn = tuple(
        (hat, tuple(dict.fromkeys(one.name.strip() for one in here if one.hat == hat))) for hat in get_args(Hat)
    )
    touched = [one for one in answers.affected if one.who.strip() and one.harm != "none"]
    return Room(
        worn=worn,
        missing_hats=tuple(hat for hat, wearers in worn if not wearers),
        voiceless=tuple(one.who.strip() for one in touched if not one.voice.strip()),
        absent=tuple(
            (one.who.strip(), one.voice.strip())
            for one in touched
            if one.voice.strip() and one.voice.strip().casefold() not in names
        ),
        people=len(names),
    )


def room_in_words(room: Room) -> str:
    """Who is missing, as something to act on."""
    voices = f"Nobody speaks for: {', '.join(room.voiceless)}." if room.voiceless else ""
    if not room.people:
        return " ".join(["Nobody is listed yet: write who takes part, and with which hat.", voices]).strip()
    hats = f"Nobody wears the hat of: {', '.join(room.missing_hats)}." if room.missing_hats else "Every hat is worn."
    absent = (
        f"Named as a voice, but not among those who take part: {', '.join(f'{voice} (for {who})' for who, voice in room.absent)}."
        if room.absent
        else ""
    )
    return "\n\n".join(one for one in (hats, voices, absent) if one)
