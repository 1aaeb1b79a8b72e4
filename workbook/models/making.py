"""From rows and roles to a study: labels, groups, thresholds and worths as arrays, as the tally counts them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from workbook.data.amounts import Tree, evaluate, parse
from workbook.data.halves import halves
from workbook.data.roles import Equals
from workbook.data.tallies import Side
from workbook.errors import InputError, WorkbookError
from workbook.models.folds import Codes, Floats, Fold, even_folds, folds_by_identifier, folds_by_time
from workbook.models.recipes import usable
from workbook.models.rows import group_codes, label_codes
from workbook.models.study import Study
from workbook.outcomes import Payoff, Policy, Wording, group_name
from workbook.outcomes.payoff import OutcomeValue

if TYPE_CHECKING:
    import pandas as pd

FOLDS = 5


def make_study(
    frame: pd.DataFrame,
    roles: Mapping[str, Any],
    *,
    policy: Policy | None = None,
    payoff: Payoff | None = None,
    leave_out: tuple[str, ...] = (),
    features: tuple[str, ...] | None = None,
    yearly_volume: float | None = None,
    population_share: float | None = None,
    time: str | None = None,
    identifier: str | None = None,
    folds: int = FOLDS,
    wording: Wording | None = None,
    data: str = "",
) -> Study:
    """The study of some rows.

    Parameters
    ----------
    frame : DataFrame
    roles : mapping
        As arguments of `workbook.data.tally`.
    policy : Policy, optional
        One threshold, or thresholds by group; without it half of the rows are selected.
    payoff : Payoff, optional
    leave_out : tuple of str
        Columns that no model may read, beside those that play a role.
    features : tuple of str, optional
        Just the columns that a model reads, as they stand; else all that are usable.
    yearly_volume, population_share : float, optional
        Cases a year, and the share of the event among them.
    time, identifier : str, optional
        A column of moments: folds learn from the past only. A column of identifiers: the rows of one stay together.
    folds : int
    wording : Wording, optional
    data : str
        Fingerprint of the rows.

    Raises
    ------
    InputError
        A column is missing, or nothing is left to learn from.
    """
    if roles.get("label") is None:
        raise InputError("These rows hold no label.", "On the Start page, choose the column that says what happened.")
    told, groups = wording or Wording(), tuple(roles.get("groups") or ())
    known = label_codes(frame, roles["label"], roles.get("label_positive", 1))
    codes, names = group_codes(frame, groups, told.meanings) if groups else _one_group(len(frame))
    left_out = hidden(roles, leave_out, tuple(map(str, frame.columns)), time, identifier)
    score, selected = _score(frame, roles.get("score")), roles.get("selected", "at_or_above")
    yes, no = worths(frame, payoff, roles.get("amounts") or {}, known) if payoff else (None, None)
    own = {group_name(one.group, groups, told.meanings): one.threshold for one in policy.thresholds} if policy else {}
    split = roles.get("split")
    return Study(
        features=_features(frame, features, left_out), label=known, group=codes, group_names=names,
        cut=_cuts(policy, own, names, codes, score),
        half=halves(len(frame), split) if isinstance(split, int) else _even_halves(len(frame)),
        weight=_weights(frame, roles.get("weight"), known, population_share),
        selected=selected, if_selected=yes, if_not=no, currency=payoff.currency if payoff else "EUR",
        yearly_volume=yearly_volume, score=score, event_is_right=_event_is_right(selected, known, yes, no),
        folds=plan_folds(frame, known, codes, folds, time=time, identifier=identifier), wording=told, data=data,
        declared=policy is not None,
    )  # fmt: skip


def hidden(
    roles: Mapping[str, Any], leave_out: tuple[str, ...], columns: tuple[str, ...], *more: str | None
) -> tuple[str, ...]:
    """Columns that no model may learn from: roles, groups, what the team named, and anything called a score."""
    taken = [roles.get("score"), roles.get("weight"), *(roles.get("groups") or ()), *leave_out, *more]
    for role in ("label", "decision"):
        given = roles.get(role)
        taken += [given.column_a, given.column_b] if isinstance(given, Equals) else [given]
    taken += [name for name in columns if name.lower().startswith("score")]
    return tuple(dict.fromkeys(name for name in taken if name))


def plan_folds(
    frame: pd.DataFrame,
    label: Codes,
    group: Codes,
    folds: int,
    *,
    time: str | None = None,
    identifier: str | None = None,
) -> tuple[Fold, ...]:
    """How rows are parted for training: by time where there is a time column, else by identifier, else evenly."""
    if time:
        return folds_by_time(_moments(frame, time), folds)
    if identifier:
        return folds_by_identifier(frame[identifier].astype(str).to_numpy(), folds)
    return even_folds(label, group, folds)


def worths(frame: pd.DataFrame, payoff: Payoff, amounts: Mapping[str, str], label: Codes) -> tuple[Floats, Floats]:
    """What each row is worth if it is selected, and if it is not; 0 where the label is not known.

    An amount that is missing or infinite adds nothing, as in a tally.
    """
    trees = {name: parse(text, map(str, frame.columns)) for name, text in amounts.items()}
    yes = _by_label(frame, trees, label, payoff.true_positive, payoff.false_positive)
    return yes, _by_label(frame, trees, label, payoff.false_negative, payoff.true_negative)


def _by_label(
    frame: pd.DataFrame, trees: Mapping[str, Tree], label: Codes, positive: OutcomeValue, negative: OutcomeValue
) -> Floats:
    one, other = (_worth(frame, trees, value) for value in (positive, negative))
    return np.select([label == 1, label == 0], [one, other], 0.0)


def _worth(frame: pd.DataFrame, trees: Mapping[str, Tree], value: OutcomeValue) -> Floats:
    found = np.full(len(frame), value.constant)
    if not (value.amount and value.per_unit):
        return found
    if value.amount not in trees:
        raise InputError(f"There is no amount called “{value.amount}” in these rows.", "Name it on the Start page.")
    with np.errstate(divide="ignore", invalid="ignore"):
        amount = np.asarray(evaluate(trees[value.amount], lambda name: _numbers(frame, name)), dtype=float)
    return found + value.per_unit * np.where(np.isfinite(amount), amount, 0.0)


def _numbers(frame: pd.DataFrame, name: str) -> Floats:
    import pandas as pd

    return np.asarray(pd.to_numeric(frame[name], errors="coerce").to_numpy(dtype=float, na_value=np.nan))


def _features(frame: pd.DataFrame, wanted: tuple[str, ...] | None, left_out: tuple[str, ...]) -> pd.DataFrame:
    if wanted is None:
        return usable(frame, set(left_out))[0]
    missing = [name for name in wanted if name not in frame.columns]
    if missing:
        raise InputError(f"The model reads column “{missing[0]}”, and these rows have no such column.")
    return frame.loc[:, list(wanted)]


def _score(frame: pd.DataFrame, name: str | None) -> Floats | None:
    return None if not name or name not in frame.columns else _numbers(frame, name)


def _one_group(rows: int) -> tuple[Codes, tuple[str, ...]]:
    return np.zeros(rows, dtype=np.int64), ("everybody",)


def _even_halves(rows: int) -> Codes:
    return np.arange(rows, dtype=np.int64) % 2


def _cuts(
    policy: Policy | None, own: Mapping[str, float], names: tuple[str, ...], group: Codes, score: Floats | None
) -> Floats:
    """The threshold of each row; the middle score where none was declared."""
    if policy is not None and (policy.given or policy.review):
        raise WorkbookError(
            "A given decision or a review band has no threshold that a model's score could be held against.",
            "Declare a threshold on the Fairness page.",
        )
    common = policy.threshold if policy is not None else None
    if common is None and score is not None and np.isfinite(score).any():
        common = float(np.nanmedian(score))
    cuts = np.array([own.get(name, 0.5 if common is None else common) for name in names])
    return np.asarray(cuts[group], dtype=float)


def _weights(frame: pd.DataFrame, name: str | None, label: Codes, population_share: float | None) -> Floats:
    weight = _numbers(frame, name) if name else np.ones(len(frame))
    if population_share is None:
        return weight
    found = float(weight[label == 1].sum() / weight[label < 2].sum())
    factors = [population_share / found, (1 - population_share) / (1 - found)]
    return np.asarray(weight * np.select([label == 1, label == 0], factors, 1.0))


def _event_is_right(selected: Side, label: Codes, yes: Floats | None, no: Floats | None) -> bool:
    """Whether the event makes a case one to select: by what it is worth, else by the side that the threshold selects."""
    if yes is None or no is None or not ((label == 0).any() and (label == 1).any()):
        return selected == "at_or_above"
    gain = yes - no
    return bool(gain[label == 1].mean() >= gain[label == 0].mean())


def _moments(frame: pd.DataFrame, name: str) -> Any:
    import pandas as pd

    column = frame[name]
    if not pd.api.types.is_numeric_dtype(column):
        column = pd.to_datetime(column, errors="coerce", format="mixed")
    if column.isna().any():
        raise InputError(f"Column “{name}” (the time) is missing or unreadable in some rows.", "Choose another column.")
    return column.to_numpy()
