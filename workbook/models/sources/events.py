"""Which of a model's two classes is the event: what the team said about its label decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from workbook.data.roles import COMPARISONS, Positive, condition, matching, shown
from workbook.errors import InputError


@dataclass(frozen=True)
class Wanted:
    """The event as the team said it.

    Attributes
    ----------
    positive : value, values or condition
        Which values of the label are the event, as in a tally.
    place : {0, 1} or None
        Its place among the classes, where somebody said it outright or it is on record.
    """

    positive: Positive = 1
    place: int | None = None


@dataclass(frozen=True)
class Event:
    """Its place among the model's classes, and what must be said about the choice ("" where nothing)."""

    place: int
    note: str = ""


def event_among(classes: Sequence[Any], wanted: Wanted) -> Event:
    """Which class of a model is the event.

    Parameters
    ----------
    classes : sequence
        In the model's own order.
    wanted : Wanted

    Raises
    ------
    InputError
        The model tells more than two classes apart, only one, or two of which none is the event.
    """
    values = [one.item() if hasattr(one, "item") else one for one in classes]
    told = " and ".join(f"“{shown(value)}”" for value in values[:6])
    if len(values) > 2:
        raise InputError(
            f"The model tells {len(values)} classes apart ({told}{' …' if len(values) > 6 else ''}); "
            "what is tried here is a yes or no.",
            "Train it on the event against the rest, or bring the score of the one class as a function: "
            "page.use_model(lambda rows: model.predict_proba(rows)[:, 0], columns=[…]).",
        )
    if len(values) < 2:
        raise InputError(f"The model knows only one class ({told}).", "Train it on rows with both outcomes.")
    if wanted.place is not None:
        return Event(wanted.place)
    met = [place for place, value in enumerate(values) if _is_meant(value, values, wanted.positive)]
    if len(met) == 1:
        place = met[0]
        usual = _code(values[place]) == 1 or (place == 1 and isinstance(values[place], str))
        return Event(place, "" if usual else f"Of its classes {told}, “{shown(values[place])}” is the event.")
    if {_code(value) for value in values} == {0, 1}:
        place = [_code(value) for value in values].index(1)
        return Event(place, f"Its classes are 0 and 1; 1 is taken for the event ({_said(wanted.positive)}).")
    raise InputError(
        f"The model tells {told} apart, and the event of these rows is {_said(wanted.positive)}.",
        "On the Start page, write the value of the label that is the event, as the model calls it; "
        "or train it on the label of these rows.",
    )


def _is_meant(value: Any, values: Sequence[Any], positive: Positive) -> bool:
    asked = condition(positive) if isinstance(positive, str) else None
    if asked is None and isinstance(positive, tuple) and len(positive) == 1:
        asked = condition(positive[0])
    if asked is not None:
        return isinstance(value, int | float) and bool(COMPARISONS[asked[0]](value, asked[1]))
    return any(value is hit or value == hit for hit in matching(values, positive))


def _code(value: Any) -> float | None:
    """The number that a class is; None where it is a word."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _said(positive: Positive) -> str:
    many = positive if isinstance(positive, tuple | list) else (positive,)
    return " or ".join(f"“{shown(one)}”" for one in many)
