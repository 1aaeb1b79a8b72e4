"""The live parts about who decides the close calls, and what they read by name."""

from __future__ import annotations

from workbook.modelling.reviewing.answers import GroupError, ReviewingAnswers
from workbook.modelling.reviewing.figures import errors_along, value_by_capacity
from workbook.modelling.reviewing.finding import Reviewed
from workbook.modelling.reviewing.judging import review
from workbook.modelling.reviewing.reviewers import Reviewers, reviewers_of
from workbook.modelling.reviewing.tables import group_table
from workbook.modelling.reviewing.words import kept, recorded_in_words, recorded_sentence, review_in_words
from workbook.models.on_trial import OnTrial
from workbook.project import Evidence
from workbook.project.results import on_record
from workbook.ui.live import Ask, Live, Provided

EVIDENCE = "modelling.review_band"
REVISION = 1
SECTIONS = (ReviewingAnswers,)
REVISIONS = {EVIDENCE: REVISION}


def reviewers(
    trial: OnTrial,
    capacity: float | None,
    cost: float,
    error: float,
    volume: float | None,
    errors: tuple[GroupError, ...],
) -> Reviewers:
    """The reviewers of this project."""
    return reviewers_of(trial.study, capacity, cost, error, volume, errors)


def reviewers_or_none(
    trial: OnTrial,
    capacity: float | None,
    cost: float,
    error: float,
    volume: float | None,
    errors: tuple[GroupError, ...],
) -> Reviewers | None:
    """The reviewers, or None while nobody has said who they are."""
    return reviewers(trial, capacity, cost, error, volume, errors) if capacity and volume else None


def recorded(evidence: Evidence | None) -> Reviewed:
    """The band that was recorded, for those who have no rows."""
    return on_record(
        Reviewed, evidence, "No review band is on record yet.", "Somebody who has the rows can record one above."
    )


def same(found: Reviewed) -> Reviewed:
    """What is looked at is the result."""
    return found


PARTS = (
    Ask("reviewers_by_group", ReviewingAnswers),
    Live(
        "review_band",
        reads=("review_band",),
        analyse=same,
        show=value_by_capacity,
        say=review_in_words,
        records=EVIDENCE,
        keep=kept,
        record_says=recorded_sentence,
    ),
    Live("review_errors", reads=("review_band",), analyse=same, show=errors_along),
    Live("review_groups", reads=("review_band",), analyse=same, show=group_table),
    Live("review_on_record", reads=(f"evidence:{EVIDENCE}",), analyse=recorded, say=recorded_in_words),
)

TERMS = (
    "on_trial",
    "mitigation.review_capacity",
    "mitigation.review_cost",
    "mitigation.review_error",
    "roi.yearly_volume",
    "reviewing.errors",
)
PROVIDES = {
    "reviewers": Provided(TERMS, reviewers),
    "reviewers_or_none": Provided(TERMS, reviewers_or_none),
    "review_band": Provided(("on_trial", "reviewers", "fairness.metric"), review),
}
