"""Who takes part: today's process, the naive baseline, the score column, recipes trained here, and the model in use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from workbook.errors import MissingExtra
from workbook.modelling.candidates.fitting import recipe_scores, scores_of
from workbook.modelling.candidates.taking_part import Candidate, levelled, side_of_the_event
from workbook.modelling.candidates.using import InUse
from workbook.models.folds import SEED, Floats
from workbook.models.recipes import RECIPES
from workbook.models.rows import label_codes
from workbook.models.steps import Steps
from workbook.models.study import Study

if TYPE_CHECKING:
    import pandas as pd

BASE_RATE = "base rate"
TODAY, SCORE_COLUMN, DECLARED, IN_USE, ANEW = "today", "score column", "as declared", "in use", "in use, trained anew"


@dataclass(frozen=True, eq=False)
class Today:
    """What happens without the model, row by row.

    Attributes
    ----------
    decided : array of float or None, shape (rows,)
        1 selected, 0 not, NaN not known; None where nobody said, or where only its value is known.
    title : str
    note : str
        What must be said about it.
    """

    decided: Floats | None = None
    title: str = ""
    note: str = ""


def decided_today(frame: pd.DataFrame, roles: Mapping[str, Any], answer: str) -> Today:
    """Today's process as answered on the Value page.

    Parameters
    ----------
    frame : DataFrame
    roles : mapping
        As arguments of `workbook.data.tally`.
    answer : str
        The field "today" of the Value page.
    """
    if answer in ("accept all", "accept none"):
        everybody = answer == "accept all"
        return Today(np.full(len(frame), float(everybody)), f"Today: {'everybody' if everybody else 'nobody'}")
    if roles.get("decision") is not None and answer in ("given decision", "not said"):
        codes = label_codes(frame, roles["decision"], roles.get("decision_positive", 1))
        note = "" if answer == "given decision" else (
            "What happens today was not said on the Value page: the decision column stands for it."
        )  # fmt: skip
        return Today(np.where(codes < 2, codes, np.nan).astype(float), "Today: as decided", note)
    if answer == "typed value":
        return Today()
    return Today(note="Today's process is missing: say on the Value page what happens without the model.")


def gather(
    study: Study, recipes: Sequence[str], used: InUse, today: Today, steps: Steps
) -> tuple[tuple[Candidate, ...], tuple[str, ...]]:
    """Everything that takes part, the plainest first, and what is missing.

    Parameters
    ----------
    study : Study
        With all columns that recipes may read.
    recipes : sequence of str
        Recipes to train beside the model in use.
    used : InUse
    today : Today
    steps : Steps
        Ticked once for each fit.
    """
    notes, found = [today.note] if today.note else [], list[Candidate]()
    if today.decided is not None:
        found.append(Candidate(TODAY, today.title, "today", decided=today.decided, readable=True))
    for name in taking_part(recipes, used):
        try:
            found.append(_trained(study, name, used, steps))
        except MissingExtra as problem:
            notes.append(f"{RECIPES[name].title} is missing. {problem.happened} {problem.remedy}")
    if study.score is not None:
        found.append(Candidate(SCORE_COLUMN, "Score column", "score column", study.score, study.selected))
        found.append(Candidate(DECLARED, "Score column, as declared", "as declared", study.score, study.selected))
    if used.record is not None and not used.recipe:
        found += _brought(study, used, steps)
        notes += [f"The model in use is missing: {used.why_not}"] if used.model is None else []
    return tuple(found), tuple(notes)


def taking_part(recipes: Sequence[str], used: InUse) -> list[str]:
    """The recipes to train, the plainest first: the base rate, those asked for, and that of the model in use."""
    return [name for name in RECIPES if name == BASE_RATE or name in recipes or name == used.recipe]


def fits(study: Study, recipes: Sequence[str], used: InUse) -> int:
    """How many fits `gather` makes."""
    return len(study.folds) * (len(taking_part(recipes, used)) + used.can_be_trained_anew)


def _trained(study: Study, name: str, used: InUse, steps: Steps) -> Candidate:
    made, mine = RECIPES[name], name == used.recipe
    steps.begin(f"training: {made.title}")
    score = recipe_scores(study, name, used.seed if mine else SEED, steps.tick)
    return Candidate(
        IN_USE if mine else name,
        f"{made.title}, in use" if mine else made.title,
        "in use" if mine else "naive" if name == BASE_RATE else "recipe",
        levelled(score) if name == BASE_RATE else score,
        side_of_the_event(study),
        readable=made.readable,
    )


def _brought(study: Study, used: InUse, steps: Steps) -> list[Candidate]:
    """A model that the team brought, as it stands; and trained anew on the folds, where that can be done."""
    if used.model is None or used.reads is None:
        return []
    side, title = side_of_the_event(study), used.model.title
    found = [Candidate(IN_USE, f"{title}, in use", "in use", used.model.again(used.reads), side)]
    if used.can_be_trained_anew:
        steps.begin(f"training anew: {title}")
        score = scores_of(replace(study, features=used.reads), used.model.fresh(), steps.tick)
        found.append(Candidate(ANEW, f"{title}, trained anew", "recipe", score, side))
    return found
