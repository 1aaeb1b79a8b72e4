"""Which rivals are trained beside the model in use."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from workbook.models.recipes import RECIPES
from workbook.project import Section

RecipeName = Literal["logistic", "boosting", "explainable boosting"]


class CandidatesAnswers(Section):
    """The recipes to compare."""

    section: ClassVar[str] = "candidates"

    recipes: tuple[RecipeName, ...] = Field(
        ("logistic", "boosting", "explainable boosting"),
        title="Recipes to train beside it",
        description="The base rate, the score column, today's process and the model in use always take part. "
        "Explainable boosting takes by far the longest.",
        json_schema_extra={"labels": {one.name: one.title for one in RECIPES.values()}},
    )
