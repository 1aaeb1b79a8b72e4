"""Repairs of a score: Platt's curve and isotonic steps, fitted on rows that do not judge them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from workbook.models.folds import Floats, Mask

Repair = Callable[[Floats], Floats]
"""Scores -> chances of the event; where a score is missing, so is the chance."""
EDGE = 1e-6
"""Chances are held this far from 0 and 1, where their log odds have no end."""
NO_PENALTY = 1e6


def as_line(score: Floats, within: bool) -> Floats:
    """Log odds of a score from 0 to 1; any other score as it is."""
    if not within:
        return score
    held = np.clip(score, EDGE, 1 - EDGE)
    return np.asarray(np.log(held / (1 - held)))


def platt(score: Floats, happened: Mask, weight: Floats) -> Repair:
    """A logistic curve over the score (Platt 1999), over its log odds where it runs from 0 to 1.

    It keeps the order of the scores and needs few rows; it cannot mend a bend that is no such curve.
    """
    from sklearn.linear_model import LogisticRegression

    within = bool(score.min() >= 0 and score.max() <= 1)
    line = as_line(score, within)
    middle, spread = float(np.mean(line)), float(np.std(line)) or 1.0
    model = LogisticRegression(C=NO_PENALTY)
    model.fit(((line - middle) / spread)[:, None], happened, sample_weight=weight)
    slope, start = float(model.coef_[0, 0]), float(model.intercept_[0])

    def repaired(new: Floats) -> Floats:
        return np.asarray(1 / (1 + np.exp(-(slope * (as_line(new, within) - middle) / spread + start))))

    return repaired


def isotonic(score: Floats, happened: Mask, weight: Floats) -> Repair:
    """Steps that never fall (Zadrozny and Elkan 2002), or never rise where high scores go with fewer events.

    It mends any bend and needs more rows; scores within a step become one and the same.
    """
    from sklearn.isotonic import IsotonicRegression

    rising = bool(np.cov(score, happened.astype(float), aweights=weight)[0, 1] >= 0)
    steps = IsotonicRegression(y_min=0.0, y_max=1.0, increasing=rising, out_of_bounds="clip")
    steps.fit(score, happened.astype(float), sample_weight=weight)

    def repaired(new: Floats) -> Floats:
        known = np.isfinite(new)
        found = np.full(len(new), np.nan)
        found[known] = steps.predict(new[known])
        return found

    return repaired


REPAIRS: Mapping[str, Callable[[Floats, Mask, Floats], Repair]] = {"Platt": platt, "Isotonic": isotonic}
"""By the name under which people know them."""
