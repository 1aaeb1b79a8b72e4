"""What the team decides about each stress test: whose it is, accept or fix, why, and until when."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from workbook.project import Section

Choice = Literal["open", "accept", "fix"]


class TestDecision(BaseModel):
    """The decision about one test."""

    __test__ = False  # it is none of pytest's
    model_config = ConfigDict(frozen=True)
    test: str = Field("", title="Test", max_length=300, json_schema_extra={"widget": "long_text"})
    owner: str = Field("", title="Whose it is", max_length=120)
    choice: Choice = Field(
        "open",
        title="Accept or fix",
        json_schema_extra={"labels": {"open": "Choose …", "accept": "accept", "fix": "fix"}},
    )
    reason: str = Field("", title="Why, or how it is fixed", max_length=400, json_schema_extra={"widget": "long_text"})
    until: date | None = Field(None, title="Accepted until, or fixed by")

    @property
    def settled(self) -> bool:
        """Whether a person stands for a decision."""
        return bool(self.owner.strip()) and self.choice != "open"

    def holds(self, today: date) -> bool:
        """Whether it is settled and its date has not passed."""
        return self.settled and (self.until is None or today <= self.until)


class StandingAnswers(Section):
    """The decisions about stress tests."""

    section: ClassVar[str] = "standing"

    decisions: tuple[TestDecision, ...] = Field(
        (),
        max_length=120,
        title="Accept or fix",
        description="A failed test is open until a person owns it and has decided. After its date it is open again.",
        json_schema_extra={"row": "test"},
    )
