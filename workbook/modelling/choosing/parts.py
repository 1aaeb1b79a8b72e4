"""The live parts that choose the model."""

from __future__ import annotations

from workbook.modelling.choosing.answers import ModelChoice
from workbook.modelling.choosing.in_use import describe, in_use_table, in_use_words
from workbook.modelling.choosing.owning import take_model_file, use_own
from workbook.modelling.choosing.scores import back_to_rows, use_scores
from workbook.modelling.choosing.using import make_ready, train_recipe
from workbook.models.sources.endpoint_settings import endpoint_names
from workbook.models.sources.files import MODEL_FILES
from workbook.models.sources.mlflow_registry import registry_names
from workbook.ui.live import Act, Ask, Custom, Live, Task

SECTIONS = (ModelChoice,)
CHOICES = {"endpoints": endpoint_names, "registries": registry_names}
"""What forms of this page offer beside columns and groups."""

SAID_OF_IT = ("own", "title", "trained_by", "trained_at", "trained_with", "learned_from")
WHERE_IT_IS = ("reads", "endpoint", "registry", "address")

PARTS = (
    Ask("choice", ModelChoice, ("use", "recipe")),
    Task(
        "train_model",
        "Train this recipe",
        train_recipe,
        "Seconds for some thousand rows, minutes for a hundred thousand.",
    ),
    Custom("model_file", "file", take_model_file, "A model file (skops or ONNX)", MODEL_FILES),
    Ask("own_model", ModelChoice, SAID_OF_IT),
    Ask("own_place", ModelChoice, WHERE_IT_IS),
    Task(
        "use_own",
        "Put this model to use",
        use_own,
        "It is opened, tried on 200 rows and put on record. Seconds; a large file or a slow endpoint takes longer.",
    ),
    Live(
        "model_in_use",
        reads=("model_record", "data", "model_choice", "columns.score", "columns.label", "columns.groups"),
        analyse=describe,
        show=in_use_table,
        say=in_use_words,
    ),
    Task("ready", "Make the model ready", make_ready, "Needed once after a reload, for what asks the model itself."),
    Task(
        "use_scores",
        "Use this model's scores on every page",
        use_scores,
        "Fairness, Value and Decision then speak of this model. What was recorded for the score before becomes stale.",
    ),
    Act(
        "back_to_rows",
        "Back to the score that the rows came with",
        back_to_rows,
        "The model stays in use; what was recorded for that score counts again.",
    ),
)
