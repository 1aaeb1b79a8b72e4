"""Are the named reasons those that the model rests on? They are taken away, and what then happens to score and decision.

To take a column away is to give it the value that another row has, from the background. Gaps on important and unimportant
columns are those of OpenXAI (Agarwal et al. 2022), with values of others in place of noise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from workbook.explanation.agreeing.asking import Asked
from workbook.explanation.attributing.background import Background
from workbook.explanation.attributing.voices import voices
from workbook.models.changes import Interval, Z
from workbook.models.folds import SEED, Codes, Floats, Mask
from workbook.models.model import Model, as_usual
from workbook.models.study import Study
from workbook.models.threads import one_thread
from workbook.stats.disagreement import ranking

DRAWS = 20
"""Other rows that lend their values, for each row."""


@dataclass(frozen=True)
class Removed:
    """What happens where reasons are taken away: means over people with 95 % intervals.

    Attributes
    ----------
    named, rest, random : Interval
        How far the score moves where the k strongest reasons are replaced, where all others are, and where k columns
        drawn by lot are. Faithful reasons move it far, the rest hardly.
    named_turns, random_turns : Interval
        How often the decision turns: of the k strongest reasons, and of k columns drawn by lot.
    better : Interval
        How much further the score moves for the named ones than for those drawn by lot, in pairs.
    """

    named: Interval
    rest: Interval
    random: Interval
    named_turns: Interval
    random_turns: Interval
    better: Interval


def remove(
    study: Study,
    model: Model,
    asked: Asked,
    k: int,
    background: Background,
    *,
    seed: int = SEED,
    tick: Callable[[], None] = lambda: None,
) -> dict[str, Removed]:
    """Take the k strongest reasons of each method away, then all others, then k columns drawn by lot.

    Parameters
    ----------
    study : Study
    model : Model
    asked : Asked
    k : int
        At most one less than there are columns, or removing them all would tell nothing.
    background : Background
        Its rows lend their values.
    seed : int
    tick : callable
        Called after each step.
    """
    reference = asked.reference
    k = max(1, min(k, len(reference.columns) - 1))
    generator = np.random.default_rng([seed, 8])
    lent = generator.integers(0, len(background.places), (DRAWS, len(reference.rows)))
    before = _scores(study, model, asked, np.zeros(reference.values.shape, dtype=bool), background, lent[:1])[0]
    lot = ranking(generator.random(reference.values.shape)) < k
    moved, turned = _moved(study, model, asked, lot, background, lent, before)
    tick()
    found = {}
    for name, one in asked.first.items():
        named = ranking(one.values) < k
        far, turns = _moved(study, model, asked, named, background, lent, before)
        rest, _ = _moved(study, model, asked, ~named, background, lent, before)
        tick()
        found[name] = Removed(
            _mean(far), _mean(rest), _mean(moved), _mean(turns, 1.0), _mean(turned, 1.0), _difference(far - moved)
        )
    return found


def _moved(
    study: Study, model: Model, asked: Asked, gone: Mask, background: Background, lent: Codes, before: Floats
) -> tuple[Floats, Floats]:
    """How far the score of each row moves, and how often its decision turns, over the draws."""
    after = _scores(study, model, asked, gone, background, lent)
    rows = asked.reference.rows
    cut = study.cut[rows]
    chosen = [one >= cut if study.selected == "at_or_above" else one < cut for one in (before, after)]
    return np.abs(after - before).mean(axis=0), (chosen[1] != chosen[0]).mean(axis=0)


def _scores(study: Study, model: Model, asked: Asked, gone: Mask, background: Background, lent: Codes) -> Floats:
    """Scores of each row with the values of others where columns are gone: shape (draws, rows)."""
    import pandas as pd

    rows, columns = asked.reference.rows, asked.reference.columns
    own = as_usual(study.features.iloc[rows])
    found = np.empty(lent.shape)
    with one_thread():
        for voice in voices(model, study, rows, "score"):
            here = voice.here
            mixed = {}
            for place, name in enumerate(columns):
                mine = np.tile(own[name].to_numpy()[here], len(lent))
                theirs = background.rows[name].to_numpy()[lent[:, here].ravel()]
                mixed[name] = np.where(np.tile(gone[here, place], len(lent)), theirs, mine)
            frame = pd.DataFrame(mixed).astype({name: own[name].dtype for name in columns})
            found[:, here] = voice.score(frame).reshape(len(lent), len(here))
    return found


def _mean(values: Floats, most: float = float("inf")) -> Interval:
    """Mean of measures between 0 and `most`, with its interval within that range."""
    value, low, high = _difference(values)
    return value, max(low, 0.0), min(high, most)


def _difference(values: Floats) -> Interval:
    value, reach = float(values.mean()), Z * float(values.std() / max(np.sqrt(len(values)), 1.0))
    return value, value - reach, value + reach
