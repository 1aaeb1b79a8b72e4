"""What a promised accuracy, area under the curve or F1 can mean: all tables of right and wrong that it allows.

With p the share of positives, T the true and F the false positive rate: accuracy = pT + (1 - p)(1 - F), and a given F1
or precision is a straight line in (F, T) too, so for each p the allowed places form a stretch whose ends are exact. A
receiver operating curve that only rises has a place (F, T) under an area A exactly if T(1 - F) <= A <= 1 - F(1 - T): the
smallest and largest area of any such curve through it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from workbook.errors import InputError

Floats = NDArray[np.float64]
Claim = Literal["accuracy", "area under the curve", "F1"]
Known = Literal["recall", "precision", "false alarms", "selected", "share of positives"]
STEPS, SHARES, BINS = 401, 61, 40
TOLERANCE = 1e-9


@dataclass(frozen=True, eq=False)
class Allowed:
    """Places that a claim allows, each a share of positives with a true and a false positive rate.

    Attributes
    ----------
    share, recall, false_alarms : array, shape (places,)
    """

    share: Floats
    recall: Floats
    false_alarms: Floats

    @property
    def selected(self) -> Floats:
        """Share of all cases that are selected."""
        return self.share * self.recall + (1 - self.share) * self.false_alarms

    @property
    def precision(self) -> Floats:
        """Share of the selected that are positive; not a number where nobody is selected."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(self.share * self.recall / self.selected)


@dataclass(frozen=True)
class Meaning:
    """A claim in what it can mean for a year.

    Attributes
    ----------
    money, found, missed, falsely_selected, selected : tuple of float
        Smallest and largest that the claim allows, a year: euros and cases.
    hours : tuple of float or None
        Of work on the selected.
    never_selecting : float
        Accuracy of never selecting anybody, at the smallest share of positives given.
    ask : str or None
        The one further number that narrows the money most; None where nothing is left open.
    remaining : mapping of str to float
        Mean width of the money's range that is left once each further number is known.
    promised : bool
        Whether somebody promised it; else it is what these rows show at the declared threshold.
    """

    claim: Claim
    value: float
    share: tuple[float, float]
    money: tuple[float, float]
    found: tuple[float, float]
    missed: tuple[float, float]
    falsely_selected: tuple[float, float]
    selected: tuple[float, float]
    hours: tuple[float, float] | None
    never_selecting: float
    ask: Known | None
    remaining: Mapping[Known, float]
    currency: str
    promised: bool = True


def allowed(
    claim: Claim, value: float, share: tuple[float, float], known: Mapping[Known, float] | None = None
) -> Allowed:
    """Every place that a claim allows, on a fine net that holds the exact ends of each stretch.

    Parameters
    ----------
    claim : {"accuracy", "area under the curve", "F1"}
    value : float
        From 0 to 1.
    share : tuple of float
        Smallest and largest share of positives that is possible; equal where it is known.
    known : mapping, optional
        Further numbers: recall, precision, false alarms (the false positive rate), selected (share of all cases).

    Raises
    ------
    InputError
        A number is no share, or no table of right and wrong has all of them.
    """
    _check(value, *share, *(known or {}).values())
    shares = np.unique(np.linspace(*share, SHARES)) if share[0] < share[1] else np.array([share[0]])
    pieces = [_at_share(claim, value, float(p), known or {}) for p in shares]
    places = [np.column_stack([np.full(len(piece), p), piece]) for p, piece in zip(shares, pieces, strict=True)]
    every = np.concatenate(places)
    if not len(every):
        numbers = ", ".join([f"{claim} {value:.3g}", *(f"{name} {one:.3g}" for name, one in (known or {}).items())])
        raise InputError(f"No model can have these numbers together: {numbers}.", "One of them must be wrong.")
    return Allowed(every[:, 0], every[:, 1], every[:, 2])


def meaning(
    claim: Claim,
    value: float,
    share: tuple[float, float],
    worths: Mapping[str, float],
    volume: float,
    *,
    known: Mapping[Known, float] | None = None,
    minutes_each: float | None = None,
    currency: str = "EUR",
) -> Meaning:
    """What a claim can mean in cases and money a year: sharp ends, and the number to ask for next.

    Parameters
    ----------
    claim, value, share, known
        As in `allowed`.
    worths : mapping of str to float
        Worth of a case with each outcome ("true_positive" ...).
    volume : float
        Cases a year.
    minutes_each : float, optional
        Work on each selected case.
    currency : str
    """
    places = allowed(claim, value, share, known)
    positives, negatives = volume * places.share, volume * (1 - places.share)
    found, falsely = positives * places.recall, negatives * places.false_alarms
    money = (
        found * worths["true_positive"]
        + (positives - found) * worths["false_negative"]
        + falsely * worths["false_positive"]
        + (negatives - falsely) * worths["true_negative"]
    )
    remaining = remaining_widths(places, money, set(known or ()))
    width = float(money.max() - money.min())
    # Numbers that leave equally little open: the one named first is the one that is easiest to get.
    best: Known | None = None
    if remaining and width:
        best = min((round(left / width, 2), place, name) for place, (name, left) in enumerate(remaining.items()))[2]
    return Meaning(
        claim=claim,
        value=value,
        share=share,
        money=_ends(money),
        found=_ends(found),
        missed=_ends(positives - found),
        falsely_selected=_ends(falsely),
        selected=_ends(found + falsely),
        hours=_ends((found + falsely) * minutes_each / 60) if minutes_each is not None else None,
        never_selecting=1 - share[0],
        ask=best,
        remaining=remaining,
        currency=currency,
    )


def remaining_widths(places: Allowed, money: Floats, known: set[Known]) -> dict[Known, float]:
    """Mean width of the range of money within narrow bands of each number not known yet; the bands weigh alike.

    Bands are the fortieth part of a number's range, so a number that pins the money down still leaves a little.
    """
    candidates: dict[Known, Floats] = {
        "share of positives": places.share,
        "recall": places.recall,
        "precision": places.precision,
        "false alarms": places.false_alarms,
        "selected": places.selected,
    }
    found: dict[Known, float] = {}
    for name, values in candidates.items():
        usable = np.isfinite(values)
        if name in known or not usable.any() or np.ptp(values[usable]) < TOLERANCE:
            continue
        band = np.minimum((values[usable] - values[usable].min()) / np.ptp(values[usable]) * BINS, BINS - 1).astype(int)
        low, high = np.full(BINS, np.inf), np.full(BINS, -np.inf)
        np.minimum.at(low, band, money[usable])
        np.maximum.at(high, band, money[usable])
        filled = np.isfinite(low)
        found[name] = float((high - low)[filled].mean())
    return found


def _check(*shares: float) -> None:
    if not all(0 <= one <= 1 for one in shares):
        raise InputError("Accuracy, recall and the like are shares.", "Give numbers from 0 % to 100 %.")


def _at_share(claim: Claim, value: float, p: float, known: Mapping[Known, float]) -> Floats:
    """Places (T, F) for one share of positives, shape (places, 2)."""
    lines = [_line(name, one, p) for name, one in known.items() if name != "share of positives"]
    if claim != "area under the curve":
        lines.insert(0, _line(claim, value, p))
        return _on_lines(lines)
    places = _on_lines(lines) if lines else _under_area(value)
    recall, false_alarms = places[:, 0], places[:, 1]
    fits = (recall * (1 - false_alarms) <= value + TOLERANCE) & (1 - false_alarms * (1 - recall) >= value - TOLERANCE)
    return np.asarray(places[fits])


def _line(name: str, value: float, p: float) -> tuple[float, float, float]:
    """a·T + b·F = c."""
    return {
        "accuracy": (p, -(1 - p), value - (1 - p)),
        "F1": (p * (2 - value), -value * (1 - p), value * p),
        "recall": (1.0, 0.0, value),
        "false alarms": (0.0, 1.0, value),
        "precision": (p * (1 - value), -value * (1 - p), 0.0),
        "selected": (p, 1 - p, value),
    }[name]


def _on_lines(lines: list[tuple[float, float, float]]) -> Floats:
    """Places of the unit square on all of these lines: a stretch with its ends, a point, or nothing."""
    a, b, c = lines[0]
    steps, found = np.linspace(0, 1, STEPS), []
    if abs(a) > TOLERANCE:
        found += [np.column_stack([(c - b * steps) / a, steps])]
    if abs(b) > TOLERANCE:
        found += [np.column_stack([steps, (c - a * steps) / b])]
    if not found:
        every = np.stack(np.meshgrid(steps[::8], steps[::8]), axis=-1).reshape(-1, 2)
        return every if abs(c) < TOLERANCE else np.empty((0, 2))
    places = np.concatenate(found)
    for other in lines[1:]:
        crossing = a * other[1] - other[0] * b
        if abs(crossing) > TOLERANCE:
            point = [(c * other[1] - other[2] * b) / crossing, (a * other[2] - other[0] * c) / crossing]
            places = np.array([point])
        places = places[np.abs(places @ other[:2] - other[2]) < 1e-7]
    inside = ((places >= -TOLERANCE) & (places <= 1 + TOLERANCE)).all(axis=1)
    return np.asarray(np.clip(places[inside], 0, 1))


def _under_area(area: float) -> Floats:
    """A net over the places that some rising curve with this area passes, with the edges of that region."""
    false_alarms = np.linspace(0, 1, STEPS)
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.nan_to_num(np.clip(1 - (1 - area) / false_alarms, 0, 1), nan=0.0)
        high = np.nan_to_num(np.clip(area / (1 - false_alarms), 0, 1), nan=1.0)
    levels = np.linspace(0, 1, 41)
    recall = low[:, None] + (high - low)[:, None] * levels
    return np.column_stack([recall.ravel(), np.repeat(false_alarms, len(levels))])


def _ends(values: Floats) -> tuple[float, float]:
    return float(values.min()), float(values.max())
