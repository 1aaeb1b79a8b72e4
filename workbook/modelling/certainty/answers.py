"""What the team asks of single predictions."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from workbook.project import Section


class CertaintyAnswers(Section):
    """How often a statement about one case has to be right."""

    section: ClassVar[str] = "certainty"

    covers: float = Field(
        0.9,
        ge=0.5,
        le=0.99,
        title="How often must a statement about one case hold?",
        description="The rest may be wrong. The more often it must hold, the more often it can only say “cannot tell”.",
        json_schema_extra={"widget": "percentage", "unit": "%"},
    )
    by_group: bool = Field(
        False,
        title="Hold each group against its own cases",
        description="Where a group is covered too little. It must then be known when a statement is made; in small "
        "groups less can be said.",
    )
