"""The room as a second rater: what many people decided on real files, held against what is on file and what the model said.

The project keeps it in aggregate, for all who may read. So that nobody's vote can be worked out from it, no count tells
that all decided alike: it is kept as “all, or all but one”, and every other number is computed from these counts. Votes
of one person are not linked across files. Hats with few people are put together and tell one rounded share.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbook.content.activities import Files
from workbook.room.hats import FEWEST_PER_HAT, merged
from workbook.room.record import Given
from workbook.stats.agreement import FEWEST_FOR_INTERVAL

Floats = NDArray[np.float64]
SEED = 29
DRAWS, CONFIDENCE = 1000, 0.95
DOUBT = 2 / 3
"""From which share of the room on, deciding otherwise than what is on file makes a label doubtful: a convention of ours."""
STEP, LEAST, MOST = 0.1, 0.1, 0.9
"""How a hat's share is rounded, and between which ends."""


@dataclass(frozen=True)
class Range:
    """A number, and between which two it lies had other files of this kind been decided (95 %)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class FileVotes:
    """How the room decided one file: `yes` is the least and the most people who may have said yes."""

    file: str
    row: int
    people: int
    yes: tuple[int, int]
    model: str
    outcome: str
    doubted: bool


@dataclass(frozen=True)
class HatVotes:
    """How often the people under one hat, or under several with few people, decided as it turned out; rounded."""

    hats: tuple[str, ...]
    people: int
    outcome: float


@dataclass(frozen=True)
class SecondRater:
    """What the project keeps of the files that a room decided.

    Attributes
    ----------
    sample : str
        Whose rows the files are.
    people : int
    files : tuple of FileVotes
    outcome, model : Range
        Share of all decisions that agree with what happened, and with the model.
    alpha : Range or None
        Krippendorff's alpha among the people; None with fewer than five, or where all decisions are nearly alike.
    hats : tuple of HatVotes
    """

    sample: str
    people: int
    files: tuple[FileVotes, ...]
    outcome: Range
    model: Range
    alpha: Range | None
    hats: tuple[HatVotes, ...]

    @property
    def doubts(self) -> tuple[int, ...]:
        """The rows whose label most of the room would not have expected."""
        return tuple(one.row for one in self.files if one.doubted)

    def as_result(self) -> dict[str, Any]:
        """Plain values for the record."""
        return {**asdict(self), "doubts": list(self.doubts)}


def second_rater(activity: Files, answers: Sequence[Given]) -> SecondRater | None:
    """The room as a second rater; None where fewer than three people answered.

    Parameters
    ----------
    activity : Files
    answers : sequence of Given
        Of one round, already shown to all.
    """
    people = len(answers)
    if people < FEWEST_PER_HAT:
        return None
    decided = [one.value["decisions"] for one in answers]
    counts = [sum(each[one.id] == "yes" for each in decided) for one in activity.files]
    files = tuple(_file(activity, place, people, _never_all(count, people)) for place, count in enumerate(counts))
    return SecondRater(
        sample=activity.sample,
        people=people,
        files=files,
        outcome=_agreeing(files, lambda one: one.outcome),
        model=_agreeing(files, lambda one: one.model),
        alpha=_alpha(files),
        hats=_hats(activity, answers),
    )


def _never_all(yes: int, people: int) -> tuple[int, int]:
    """The least and the most people who may have said yes: all, and all but one, are told as the same."""
    return (0, 1) if yes <= 1 else (people - 1, people) if yes >= people - 1 else (yes, yes)


def _file(activity: Files, place: int, people: int, yes: tuple[int, int]) -> FileVotes:
    file = activity.files[place]
    against = people - yes[1] if file.outcome == "yes" else yes[0]
    return FileVotes(file.id, file.row, people, yes, file.model, file.outcome, against >= DOUBT * people)


def _agreeing(files: Sequence[FileVotes], said: Callable[[FileVotes], str]) -> Range:
    """Share of decisions that agree with something, from the counts that are kept."""
    ends = np.array([one.yes if said(one) == "yes" else [one.people - end for end in one.yes[::-1]] for one in files])
    shares = ends / files[0].people
    return _over_files(shares[:, 0], shares[:, 1], lambda drawn: drawn.mean(axis=1))


def _alpha(files: Sequence[FileVotes]) -> Range | None:
    people = files[0].people
    inner, outer = (np.array([ends[place] for ends in map(_inner_first, files)], dtype=float) for place in (0, 1))
    if people < FEWEST_FOR_INTERVAL or not np.isfinite(alpha_of_counts(outer[None, :], people)).all():
        return None
    return _over_files(inner, outer, lambda drawn: alpha_of_counts(drawn, people))


def _inner_first(one: FileVotes) -> tuple[int, int]:
    low, high = one.yes
    return (high, low) if low == 0 else (low, high)


def alpha_of_counts(yes: Floats, people: int) -> Floats:
    """Krippendorff's alpha of yes and no, where all people decided all files.

    Parameters
    ----------
    yes : array, shape (draws, files)
        How many said yes.
    people : int

    Returns
    -------
    array, shape (draws,)
        NaN where all decisions are alike.

    Notes
    -----
    Krippendorff (2011): one minus observed over expected disagreement. It hangs on these counts alone.
    """
    observed = (yes * (people - yes)).mean(axis=1) / (people * (people - 1))
    total, everything = yes.sum(axis=1), people * yes.shape[1]
    expected = total * (everything - total) / (everything * (everything - 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(expected > 0, 1 - observed / expected, np.nan))


def _over_files(first: Floats, second: Floats, measure: Callable[[Floats], Floats]) -> Range:
    """A measure at both ends of the counts, and where it lies in draws of the files."""
    places = np.random.default_rng(SEED).integers(0, len(first), (DRAWS, len(first)))
    tail = (1 - CONFIDENCE) / 2
    values, lows, highs = [], [], []
    for ends in (first, second):
        value = float(measure(ends[None, :])[0])
        low, high = (float(end) for end in np.nanquantile(measure(ends[places]), [tail, 1 - tail]))
        values.append(value)
        lows.append(min(low, value))
        highs.append(max(high, value))
    return Range(*(round(one, 3) for one in (sum(values) / 2, min(lows), max(highs))))


def _hats(activity: Files, answers: Sequence[Given]) -> tuple[HatVotes, ...]:
    truth = {one.id: one.outcome for one in activity.files}
    together = merged(one.hat for one in answers)
    found = []
    for hats in sorted(set(together.values())):
        own = [one.value["decisions"] for one in answers if together[one.hat] == hats]
        right = sum(each[name] == outcome for each in own for name, outcome in truth.items())
        share = right / (len(own) * len(truth))
        found.append(HatVotes(hats, len(own), round(min(max(round(share / STEP) * STEP, LEAST), MOST), 1)))
    return tuple(found)


def second_rater_in_words(found: SecondRater, of_these_rows: bool) -> str:
    """What was found, for the record; the first sentence stands alone."""
    whose = "rows of this project" if of_these_rows else f"rows of the sample “{found.sample}”, not of this project"
    told = [
        f"{found.people} people decided {len(found.files)} files ({whose}) alone: {_percent(found.outcome)} of their "
        f"decisions agree with what is on file, {_percent(found.model)} with the model."
    ]
    if found.doubts:
        rows = f"row{'s' if len(found.doubts) > 1 else ''} {', '.join(map(str, found.doubts))}"
        told.append(f"Two thirds or more decided otherwise than what is on file: {rows}. Look these labels up first.")
    else:
        told.append("On no file did two thirds decide otherwise than what is on file.")
    return " ".join([*told, _alpha_in_words(found.alpha)])


def _percent(share: Range) -> str:
    return f"{share.value:.0%} ({share.low:.0%} to {share.high:.0%})".replace("%", " %")


def _alpha_in_words(alpha: Range | None) -> str:
    if alpha is None or math.isnan(alpha.value):
        return (
            "Whether they agree with one another beyond chance cannot be told: too few people, or all decisions alike."
        )
    told = f"{alpha.value:.2f} ({alpha.low:.2f} to {alpha.high:.2f})"
    return f"Agreement with one another, 1 fully, 0 as by chance (Krippendorff's alpha): {told}."
