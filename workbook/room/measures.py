"""The measures behind the plain words: spread, Krippendorff's alpha, Kendall's W, each with its interval, in words."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from workbook.room.questions import Question
from workbook.room.revealing import Revealed
from workbook.stats.agreement import FEWEST_FOR_INTERVAL, Agreement, krippendorff_alpha

SEED = 23


def measures_in_words(shown: Revealed) -> list[str]:
    """One line a measure; what it means first, then the number. Nothing where nothing can be compared.

    Parameters
    ----------
    shown : Revealed
    """
    told = []
    if shown.order is not None and shown.order.value >= 0:
        told.append(
            f"One order by all is 1, none at all about {1 / shown.people:.2f}: Kendall's W {_number(shown.order)}."
        )
    elif len(shown.questions) > 1:
        alpha = alpha_over([one.question for one in shown.questions])
        if not math.isnan(alpha.value):
            told.append(
                "Whether the same people agree over all of these, 1 fully, 0 as by chance: "
                f"Krippendorff's alpha {_number(alpha)}."
            )
    for one in shown.questions:
        if not math.isnan(one.row.spread.value):
            told.append(f"{one.question.title}: spread {_number(one.row.spread)}.")
    if shown.questions:
        told.append("Spread is 0 where all answer alike and 1 where a room is split as far as can be.")
        if shown.people < FEWEST_FOR_INTERVAL:
            told.append(f"With fewer than {FEWEST_FOR_INTERVAL} people no interval can be told.")
    return told


def alpha_over(asked: Sequence[Question]) -> Agreement:
    """Krippendorff's alpha over the questions of one activity.

    Parameters
    ----------
    asked : sequence of Question
        All of one level. Who left one out counts in the others.
    """
    people = sorted({value.who for question in asked for value in question.values})
    answers = np.full((len(people), len(asked)), np.nan)
    for place, question in enumerate(asked):
        for value in question.values:
            answers[people.index(value.who), place] = value.number
    return krippendorff_alpha(answers, asked[0].level, seed=SEED)


def _number(measured: Agreement) -> str:
    between = "" if math.isnan(measured.low) else f" ({measured.low:.2f} to {measured.high:.2f})"
    return f"{measured.value:.2f}{between}"
