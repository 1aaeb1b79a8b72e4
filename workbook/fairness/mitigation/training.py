"""Retrained candidates: each row is scored by models that never saw it, one way of training after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from workbook.data.roles import Equals
from workbook.errors import InputError
from workbook.fairness.mitigation import other_toolkit
from workbook.fairness.mitigation.candidate import TITLES, Offer
from workbook.fairness.mitigation.learning import SHARES, Learning, learn, worst_ranked
from workbook.fairness.mitigation.reductions import reduce
from workbook.fairness.mitigation.reweighing import weigh
from workbook.models import recipes
from workbook.models.folds import Fit, Floats, fitted, out_of_fold, scored
from workbook.models.proxies import Proxy, proxies
from workbook.models.rows import group_codes, label_codes
from workbook.models.steps import Cancelled, Progress, Steps
from workbook.outcomes import Policy

if TYPE_CHECKING:
    import pandas as pd

HOW = {
    "retrained logistic": "Logistic regression on the same columns, nothing else: what retraining alone does.",
    "retrained boosting": "Gradient boosted trees on the same columns.",
    "retrained": "Your model, trained and scored out of fold: what the others are compared with.",
    "reweighed": "Trained with weights that make label and group independent (Kamiran and Calders).",
    "without proxies": "Trained without the columns that give the group away.",
    "reduced parity": "Trained under the constraint that groups are selected equally often (Fairlearn's reductions).",
    "reduced odds": "Trained under the constraint that both error rates are alike (Fairlearn's reductions).",
    "fair representation": "Trained on a representation that hides the group (AIF360's LFR).",
}
MIXED = "The score is the share of a mixture's models that select; half of them decide."
MORE = {
    "reduced parity": MIXED,
    "reduced odds": MIXED,
    "fair representation": "Fitted on at most 2,000 rows, by an optimiser without a gradient: a rough fit.",
}


@dataclass(frozen=True, eq=False)
class Trained:
    """Scores out of fold, and what was learned on the way.

    Attributes
    ----------
    offers : tuple of Offer
        A policy that is "given" means: choose its threshold on the choosing half.
    scores : mapping of str to array, shape (rows,)
        By the name of the offer.
    proxies : tuple of Proxy
    learning : Learning or None
    notes : tuple of str
        What is missing, and what was left out.
    """

    offers: tuple[Offer, ...]
    scores: Mapping[str, Floats] = field(default_factory=dict)
    proxies: tuple[Proxy, ...] = ()
    learning: Learning | None = None
    notes: tuple[str, ...] = ()


def train_candidates(
    frame: pd.DataFrame,
    *,
    label: str | Equals,
    groups: Sequence[str],
    label_positive: Any = 1,
    leave_out: Sequence[str] = (),
    estimator: Any = None,
    costs: tuple[float, float] = (1.0, 1.0),
    event_is_good: bool = True,
    tolerance: float = 0.05,
    folds: int = 5,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Trained:
    """Train every candidate that needs it; each row's score comes from models that did not see it.

    Parameters
    ----------
    frame : DataFrame
    label : str or Equals
    groups : sequence of str
        Protected columns: no model learns from them. Reweighing and reductions use them to train.
    label_positive : value, tuple of values, or condition
        As in `workbook.data.tally`.
    leave_out : sequence of str
        More columns that no model may learn from: scores, decisions, what is only known afterwards.
    estimator : scikit-learn estimator, optional
        The team's own model, with its preprocessing as a pipeline; the workbook's logistic regression where None.
    costs : tuple of float
        Of missing a case that should be selected and of selecting one that should not, for the reductions.
    event_is_good : bool
        Whether those with the event are the ones to select; else scores are the chance of not having it.
    tolerance : float
    folds : int
    progress : callable, optional
        Called with a share from 0 to 1 and what is being done.
    cancelled : callable, optional
        Asked between two fits.

    Raises
    ------
    InputError
        A column is missing, or nothing is left to learn from.
    WorkbookError
        It was cancelled.
    """
    codes, names = group_codes(frame, groups)
    known = label_codes(frame, label, label_positive)
    known = known if event_is_good else np.where(known < 2, 1 - known, known)
    both = (label.column_a, label.column_b) if isinstance(label, Equals) else (label,)
    features, unfit = recipes.usable(frame, {*both, *groups, *leave_out})
    model = recipes.logistic(features) if estimator is None else estimator
    steps = Steps(features.shape[1] + folds * (7 + len(SHARES)), progress, cancelled)
    steps.begin("looking for proxies")
    found = proxies(features, codes, names, steps.tick)
    notes = [f"Taken for identifiers or empty, and left out: {', '.join(unfit[:8])}."] if unfit else []
    scores: dict[str, Floats] = {}
    for name, fit in _ways(features, found, model, estimator, costs, tolerance, notes).items():
        steps.begin(TITLES[name])
        try:
            scores[name] = out_of_fold(fit, features, known, codes, folds, steps.tick)
        except InputError as problem:
            notes.append(f"{TITLES[name]} is missing: {problem.happened}")
    learning = None
    plain = next(iter(scores.values()), None)
    worst = worst_ranked(plain, known, codes) if plain is not None else None
    if worst is not None:
        steps.begin(f"learning curve of {names[worst]}")
        learning = learn(model, features, known, codes, worst, names[worst], folds, steps.tick)
    return Trained(tuple(_offer(name) for name in scores), scores, found, learning, tuple(notes))


def _offer(name: str) -> Offer:
    """A way of training that worked: reductions decide at one half, all others at a threshold still to be found."""
    policy = Policy.at(0.5) if name.startswith("reduced") else Policy.given_decision()
    more = (MORE[name],) if name in MORE else ()
    return Offer(name, policy, HOW[name], more, retrained=True, column=f"score_{name.replace(' ', '_')}")


def _ways(
    features: pd.DataFrame,
    found: tuple[Proxy, ...],
    model: Any,
    estimator: Any,
    costs: tuple[float, float],
    tolerance: float,
    notes: list[str],
) -> dict[str, Fit]:
    """Every way of training, by name; what cannot be done is noted."""
    ways: dict[str, Fit] = {}
    if estimator is None:
        ways |= {"retrained logistic": plainly(model), "retrained boosting": plainly(recipes.boosting(features))}
    else:
        ways["retrained"] = plainly(model)
    ways["reweighed"] = reweighed(model)
    hidden = [one.column for one in found if one.beyond]
    if hidden and len(hidden) < features.shape[1]:
        ways["without proxies"] = without(hidden, model if estimator is not None else None)
    else:
        notes.append("Without proxies is missing: no column alone gives a group away.")
    if hasattr(model, "steps") and len(model.steps) > 1:
        ways |= {
            "reduced parity": reduce(model, "reduced parity", tolerance, costs),
            "reduced odds": reduce(model, "reduced odds", tolerance, costs),
        }
    else:
        notes.append("Reductions are missing: they need a pipeline whose last step is the model.")
        notes.append("Fair representation is missing: it needs such a pipeline, too.")
    if not other_toolkit.installed():
        notes.append(other_toolkit.MISSING)
    elif "reduced parity" in ways:
        ways["fair representation"] = other_toolkit.fair_representation(model)
    return ways


def plainly(model: Any) -> Fit:
    """Training as always."""

    def fit(rows: pd.DataFrame, known: NDArray[np.int64], _group: NDArray[np.int64]) -> Callable[..., Floats]:
        trained = fitted(model, rows, known)
        return lambda new: scored(trained, new)

    return fit


def reweighed(model: Any) -> Fit:
    """Training with Kamiran's and Calders' weights, made from the training rows."""

    def fit(rows: pd.DataFrame, known: NDArray[np.int64], group: NDArray[np.int64]) -> Callable[..., Floats]:
        trained = fitted(model, rows, known, weigh(group, known))
        return lambda new: scored(trained, new)

    return fit


def without(hidden: Sequence[str], model: Any) -> Fit:
    """Training without some columns; the workbook's logistic regression where no model is given."""

    def fit(rows: pd.DataFrame, known: NDArray[np.int64], _group: NDArray[np.int64]) -> Callable[..., Floats]:
        kept = rows.drop(columns=list(hidden))
        trained = fitted(model if model is not None else recipes.logistic(kept), kept, known)
        return lambda new: scored(trained, new.drop(columns=list(hidden)))

    return fit
