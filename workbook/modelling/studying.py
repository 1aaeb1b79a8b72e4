"""What stress tests and explanations read by name: the rows in memory, the study made of them, the model and its record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from workbook.errors import WorkbookError
from workbook.modelling.answers import ModellingAnswers
from workbook.modelling.choosing.answers import Use
from workbook.models.making import make_study
from workbook.models.model import Model
from workbook.models.on_trial import OnTrial, put_on_trial
from workbook.models.records import ModelRecord
from workbook.models.rows import frame_of
from workbook.models.study import Study
from workbook.outcomes import Payoff, Policy, Wording
from workbook.project import DataReference, Evidence
from workbook.project.results import from_kept
from workbook.ui.live import Provided

if TYPE_CHECKING:
    import pandas as pd


def model_record_of(evidence: Evidence | None, use: Use) -> ModelRecord | None:
    """The model in use as the record knows it; None where the team goes on with predictions alone."""
    if evidence is None or use == "predictions only":
        return None
    return from_kept(ModelRecord, evidence.result)


def model_of(record: ModelRecord | None, at_hand: Model | None) -> Model:
    """The model in memory. Raises `WorkbookError` with what to do until it was made ready."""
    if record is None:
        raise WorkbookError(
            "These rows carry predictions, and no model was brought.", "Train a recipe or bring your own model above."
        )
    if at_hand is not None and at_hand.fingerprint == record.fingerprint:
        return at_hand
    if record.in_memory_only:
        raise WorkbookError(
            f"“{record.title}” is in {record.by or 'somebody'}'s notebook only.",
            "Run page.use_model(...) in this notebook too.",
        )
    raise WorkbookError("The model is not in memory yet.", "Press “Make the model ready”: it takes a few seconds.")


def study_of(
    frame: pd.DataFrame,
    data: DataReference | None,
    roles: Mapping[str, Any],
    policy: Policy | None,
    payoff: Payoff | None,
    answers: ModellingAnswers,
    also_left_out: tuple[str, ...],
    yearly_volume: float | None,
    population_share: float | None,
    wording: Wording,
    record: ModelRecord | None = None,
) -> Study:
    """The study of the project's rows, with the columns that the model in use reads; without one, all that may be read.

    Raises
    ------
    WorkbookError
        The rows hold no label, or not the columns that the model reads.
    """
    own = record is not None and record.kind != "recipe" and record.columns
    threshold = None if policy is None or policy.given else policy.model_copy(update={"review": None})
    return make_study(
        frame,
        roles,
        policy=threshold,
        payoff=payoff,
        leave_out=(*answers.leave_out, *also_left_out),
        features=record.columns if record is not None and own else None,
        yearly_volume=yearly_volume,
        population_share=population_share,
        time=answers.time_column,
        identifier=answers.identifier_column,
        folds=answers.folds,
        wording=wording,
        data=data.rows_fingerprint if data else "",
    )


def matched(study: Study, score: np.ndarray, share: float) -> Study:
    """The study at the threshold that selects a given share of the rows with these scores."""
    known = np.sort(score[np.isfinite(score)])
    if not len(known):
        return study
    many = round(share * len(known))
    place = len(known) - many if study.selected == "at_or_above" else many
    return study.at(float(known[min(max(place, 0), len(known) - 1)]))


STUDY = (
    "frame", "data", "tally_roles", "policy_in_force", "payoff_or_none", "modelling", "mitigation.leave_out",
    "roi.yearly_volume", "roi.population_share", "wording",
)  # fmt: skip


def on_trial_of(study: Study, record: ModelRecord | None, at_hand: Model | None) -> OnTrial:
    """The model in use on the project's rows; where none is in use, the predictions alone.

    Raises
    ------
    WorkbookError
        A model is in use and not in memory; or there is neither a model nor a score.
    """
    return put_on_trial(study, None if record is None else model_of(record, at_hand))


PROVIDES = {
    "on_trial": Provided(("study", "model_record", "model_at_hand"), on_trial_of),
    "frame": Provided(("source",), frame_of),
    "model_record": Provided(("evidence:modelling.model", "model_choice.use"), model_record_of),
    "model_at_hand": Provided((), lambda: None),  # the desk gives the one that it holds
    "model": Provided(("model_record", "model_at_hand"), model_of),
    "study": Provided((*STUDY, "model_record"), study_of),
    "study_for_recipes": Provided(STUDY, study_of),
}
