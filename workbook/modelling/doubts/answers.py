"""What the team says about its doubts before it looks."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from workbook.project import Section


class DoubtsAnswers(Section):
    """From where on a result is not believed, and how often training is repeated."""

    section: ClassVar[str] = "doubts"

    too_good: float = Field(
        0.95,
        ge=0.6,
        le=1,
        title="From how many of 100 pairs on is it too good to be true?",
        description="A pair is one that should be selected and one that should not; guessing ranks 50 rightly. Say it before "
        "you look: what do the best in your field reach?",
        json_schema_extra={"widget": "percentage", "unit": "of 100"},
    )
    flips_tolerated: float = Field(
        0.05,
        ge=0,
        le=0.5,
        title="How many decisions may another seed change?",
        description="1 in 20 is 5 %. Say it before you look.",
        json_schema_extra={"widget": "percentage", "unit": "%"},
    )
    seeds: int = Field(
        10, ge=3, le=30, title="How many times to train again, with other seeds and other parts of the rows"
    )
