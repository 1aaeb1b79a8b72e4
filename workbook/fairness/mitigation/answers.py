"""What the team enters to weigh candidates: reviewers, columns that no model may use, the choice, the legal review."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from workbook.fairness.mitigation.candidate import NOTHING, TITLES, Review
from workbook.project import Section

Chosen = Literal[
    "nothing", "moved", "equal opportunity", "equal false positives", "equalised odds", "demographic parity",
    "reject option", "human review", "retrained logistic", "retrained boosting", "retrained", "reweighed",
    "without proxies", "reduced parity", "reduced odds", "fair representation",
]  # fmt: skip


class MitigationAnswers(Section):
    """Assumptions behind the candidates, the one that was chosen, and who cleared it."""

    section: ClassVar[str] = "mitigation"

    review_capacity: float | None = Field(
        None, ge=0, title="Cases a year that people can review", description="By those who would really do it."
    )
    review_cost: float = Field(
        0.0, ge=0, title="What one review costs", description="Time, pay, second opinion.",
        json_schema_extra={"widget": "money"},
    )  # fmt: skip
    review_error: float = Field(
        0.0,
        ge=0,
        le=0.5,
        title="Share of reviews that come out wrong",
        description="Measured on cases whose outcome is known. Without a measurement, write what you would bet on.",
        json_schema_extra={"widget": "percentage", "unit": "%"},
    )
    review_owner: str = Field("", title="Who stands for these three numbers", max_length=120)
    leave_out: tuple[str, ...] = Field(
        (),
        title="Columns that no model may learn from",
        description="Other protected columns, other scores, and what is only known after the decision. Label, score, decision and groups are left out anyway.",
        json_schema_extra={"options_from": "columns"},
    )
    candidate: Chosen = Field("nothing", title="Look closer at", json_schema_extra={"labels": dict(TITLES)})
    legal_by: str = Field(
        "", title="Who reviewed it legally", description="A person, not a department.", max_length=120
    )
    legal_date: date | None = Field(None, title="When")
    legal_reference: str = Field(
        "", title="Where that is written down", description="A file number, a memo, a link.", max_length=300
    )

    @property
    def review(self) -> Review | None:
        """The reviewers' terms; None where nobody said how many cases they can take."""
        if not self.review_capacity:
            return None
        return Review(self.review_capacity, self.review_cost, self.review_error)

    @property
    def cleared(self) -> bool:
        """Whether a named person reviewed it, on a date, with a reference."""
        return bool(self.legal_by.strip() and self.legal_date and self.legal_reference.strip())

    @property
    def chose_one(self) -> bool:
        """Whether anything but doing nothing is looked at."""
        return self.candidate != NOTHING
