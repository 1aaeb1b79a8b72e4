"""One person's changes laid over what is stored at this moment: accepted, refused, or in conflict. No database here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import PydanticSerializationError, to_jsonable_python

from workbook.errors import InputError
from workbook.project.answers import Answer, outdated, problems_of, stored_values
from workbook.project.chain import canonical
from workbook.project.problems import Conflict, Refused
from workbook.project.sections import Section


@dataclass(frozen=True)
class Merged:
    """What is to be written.

    Attributes
    ----------
    changed : mapping of str to JSON value
        Fields to store, in the form that the section gives them (1 becomes 1.0 in a field of floats).
    removed : frozenset of str
        Stored fields that the section gave up when it was upgraded.
    """

    changed: Mapping[str, Any]
    removed: frozenset[str] = frozenset()


def merge(
    section: type[Section],
    stored: Mapping[str, Answer],
    changes: Mapping[str, Any],
    seen: Mapping[str, int] | None = None,
) -> Merged:
    """Lay changes over the stored answers of a section, and validate the whole.

    Parameters
    ----------
    section : type
    stored : mapping of str to Answer
        Read within the transaction that will write.
    changes : mapping of str to value
        None is a value, like any other.
    seen : mapping of str to int, optional
        Version of each field that the person saw (0 where there was none); without it the last writer wins.

    Raises
    ------
    Conflict
        Somebody else changed a field since this person saw it, to another value.
    Refused
        A field, or the section as a whole, does not fit.
    """
    today = stored_values(section, stored)
    entered = {name: value for name, value in _as_json(section, changes).items() if not _same(today, name, value)}
    for name, value in entered.items():
        _refuse_conflict(name, value, stored.get(name), seen)
    accepted = _accepted(section, today, entered)
    changed = {name: accepted[name] for name in entered if not _same(today, name, accepted[name])}
    if not changed or not outdated(section, stored):
        return Merged(changed)
    upgraded = {name: value for name, value in today.items() if name not in stored or stored[name].value != value}
    return Merged(upgraded | changed, frozenset(stored) - frozenset(today))


def _same(values: Mapping[str, Any], name: str, value: Any) -> bool:
    return name in values and canonical(values[name]) == canonical(value)


def _as_json(section: type[Section], changes: Mapping[str, Any]) -> dict[str, Any]:
    refused = {name: "There is no such field." for name in changes if name not in section.model_fields}
    entered: dict[str, Any] = {}
    for name, value in changes.items():
        try:
            entered[name] = to_jsonable_python(value, inf_nan_mode="constants")
            canonical(entered[name])
        except (InputError, PydanticSerializationError):
            refused.setdefault(name, "Enter text, a finite number, or a list of them.")
    if refused:
        raise Refused(refused)
    return entered


def _refuse_conflict(name: str, mine: Any, theirs: Answer | None, seen: Mapping[str, int] | None) -> None:
    if seen is None or theirs is None or seen.get(name, 0) >= theirs.version or mine == theirs.value:
        return
    raise Conflict(name, mine, theirs.value, theirs.person, theirs.at)


def _accepted(section: type[Section], today: Mapping[str, Any], entered: Mapping[str, Any]) -> dict[str, Any]:
    """The whole section as JSON. What was stored under older limits does not lock other fields out."""
    kept = dict(today)
    while problems := problems_of(section, kept | dict(entered)):
        old = {name for name in problems if name in kept and name not in entered}
        others = {name: text for name, text in problems.items() if name not in old}
        if not old and _refused_before(section, today, problems):
            return kept | dict(entered)
        if others or not old:
            raise Refused(others or problems)
        kept = {name: value for name, value in kept.items() if name not in old}
    return section(**(kept | dict(entered))).model_dump(mode="json")


def _refused_before(section: type[Section], today: Mapping[str, Any], problems: Mapping[str, str]) -> bool:
    """Whether the section as a whole was refused already, in the same words, before anything was entered."""
    return set(problems) == {""} and problems_of(section, today) == problems
