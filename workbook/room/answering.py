"""What a person may answer: checked against the activity, told in plain words, kept in one plain form."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from workbook.content.activities import (
    Activity,
    Choice,
    Dots,
    Estimate,
    Files,
    FreeText,
    Item,
    Owner,
    PreMortem,
    Rank,
    Scale,
    Timeline,
    Veto,
)
from workbook.errors import InputError

LONGEST_TEXT = 600
LONGEST_REASON = 300
SCALE = ("strongly disagree", "disagree", "in between", "agree", "strongly agree")
MARKS = ("in_time", "later", "unsure")
"""The answers to a veto as they are stored, in the order in which the activity calls them."""
RETRY = "Change it and save again."


def checked(activity: Activity, given: Any) -> dict[str, Any]:
    """An answer as it is kept: only what the activity asks for.

    Parameters
    ----------
    activity : Activity
    given : mapping
        What the browser sent; anything may stand in it.

    Raises
    ------
    InputError
        Something is missing or cannot be: the message says what, in the person's words.
    """
    if not isinstance(given, Mapping):
        raise InputError("There is no answer in it.", "Answer and save again.")
    kept = CHECKS[activity.kind](activity, given)
    reason = _text(given.get("reason", ""), LONGEST_REASON) if activity.reason else ""
    return kept | ({"reason": reason} if reason else {})


def _estimate(activity: Estimate, given: Mapping[str, Any]) -> dict[str, Any]:
    numbers = [_number(given.get(name), told) for name, told in _ESTIMATE]
    low, value, high = numbers
    if not activity.lowest <= min(numbers) <= max(numbers) <= activity.highest:
        raise InputError(f"It must lie between {activity.lowest:g} and {activity.highest:g}.", RETRY)
    if not low <= value <= high:
        raise InputError("Your number must lie between your lowest and your highest.", RETRY)
    return {"low": low, "value": value, "high": high}


_ESTIMATE = (("low", "the lowest"), ("value", "your number"), ("high", "the highest"))


def _timeline(activity: Timeline, given: Mapping[str, Any]) -> dict[str, Any]:
    points = [
        _number(given.get(name), told)
        for name, told in (("best", "if all goes well"), ("likely", "most likely"), ("worst", "if much goes wrong"))
    ]
    best, likely, worst = points
    if not 0 <= min(points) <= max(points) <= activity.longest:
        raise InputError(f"It must lie between 0 and {activity.longest:g} {activity.unit}.", RETRY)
    if not best <= likely <= worst:
        raise InputError("The three must rise: all goes well, most likely, much goes wrong.", RETRY)
    return {"best": best, "likely": likely, "worst": worst}


def _choice(activity: Choice, given: Mapping[str, Any]) -> dict[str, Any]:
    return {"choice": _one_of(given.get("choice"), activity.items)}


def _rank(activity: Rank, given: Mapping[str, Any]) -> dict[str, Any]:
    order = given.get("order")
    names = _names(activity.items)
    if not isinstance(order, list) or not all(isinstance(one, str) for one in order) or sorted(order) != sorted(names):
        raise InputError("Put each of them in its place, once.", RETRY)
    return {"order": list(order)}


def _dots(activity: Dots, given: Mapping[str, Any]) -> dict[str, Any]:
    dots = given.get("dots")
    names = _names(activity.items)
    whole = isinstance(dots, Mapping) and all(
        name in names and isinstance(many, int) and not isinstance(many, bool) and many >= 0
        for name, many in dots.items()
    )
    if not whole or sum(dots.values()) != activity.dots:  # type: ignore[union-attr]
        raise InputError(f"Spread exactly {activity.dots} dots.", RETRY)
    return {"dots": {name: many for name, many in dots.items() if many}}  # type: ignore[union-attr]


def _scale(activity: Scale, given: Mapping[str, Any]) -> dict[str, Any]:
    return {"ratings": _each(given.get("ratings"), activity.items, range(1, len(SCALE) + 1), "Answer each statement.")}


def _owner(activity: Owner, given: Mapping[str, Any]) -> dict[str, Any]:
    return {"owners": _each(given.get("owners"), activity.items, _names(activity.owners), "Name one for each.")}


def _veto(activity: Veto, given: Mapping[str, Any]) -> dict[str, Any]:
    return {"marks": _each(given.get("marks"), activity.items, MARKS, "Answer for each column.")}


def _files(activity: Files, given: Mapping[str, Any]) -> dict[str, Any]:
    names = [one.id for one in activity.files]
    return {"decisions": _mapped(given.get("decisions"), names, ("yes", "no"), "Decide each of them.")}


def _free_text(activity: FreeText, given: Mapping[str, Any]) -> dict[str, Any]:
    return {"text": _needed(_text(given.get("text"), LONGEST_TEXT))}


def _premortem(activity: PreMortem, given: Mapping[str, Any]) -> dict[str, Any]:
    cause, sign = (_text(given.get(name, ""), LONGEST_TEXT) for name in ("text", "sign"))
    return {"text": _needed(cause)} | ({"sign": sign} if sign else {})


CHECKS: Mapping[str, Callable[[Any, Mapping[str, Any]], dict[str, Any]]] = {
    "estimate": _estimate,
    "timeline": _timeline,
    "choice": _choice,
    "rank": _rank,
    "dots": _dots,
    "scale": _scale,
    "owner": _owner,
    "files": _files,
    "veto": _veto,
    "text": _free_text,
    "premortem": _premortem,
}


def _names(items: Iterable[Item]) -> list[str]:
    return [one.id for one in items]


def _one_of(given: Any, items: Iterable[Item]) -> str:
    if given not in _names(items):
        raise InputError("Choose one of them.", RETRY)
    return str(given)


def _each(given: Any, items: Iterable[Item], allowed: Iterable[Any], told: str) -> dict[str, Any]:
    return _mapped(given, _names(items), allowed, told)


def _mapped(given: Any, names: list[str], allowed: Iterable[Any], told: str) -> dict[str, Any]:
    known = list(allowed)
    fine = isinstance(given, Mapping) and set(given) == set(names)
    if not fine or any(isinstance(given[name], bool) or given[name] not in known for name in names):
        raise InputError(told, RETRY)
    return {name: given[name] for name in names}


def _number(given: Any, told: str) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float) or not math.isfinite(given):
        raise InputError(f"Enter a number for “{told}”.", RETRY)
    return float(given)


def _text(given: Any, longest: int) -> str:
    if not isinstance(given, str):
        raise InputError("Write it in words.", RETRY)
    written = "".join(sign for sign in given if sign == "\n" or sign.isprintable()).strip()
    if len(written) > longest:
        raise InputError(f"It may have at most {longest} characters; it has {len(written)}.", RETRY)
    return written


def _needed(written: str) -> str:
    if not written:
        raise InputError("Nothing is written yet.", "Write a sentence and save again.")
    return written
