"""Which model the team wants on trial."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from workbook.models.recipes import RECIPES
from workbook.project import Section


class ModelChoice(Section):
    """The recipe to train."""

    section: ClassVar[str] = "model_choice"

    recipe: Literal["base rate", "logistic", "boosting", "explainable boosting"] = Field(
        "boosting",
        title="Recipe to train",
        description="The same columns, the same parts of the rows; only the way of learning differs.",
        json_schema_extra={"labels": {one.name: one.title for one in RECIPES.values()}},
    )
