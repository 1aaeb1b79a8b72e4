"""Whom a row is compared with: some rows of the study, spread evenly over the model's score, said in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from workbook.errors import InputError
from workbook.models.folds import Codes, Floats, Mask
from workbook.models.model import Model, as_usual
from workbook.models.study import Study
from workbook.models.threads import one_thread
from workbook.outcomes.amounts_in_words import count

if TYPE_CHECKING:
    import pandas as pd

Whom = Literal["everybody", "selected", "not selected"]
EVERYBODY: Whom = "everybody"
ROWS, ROWS_OF_QUICK = 100, 400
"""SHAP's own maskers take 100. On the loan sample the strongest reason then changes in 11 of 100 re-runs with another
background, with 400 rows in 3, with 1,000 in 1; where more rows cost next to nothing, 400 are taken."""
SCORED = 20_000
"""More rows than this are not scored to choose from."""


@dataclass(frozen=True, eq=False)
class Background:
    """The rows that others are compared with.

    Attributes
    ----------
    rows : DataFrame
    places : array of int
        Where they stand in the study.
    words : str
        Whom, how many and how they were chosen.
    """

    rows: pd.DataFrame
    places: Codes
    words: str


def background_of(study: Study, model: Model, many: int, whom: Whom, seed: int) -> Background:
    """Rows spread evenly over the score: in the order of the score, every so many-th from a random start.

    Their mean score lies closer to that of all rows than the mean of a plain random sample would.

    Parameters
    ----------
    study : Study
    model : Model
        It gives the scores, each from a copy that did not learn from the row where there is one.
    many : int
        How many, at most.
    whom : {"everybody", "selected", "not selected"}
    seed : int

    Raises
    ------
    InputError
        Nobody is left to compare with.
    """
    generator = np.random.default_rng([seed, 1])
    score, among = scores_of(study, model, generator)
    kept = among[_asked_for(study, score, whom)[among]]
    if not len(kept):
        raise InputError(
            f"None of these rows is {called(study, whom)}: there is nobody to compare with.",
            "Compare with everybody.",
        )
    ordered = kept[np.lexsort((generator.random(len(kept)), score[kept]))]
    places = spread(ordered, many, generator)
    words = (
        f"{count(len(places))} of {count(study.rows)} {study.wording.units}"
        f"{'' if whom == EVERYBODY else f', from those {called(study, whom)}'}, spread evenly over the score (seed {seed})"
    )
    return Background(as_usual(study.features.iloc[places]), places, words)


def scores_of(study: Study, model: Model, generator: np.random.Generator) -> tuple[Floats, Codes]:
    """The model's scores of the study's rows, NaN where none was computed; and of which rows they are."""
    from workbook.explanation.attributing.voices import voices

    among = np.arange(study.rows)
    if study.rows > SCORED:
        among = np.sort(generator.choice(study.rows, SCORED, replace=False))
    score = np.full(study.rows, np.nan)
    with one_thread():
        for voice in voices(model, study, among, "score"):
            score[voice.rows] = voice.score(study.features.iloc[voice.rows])
    return score, among[np.isfinite(score[among])]


def spread(ordered: Codes, many: int, generator: np.random.Generator) -> Codes:
    """`many` of some rows at even distances, from a random start."""
    if len(ordered) <= many:
        return ordered
    step = len(ordered) / many
    places = np.floor((generator.random() + np.arange(many)) * step).astype(np.int64)
    return np.asarray(ordered[places.clip(0, len(ordered) - 1)])


def called(study: Study, whom: Whom) -> str:
    """How those with a decision are called: approved, refused."""
    return {"selected": study.wording.selected_means, "not selected": study.wording.not_selected_means}.get(
        whom, "there"
    )


def _asked_for(study: Study, score: Floats, whom: Whom) -> Mask:
    if whom == EVERYBODY:
        return np.isfinite(score)
    decided = study.decided(score)
    return decided if whom == "selected" else ~decided & np.isfinite(score)
