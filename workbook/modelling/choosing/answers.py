"""Which model the team wants on trial, and what it says of one of its own."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from workbook.models.recipes import RECIPES
from workbook.project import Section

Use = Literal["recipe", "own", "predictions only"]
Own = Literal["file", "endpoint", "registry"]


class ScoresInUse(BaseModel):
    """What stood there before a model's scores took its place, so that it can be put back.

    Attributes
    ----------
    column : str
        The column that holds the model's scores now.
    title : str
        Of the model.
    score_before, selected_before, trained_before
        As the roles were on the Start page.
    threshold_before : float or None
        The declared threshold.
    left_out : tuple of str
        Columns that were added to those which no model may read.
    """

    model_config = ConfigDict(frozen=True)
    column: str
    title: str
    score_before: str | None = None
    selected_before: Literal["at_or_above", "below"] = "at_or_above"
    trained_before: Literal["not said", "no", "yes"] = "not said"
    threshold_before: float | None = None
    left_out: tuple[str, ...] = ()


class ModelChoice(Section):
    """The model on trial: predictions alone, a recipe, or the team's own."""

    section: ClassVar[str] = "model_choice"

    use: Use = Field(
        "recipe",
        title="Which model is on trial?",
        description="Without a model, what only a model can answer stays open: other values, explanations, rivals.",
        json_schema_extra={
            "labels": {
                "recipe": "A recipe of this workbook, trained on these rows",
                "own": "Our own model",
                "predictions only": "Only the predictions in the rows",
            }
        },
    )
    recipe: Literal["base rate", "logistic", "boosting", "explainable boosting"] = Field(
        "boosting",
        title="Recipe to train",
        description="The same columns, the same parts of the rows; only the way of learning differs.",
        json_schema_extra={"labels": {one.name: one.title for one in RECIPES.values()}},
    )
    own: Own = Field(
        "file",
        title="Where is your model?",
        json_schema_extra={
            "labels": {
                "file": "In the file uploaded above",
                "endpoint": "Behind a scoring endpoint that is configured here",
                "registry": "In a model registry (MLflow) that is configured here",
            }
        },
    )
    endpoint: str | None = Field(
        None,
        title="Endpoint",
        description="Whoever runs the workbook configures them by name; rows are sent to no other address.",
        json_schema_extra={"options_from": "endpoints"},
    )
    registry: str | None = Field(None, title="Registry", json_schema_extra={"options_from": "registries"})
    address: str = Field(
        "", title="Address in the registry", description="models:/name@alias or models:/name/3", max_length=300
    )
    reads: tuple[str, ...] = Field(
        (),
        title="Columns that it reads, in its order",
        description="Only where the model does not say so itself. Separated by commas.",
    )
    title: str = Field("", title="What do you call it?", max_length=80)
    trained_by: str = Field("", title="Who trained it?", description="A person or a team.", max_length=120)
    trained_at: str = Field("", title="When?", max_length=60)
    trained_with: str = Field("", title="With which data?", max_length=200)
    learned_from: Literal["not said", "these rows", "other rows"] = Field(
        "not said",
        title="Did it learn from the rows that are connected here?",
        description="If it did, its errors here are smaller than they will be on new cases.",
        json_schema_extra={"labels": {"not said": "Not known", "these rows": "Yes", "other rows": "No"}},
    )
    file: str = Field("", title="The uploaded file", max_length=80)
    file_name: str = Field("", title="Name of the uploaded file", max_length=200)
    scores: ScoresInUse | None = Field(None, title="Scores of a model that stand beside the rows")
