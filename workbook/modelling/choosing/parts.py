"""The live parts that choose the model."""

from __future__ import annotations

from workbook.modelling.choosing.answers import ModelChoice
from workbook.modelling.choosing.using import make_ready, train_recipe
from workbook.ui.live import Ask, Task

SECTIONS = (ModelChoice,)

PARTS = (
    Ask("choice", ModelChoice),
    Task(
        "train_model",
        "Train this recipe",
        train_recipe,
        "Seconds for some thousand rows, minutes for a hundred thousand.",
    ),
    Task("ready", "Make the model ready", make_ready, "Needed once after a reload, for what asks the model itself."),
)
