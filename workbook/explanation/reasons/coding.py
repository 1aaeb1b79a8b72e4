"""Reasons for a decision against somebody: what pushed towards it, joined where it is one reason, flagged where it must not be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from workbook.explanation.reasons.answers import ReasonAnswers
from workbook.models.folds import Mask
from workbook.models.study import Study
from workbook.outcomes.amounts_in_words import percent

if TYPE_CHECKING:
    import pandas as pd

LEAST = 0.05
"""A smaller share of what pushed against somebody is no reason, it is noise."""
CLOSE = 0.8
"""Columns whose ranks go together at least so closely (Spearman) are one reason."""
MOST_ROWS = 20_000
MISSING = "missing"


@dataclass(frozen=True)
class Reason:
    """One reason against somebody.

    Attributes
    ----------
    columns : tuple of str
        What it rests on, the strongest first.
    title : str
    value : str
        Of the strongest column, as it stands in the rows.
    push : float
        Its share of all that pushed towards the decision.
    says : str
        The sentence.
    flag : str
        Why it must not be told as it is: "" where it may.
    """

    columns: tuple[str, ...]
    title: str
    value: str
    push: float
    says: str
    flag: str = ""


def against(study: Study, value: float) -> float:
    """How far an attribution pushes towards the decision that is bad for the person or thing."""
    towards_selected = value if study.selected == "at_or_above" else -value
    return -towards_selected if study.wording.favourable else towards_selected


def reasons_against(
    study: Study,
    case: Mapping[str, Any],
    attributions: Mapping[str, float],
    decided: Mask,
    answers: ReasonAnswers,
    *,
    flags: Mapping[str, str] | None = None,
    groups: Sequence[tuple[str, ...]] | None = None,
) -> tuple[Reason, ...]:
    """The reasons for a decision against somebody, the strongest first.

    Parameters
    ----------
    study : Study
    case : mapping
        Values by column.
    attributions : mapping of str to float
        By column, on any scale of the score.
    decided : array of bool, shape (rows,)
        Who is selected: with whom the case is compared.
    answers : ReasonAnswers
    flags : mapping of str to str, optional
        Columns that must not be told as they are, and why.
    groups : sequence of tuple of str, optional
        As `same_reasons` gives them; made from the study where None.
    """
    joined = same_reasons(study.features, answers) if groups is None else groups
    pushes = {column: against(study, value) for column, value in attributions.items()}
    total = sum(max(push, 0.0) for push in pushes.values())
    found = []
    for columns in joined:
        known = sorted((name for name in columns if name in pushes), key=lambda name: -pushes[name])
        push = sum(pushes[name] for name in known)
        if known and total > 0 and push / total >= LEAST:
            found.append(_reason(study, case, tuple(known), push / total, decided, answers, flags or {}))
    return tuple(sorted(found, key=lambda one: -one.push)[: answers.most])


def same_reasons(features: pd.DataFrame, answers: ReasonAnswers) -> tuple[tuple[str, ...], ...]:
    """Columns in the groups that are one reason each: as the team says, and numbers whose ranks go closely together."""
    import pandas as pd

    columns = [str(name) for name in features.columns]
    place = {name: number for number, name in enumerate(columns)}
    for one in answers.together:
        known = [name for name in one.columns if name in place]
        place |= dict.fromkeys(known, min((place[name] for name in known), default=0))
    numbers = [name for name in columns if pd.api.types.is_numeric_dtype(features[name])]
    sample = features[numbers]
    if len(sample) > MOST_ROWS:
        sample = sample.sample(MOST_ROWS, random_state=0)
    close = sample.corr("spearman").abs().to_numpy() >= CLOSE
    for one, other in zip(*np.nonzero(np.triu(close, 1)), strict=True):
        old, new = place[numbers[other]], place[numbers[one]]
        place = {name: new if number == old else number for name, number in place.items()}
    found: dict[int, list[str]] = {}
    for name in columns:
        found.setdefault(place[name], []).append(name)
    return tuple(tuple(names) for names in found.values())


def _reason(
    study: Study,
    case: Mapping[str, Any],
    columns: tuple[str, ...],
    push: float,
    decided: Mask,
    answers: ReasonAnswers,
    flags: Mapping[str, str],
) -> Reason:
    first = columns[0]
    title = _title(columns, answers)
    told = [flags[name] for name in columns if name in flags]
    silenced = [name for name in columns if not answers.wording(name).may_be_told]
    if silenced:
        told.append(f"The team has said that “{silenced[0]}” is not told.")
    value = case.get(first)
    return Reason(
        columns, title, as_written(value), push, _says(study, first, title, value, decided, answers), " ".join(told)
    )


def _title(columns: tuple[str, ...], answers: ReasonAnswers) -> str:
    for one in answers.together:
        if one.title and columns[0] in one.columns:
            return one.title
    return answers.wording(columns[0]).title or columns[0].replace("_", " ")


def as_written(value: Any) -> str:
    """A value as it stands in the rows; "missing" where there is none."""
    if value is None or (isinstance(value, float) and not np.isfinite(value)):
        return MISSING
    if isinstance(value, int | float | np.number) and not isinstance(value, bool):
        return f"{float(value):,.4g}" if abs(float(value)) < 1e4 else f"{float(value):,.0f}"
    return str(value)


def _says(study: Study, column: str, title: str, value: Any, decided: Mask, answers: ReasonAnswers) -> str:
    """The team's words where there are some, then where the value stands among those decided the other way."""
    wording, told = answers.wording(column), as_written(value)
    name = title[:1].upper() + title[1:]
    better = decided == study.wording.favourable
    means = study.wording.selected_means if study.wording.favourable else study.wording.not_selected_means
    who = f"the {study.wording.units} {means}"
    if told == MISSING:
        share = _share(study.features[column].isna() | (study.features[column].astype(str) == MISSING), better)
        return f"{wording.otherwise or f'{name} is not on file'} (so it is for {share} of {who})."
    if not _is_number(study, column):
        share = _share(study.features[column].astype(str) == str(value), better)
        return f"{wording.otherwise or f'{name}: {told}'} ({share} of {who} have the same)."
    numbers = study.features[column].astype(float)
    low = float((numbers[better] < float(value)).mean()) < 0.5
    share = _share(numbers > float(value) if low else numbers < float(value), better)
    own = wording.when_low if low else wording.when_high
    return (
        f"{own or f'{name}: {told}'} ({f'{told}; ' if own else ''}{share} of {who} have {'more' if low else 'less'})."
    )


def _is_number(study: Study, column: str) -> bool:
    import pandas as pd

    return bool(pd.api.types.is_numeric_dtype(study.features[column]))


def _share(which: Any, among: Mask) -> str:
    here = np.asarray(which, dtype=bool)[among]
    return percent(round(float(here.mean()), 2)) if len(here) else "–"
