"""A small tree that stands in for the model: fitted to its scores on one half of the rows, judged on the other, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from workbook.data.privacy import LIMIT
from workbook.errors import InputError
from workbook.explanation.few import shown_counts, shown_share
from workbook.explanation.shaping.small_tree import FLAT, Node, Question, grown
from workbook.models.changes import Interval, change, share
from workbook.models.folds import SEED, Floats, Mask
from workbook.models.study import Study

if TYPE_CHECKING:
    import pandas as pd

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
        Share of the judged rows that come here; in steps of five points where an exact one would tell of few people.
    people : int or None
        How many that are; None where it would tell of few.
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
    changed, errors : Interval
        Share of decisions that would be others by the tree, and share decided against what happened: tree minus model.
    money : Interval or None
        Tree minus model; None where nothing was entered on the Value page.
    currency : str
    per_year : bool
    rows : int
        Judged.
    units, model : str
        "" where only scores were brought.
    """

    leaves: tuple[Leaf, ...]
    fidelity: Fidelity
    groups: tuple[Fidelity, ...]
    deeper: tuple[tuple[int, float], ...]
    changed: Interval
    errors: Interval
    money: Interval | None
    currency: str
    per_year: bool
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
    names = part.group_names if len(part.group_names) > 1 else ()
    counts = np.bincount(part.group, minlength=len(names)).tolist()
    groups = tuple(
        _fidelity(name, many, truth[here], said[here], before[here], after[here], generator)
        for code, (name, many) in enumerate(zip(names, shown_counts(counts), strict=False))
        if (here := part.group == code).any()
    )
    difference = change(part, before, after, by_group=False)
    return StandIn(
        _leaves(trees[depth], held), _fidelity("everybody", len(truth), truth, said, before, after, generator), groups,
        tuple((each, r_squared(truth, trees[each].says(held))) for each in DEPTHS),
        shown_share(before != after), difference.errors, difference.money, difference.currency, difference.per_year,
        len(judging), study.wording.units, model,
    )  # fmt: skip


def r_squared(truth: Floats, said: Floats) -> float:
    """Share of the spread of the scores that is repeated; NaN where the scores do not spread."""
    total = float(((truth - truth.mean()) ** 2).sum())
    flat = total <= max(FLAT * float((truth**2).sum()), 1e-15)
    return float("nan") if flat else 1 - float(((truth - said) ** 2).sum()) / total


def _leaves(tree: Node, held: pd.DataFrame) -> tuple[Leaf, ...]:
    ends = sorted(tree.ends(held), key=lambda one: one[1])
    counts = [int(rows.sum()) for _, _, rows in ends]
    exact = all(one == 0 or one >= LIMIT for one in counts)
    parts = [one / len(held) if exact else round(20 * one / len(held)) / 20 for one in counts]
    return tuple(
        Leaf(path, value, part, many if exact else None)
        for (path, value, _), part, many in zip(ends, parts, counts, strict=True)
    )


def _fidelity(
    name: str,
    people: int | None,
    truth: Floats,
    said: Floats,
    before: Mask,
    after: Mask,
    generator: np.random.Generator,
) -> Fidelity:
    if len(truth) < LIMIT:
        return Fidelity(name, None, (float("nan"),) * 3, (float("nan"),) * 3)
    drawn = []
    for _ in range(DRAWS):
        rows = generator.integers(0, len(truth), len(truth))
        drawn.append(r_squared(truth[rows], said[rows]))
    value, known = r_squared(truth, said), [one for one in drawn if np.isfinite(one)]
    low, high = np.quantile(known, [0.025, 0.975]) if known else (float("nan"), float("nan"))
    return Fidelity(name, people, (value, float(low), float(high)), share(before == after))
