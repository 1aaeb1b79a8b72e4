"""Who is in the room, who is missing, and what changed since the scope was signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from workbook.errors import WorkbookError
from workbook.project import Evidence
from workbook.scoping.answers import Hat, ScopingAnswers


@dataclass(frozen=True)
class Room:
    """Hats that nobody wears, and affected groups that nobody speaks for."""

    missing_hats: tuple[str, ...]
    voiceless: tuple[str, ...]
    people: int


def room_of(answers: ScopingAnswers) -> Room:
    """Who is missing from the room."""
    worn = {one.hat for one in answers.people if one.name.strip()}
    missing = tuple(hat for hat in get_args(Hat) if hat not in worn)
    voiceless = tuple(
        one.who for one in answers.affected if one.who.strip() and one.harm != "none" and not one.voice.strip()
    )
    return Room(missing, voiceless, len([one for one in answers.people if one.name.strip()]))


def room_in_words(room: Room) -> str:
    """Who is missing, as something to act on."""
    if not room.people:
        return "Nobody is listed yet: write who takes part, and with which hat."
    hats = f"Nobody wears the hat of: {', '.join(room.missing_hats)}." if room.missing_hats else "Every hat is worn."
    voices = f" Nobody speaks for: {', '.join(room.voiceless)}." if room.voiceless else ""
    return f"{hats}{voices}"


@dataclass(frozen=True)
class Creep:
    """What changed since the first signed scope, in words."""

    signed_by: str
    changes: tuple[str, ...]


def creep_of(answers: ScopingAnswers, signed: Evidence | None) -> Creep:
    """Compare the scope with the first one that was signed.

    Raises
    ------
    WorkbookError
        It was never signed.
    """
    if signed is None:
        raise WorkbookError(
            "The scope has not been signed yet.", "Sign it once it is agreed; from then on this page shows what grows."
        )
    then, now = signed.result.get("answers", {}), answers.model_dump(mode="json")
    titles = {name: info.title or name for name, info in ScopingAnswers.model_fields.items()}
    changes = [_change(titles[name], then.get(name), now[name]) for name in now if then.get(name) != now[name]]
    return Creep(f"{signed.person.name} on {signed.at:%d %b %Y}", tuple(changes))


def _change(title: str, old: Any, new: Any) -> str:
    if isinstance(old, list) and isinstance(new, list):
        added, gone = [one for one in new if one not in old], [one for one in old if one not in new]
        parts = [f"added {', '.join(map(_name, added))}"] if added else []
        parts += [f"removed {', '.join(map(_name, gone))}"] if gone else []
        return f"{title}: {'; '.join(parts) or 'reordered'}"
    return f"{title}: “{_name(old)}” became “{_name(new)}”"


def _name(value: Any) -> str:
    if isinstance(value, Mapping):
        return next((str(inner) for inner in value.values() if inner), "an empty line")
    text = "nothing" if value in (None, "") else str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def creep_in_words(creep: Creep) -> str:
    """What grew since the scope was signed."""
    if not creep.changes:
        return f"The scope is as {creep.signed_by} signed it."
    lines = [f"Since {creep.signed_by} signed it, {len(creep.changes)} things changed:"]
    return "\n\n".join([*lines, *(f"• {one}" for one in creep.changes)])
