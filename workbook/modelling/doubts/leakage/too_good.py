"""Too good to be true: the whole model, one column that does it all, and a model that has seen these rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbook.modelling.doubts.leakage.alarm import Alarm, State
from workbook.modelling.doubts.leakage.one_column import OneColumn
from workbook.modelling.doubts.learning.areas import held_out
from workbook.models.changes import Interval
from workbook.models.folds import Floats
from workbook.models.study import Study
from workbook.outcomes.amounts_in_words import percent, points, points_range
from workbook.stats.intervals import normal_quantile

ALL_OF_IT = 0.9
"""From this share of the model's knowledge on, one column does it all."""
STRONG = 0.8
"""A column that ranks fewer pairs rightly is no alarm, whatever the model does."""
SEEN = 0.05
"""So many points better on rows than a copy that did not see them: it has seen them."""


def of_hundred(share: Interval) -> str:
    """98.3 of 100 pairs (97.9 to 98.6)."""
    return f"{100 * share[0]:.1f} of 100 pairs ({100 * share[1]:.1f} to {100 * share[2]:.1f})"


def whole_model(study: Study, score: Floats, title: str, limit: float) -> Alarm:
    """Whether a model ranks better than what was said, beforehand, to be believable."""
    ranking = held_out(study, study.folds, [score]).interval(0)
    state: State = "alarm" if ranking[1] > limit else "quiet" if ranking[2] <= limit else "cannot tell"
    return Alarm(
        "too good", "Too good to be true", state, ranking, "of pairs ranked rightly",
        f"{title}, trained on all columns, ranks {of_hundred(ranking)} rightly; you called {100 * limit:.0f} too good.",
        "Few honest models are this good. More often a column is filled in after the decision, or rows repeat.",
        "Ask of each column on which day it is filled in. Leave out what is not there on the day of the decision.",
    )  # fmt: skip


def one_does_it_all(study: Study, score: Floats, columns: Sequence[OneColumn], strongest: Floats) -> Alarm:
    """Whether the strongest column alone knows nearly all that the model knows."""
    title, means = "One column does it all", "It may say the outcome in other words, or be filled in because of it."
    to_do = "Find out who fills it in, and when. If that is after the decision, leave it out and train again."
    if study.features.shape[1] < 2:
        told = "There is only one column: it must do it all."
        return Alarm("one column", title, "not asked", None, "", told, means, to_do)
    found, first = held_out(study, study.folds, [strongest, score]), columns[0]
    alone, model = float(found.value[0]) - 0.5, float(found.value[1]) - 0.5
    if found.interval(1)[1] <= 0.5:
        told = "All columns together say nothing about what happened: there is no share of it to be measured."
        return Alarm("one column", title, "quiet", None, "", told, means, to_do)
    share = _ratio(alone, model, found.covariance)
    state: State = "alarm" if share[0] >= ALL_OF_IT and first.ranking[1] >= STRONG else "quiet"
    return Alarm(
        "one column", title, state, share, "of what the model knows",
        f"“{first.column}” alone ranks {of_hundred(first.ranking)} rightly: {percent(round(share[0], 2))} of what all columns "
        "together know.",
        means, to_do,
    )  # fmt: skip


def _ratio(alone: float, model: float, covariance: Floats) -> Interval:
    """A ratio of two areas above chance, with its interval (delta method)."""
    value = alone / model
    spread = covariance[0, 0] + value**2 * covariance[1, 1] - 2 * value * covariance[0, 1]
    reach = normal_quantile(0.95) * float(np.sqrt(max(float(spread), 0.0))) / model
    return value, value - reach, value + reach


def has_seen_them(study: Study, as_it_is: Floats, anew: Floats, title: str) -> Alarm:
    """Whether a model that was brought does better on these rows than a copy that did not learn from them."""
    apart = held_out(study, study.folds, [as_it_is, anew]).difference(0, 1)
    state: State = "alarm" if apart[1] > SEEN else "quiet" if apart[2] <= SEEN else "cannot tell"
    return Alarm(
        "seen", "It has seen these rows", state, apart, "of pairs more than a copy that has not",
        f"“{title}” as it stands ranks {points(apart[0])} more of the pairs rightly than a copy trained on other rows "
        f"({points_range(apart[1], apart[2])}).",
        "It was trained on these rows, or on rows like twins of them: here it shows what it remembers.",
        "Judge it on rows from after its training, or by the copies that are trained anew here.",
    )  # fmt: skip
