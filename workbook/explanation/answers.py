"""What the team says about how its model is explained."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from workbook.explanation.attributing.background import EVERYBODY, ROWS, ROWS_OF_QUICK, Whom
from workbook.project import Section


class ExplainingAnswers(Section):
    """Against whom people are compared, and how many reasons they would be told."""

    section: ClassVar[str] = "explaining"

    compared_with: Whom = Field(
        EVERYBODY,
        title="Compare each case with",
        description="A reason says why somebody's score differs from that of others: this says which others. To explain a "
        "decision against somebody, those who were decided for are often the fair comparison.",
        json_schema_extra={
            "labels": {
                "everybody": "everybody",
                "selected": "those decided for by the threshold",
                "not selected": "those decided against by the threshold",
            }
        },
    )
    background_rows: int = Field(
        ROWS_OF_QUICK,
        ge=10,
        le=1000,
        title="With how many of them",
        description="More make reasons steadier. Deep forests, and models that can only be asked for scores, take at most "
        f"{ROWS}: each costs them time.",
    )
    strongest: int = Field(
        3, ge=1, le=10, title="How many reasons would somebody be told?", description="Agreement is counted on so many."
    )
