"""A small tree that stands in for the model: fitted to its scores on one half of the rows, judged on the other, in words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbook.data.privacy import LIMIT
from workbook.errors import InputError
from workbook.explanation.shaping.small_tree import Question, grown
from workbook.models.changes import Change, Interval, change, share
from workbook.models.folds import SEED, Floats, Mask
from workbook.models.study import Study

EVIDENCE = "explanation.stand_in"
REVISION = 1
DEPTH = 3
DEPTHS = (1, 2, 3, 4, 5)
DRAWS = 300
MOST_ROWS = 50_000


@dataclass(frozen=True)
class Leaf:
    """An end of the tree.

    Attributes
    ----------
    path : tuple of (Question, bool)
        The questions on the way, and whether the first branch was taken.
    score : float
        What the tree says there.
    part : float
        Share of the judged rows that come here.
    people : int or None
        How many that are; None below ten.
    """

    path: tuple[tuple[Question, bool], ...]
    score: float
    part: float
    people: int | None


@dataclass(frozen=True)
class Fidelity:
    """How well the tree repeats the model: R² of scores, and the share of equal decisions, on rows that made neither.

    Attributes
    ----------
    name : str
        "everybody", or a group.
    people : int or None
    fit, same : Interval
    """

    name: str
    people: int | None
    fit: Interval
    same: Interval


@dataclass(frozen=True)
class StandIn:
    """The tree in words and what it is worth.

    Attributes
    ----------
    leaves : tuple of Leaf
        The lowest score first.
    fidelity : Fidelity
    groups : tuple of Fidelity
    deeper : tuple of (int, float)
        R² by depth.
    change : Change
        What deciding by the tree instead of the model would change, on the judged rows.
    rows : int
        Judged.
    units, model : str
        "" where only scores were brought.
    """

    leaves: tuple[Leaf, ...]
    fidelity: Fidelity
    groups: tuple[Fidelity, ...]
    deeper: tuple[tuple[int, float], ...]
    change: Change
    rows: int
    units: str
    model: str = ""


def stand_in(study: Study, score: Floats, *, model: str = "", depth: int = DEPTH, seed: int = SEED) -> StandIn:
    """A tree fitted to the scores of the choosing half and judged on the other.

    Parameters
    ----------
    study : Study
    score : array, shape (rows,)
        The model's scores, or those that were brought; rows without one play no part.
    model : str
        Title; "" where only scores were brought.
    depth : int
    seed : int
        Of the interval, and of the rows that are drawn where there are very many.

    Raises
    ------
    InputError
        Too few rows have a score.
    """
    known = np.flatnonzero(np.isfinite(score))
    if len(known) > MOST_ROWS:
        known = np.sort(np.random.default_rng([seed, 9]).choice(known, MOST_ROWS, replace=False))
    fitting, judging = known[study.half[known] == 0], known[study.half[known] == 1]
    if min(len(fitting), len(judging)) < 2 * LIMIT:
        raise InputError("Too few rows have a score: a tree cannot be fitted to one half and judged on the other.")
    asked = study.features
    trees = {each: grown(asked.iloc[fitting], score[fitting], each) for each in {depth, *DEPTHS}}
    held, truth = asked.iloc[judging], score[judging]
    said = trees[depth].says(held)
    part = study.where(np.isin(np.arange(study.rows), judging))
    before, after = part.decided(truth), part.decided(said)
    generator = np.random.default_rng([seed, 10])
    groups = tuple(
        _fidelity(name, truth[here], said[here], before[here], after[here], generator)
        for code, name in enumerate(part.group_names)
        if len(part.group_names) > 1 and (here := part.group == code).any()
    )
    leaves = [
        Leaf(path, value, float(rows.mean()), int(rows.sum()) if rows.sum() >= LIMIT else None)
        for path, value, rows in trees[depth].ends(held)
    ]
    return StandIn(
        tuple(sorted(leaves, key=lambda one: one.score)),
        _fidelity("everybody", truth, said, before, after, generator), groups,
        tuple((each, r_squared(truth, trees[each].says(held))) for each in DEPTHS),
        change(part, before, after, by_group=False), len(judging), study.wording.units, model,
    )  # fmt: skip


def r_squared(truth: Floats, said: Floats) -> float:
    """Share of the spread of the scores that is repeated; NaN where the scores do not spread."""
    total = float(((truth - truth.mean()) ** 2).sum())
    return 1 - float(((truth - said) ** 2).sum()) / total if total > 1e-18 else float("nan")


def _fidelity(
    name: str, truth: Floats, said: Floats, before: Mask, after: Mask, generator: np.random.Generator
) -> Fidelity:
    if len(truth) < LIMIT:
        return Fidelity(name, None, (float("nan"),) * 3, (float("nan"),) * 3)
    drawn = []
    for _ in range(DRAWS):
        rows = generator.integers(0, len(truth), len(truth))
        drawn.append(r_squared(truth[rows], said[rows]))
    value, known = r_squared(truth, said), [one for one in drawn if np.isfinite(one)]
    low, high = np.quantile(known, [0.025, 0.975]) if known else (float("nan"), float("nan"))
    return Fidelity(name, len(truth), (value, float(low), float(high)), share(before == after))
