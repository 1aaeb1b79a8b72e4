"""Whom the team wants to look at."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from workbook.explanation.people.choosing import TITLES, Choice
from workbook.project import Section


class PersonAnswers(Section):
    """The case to look at. A row number is on record; whose it is is not."""

    section: ClassVar[str] = "person"

    choice: Choice = Field(
        "borderline",
        title="Whom to look at",
        description="Somebody chosen for a reason: a random case shows nothing that you were worried about.",
        json_schema_extra={"labels": {str(name): title for name, title in TITLES.items()}},
    )
    group: str = Field(
        "",
        title="In which group",
        description="For a case in one group; the first one where it is empty.",
        max_length=200,
    )
    number: int | None = Field(
        None, ge=1, title="Row number", description="For one case that you know of, counted from 1 as in the file."
    )
