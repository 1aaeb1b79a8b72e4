"""What the scope says now against what was signed first: added, removed, changed, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from workbook.errors import WorkbookError
from workbook.project import Evidence
from workbook.scoping.answers import ScopingAnswers
from workbook.scoping.measuring import number

NAMED_BY: Mapping[str, tuple[str, ...]] = {
    "affected": ("who",),
    "routes": ("title", "name"),
    "ideas": ("title",),
    "people": ("name",),
}
"""Which fields tell that a line is the same line as before."""
NOTHING = (None, "", "not said")
LONG = 60
CONTEXT_WORDS = 3

Kind = Literal["added", "removed", "changed"]
Line = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """One difference to the signed scope."""

    kind: Kind
    field: str
    sentence: str


@dataclass(frozen=True)
class Creep:
    """What changed since the first signed scope, and who signed that."""

    signed_by: str
    changes: tuple[Change, ...]


def creep_of(answers: ScopingAnswers, signed: Evidence | None) -> Creep:
    """Compare the scope with the first one that was signed.

    Parameters
    ----------
    answers : ScopingAnswers
    signed : Evidence or None
        "scoping.signed", whose result holds the answers as they were.

    Raises
    ------
    WorkbookError
        It was never signed, or what was signed holds no answers.
    """
    if signed is None:
        raise WorkbookError(
            "The scope has not been signed yet.", "Sign it once it is agreed; from then on this page shows what grows."
        )
    then = signed.result.get("answers")
    if not isinstance(then, Mapping):
        raise WorkbookError("The signed scope holds no answers to compare with.", "Sign the scope again.")
    return Creep(
        f"{signed.person.name} on {signed.at.day} {signed.at:%B %Y}",
        tuple(_changes(then, answers.model_dump(mode="json"))),
    )


def _changes(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Change]:
    for name, info in ScopingAnswers.model_fields.items():
        default = info.get_default(call_default_factory=True)
        # A question that an earlier release did not ask was not answered then.
        old, new, title = (
            then.get(name, list(default) if isinstance(default, tuple) else default),
            now[name],
            str(info.title),
        )
        if name in NAMED_BY:
            yield from _line_changes(name, title, old if isinstance(old, list) else [], new)
        elif old != new:
            yield _value_change(name, title, old, new)


def _value_change(field: str, title: str, old: Any, new: Any) -> Change:
    label = title if title.endswith("?") else f"{title}:"
    if old in NOTHING:
        return Change("added", field, f"{label} {_told(new)}")
    if new in NOTHING:
        return Change("removed", field, f"{label} {_told(old)}")
    before, after = _apart(old, new) if isinstance(old, str) and isinstance(new, str) else (_told(old), _told(new))
    return Change("changed", field, f"{label} {before} became {after}")


def _line_changes(field: str, title: str, old: Sequence[Line], new: Sequence[Line]) -> Iterator[Change]:
    before, after = _by_name(field, old), _by_name(field, new)
    for key, line in after.items():
        if key not in before:
            yield Change("added", field, f"{title}: {_line_name(field, line)}")
        else:
            inner = tuple(_inner_changes(before[key], line))
            if inner:
                yield Change("changed", field, f"{title}: {_line_name(field, line)} ({'; '.join(inner)})")
    for key, line in before.items():
        if key not in after:
            yield Change("removed", field, f"{title}: {_line_name(field, line)}")


def _by_name(field: str, lines: Sequence[Line]) -> dict[tuple[str, int], Line]:
    """Lines by name; of several with one name, the first matches the first. Lines without a name do not count."""
    found: dict[tuple[str, int], Line] = {}
    for line in lines:
        name = _line_name(field, line).casefold()
        if name:
            found[name, sum(known == name for known, _ in found)] = line
    return found


def _line_name(field: str, line: Line) -> str:
    first, *more = (str(line.get(part) or "").strip() for part in NAMED_BY[field])
    return f"{first} ({', '.join(more)})" if any(more) else first


def _inner_changes(old: Line, new: Line) -> Iterator[str]:
    for name, value in new.items():
        was = old.get(name)
        if was != value and not (was in NOTHING and value in NOTHING) and name in old:
            yield f"{name}: {_told(was)} became {_told(value)}"


def _told(value: Any) -> str:
    if value in NOTHING:
        return "nothing"
    if isinstance(value, int | float):
        return number(float(value))
    text = str(value)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        day = date.fromisoformat(text)
        return f"{day.day} {day:%B %Y}"
    return f"“{text if len(text) <= LONG else text[: LONG - 1].rstrip() + '…'}”"


def _apart(old: str, new: str) -> tuple[str, str]:
    """Two texts where they part: short ones whole, long ones with a few words around the difference."""
    if max(len(old), len(new)) <= LONG:
        return _told(old), _told(new)
    was, now = old.split(), new.split()
    shared = min(len(was), len(now))
    start = next((place for place in range(shared) if was[place] != now[place]), shared)
    end = next((place for place in range(shared - start) if was[-1 - place] != now[-1 - place]), shared - start)
    return _around(was, start, end), _around(now, start, end)


def _around(words: Sequence[str], start: int, end: int) -> str:
    first, last = max(0, start - CONTEXT_WORDS), min(len(words), len(words) - end + CONTEXT_WORDS)
    middle = " ".join(words[first:last])
    middle = middle if len(middle) <= 2 * LONG else middle[: 2 * LONG - 1].rstrip() + "…"
    return f"“{'… ' if first else ''}{middle}{' …' if last < len(words) else ''}”"


def creep_in_words(creep: Creep) -> str:
    """What grew, shrank and changed since the scope was signed."""
    if not creep.changes:
        return f"The scope is as {creep.signed_by} signed it."
    counts = {kind: sum(one.kind == kind for one in creep.changes) for kind in ("added", "removed", "changed")}
    told = ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)
    lines = [f"Since {creep.signed_by} signed it: {told}."]
    lines += [
        f"• {one.kind.capitalize()}: {one.sentence}" for kind in counts for one in creep.changes if one.kind == kind
    ]
    return "\n\n".join(lines)
