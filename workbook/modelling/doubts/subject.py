"""The model that is doubted: how one of its making is trained again, with any seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbook.errors import WorkbookError
from workbook.modelling.candidates.using import InUse, in_use
from workbook.models.folds import SEED
from workbook.models.recipes import recipe

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Subject:
    """A way of making the model that is doubted.

    Attributes
    ----------
    title : str
    make : callable
        Features and a seed -> an estimator that was not fitted.
    recipe : str
        "" where it was brought.
    seed : int
        The seed that it was trained with.
    """

    title: str
    make: Callable[[pd.DataFrame, int], Any]
    recipe: str = ""
    seed: int = SEED


def subject_of(desk: Any) -> Subject:
    """The model in use; the recipe that is chosen on the page where only predictions were brought.

    Raises
    ------
    WorkbookError
        It was brought in a form that cannot be trained here.
    """
    used = in_use(desk)
    if used.record is None or used.recipe:
        chosen = recipe(used.recipe or desk.read("model_choice.recipe"))
        return Subject(chosen.title, chosen.make, chosen.name, used.seed)
    return brought(used)


def brought(used: InUse) -> Subject:
    """A model that the team brought. Raises `WorkbookError` where it cannot be trained here."""
    model, record = used.model, used.record
    if model is None or record is None:
        raise WorkbookError(used.why_not or "No model is in use.")
    if model.fresh() is None:
        raise WorkbookError(
            f"“{model.title}” can be asked for scores, but it cannot be trained again here.",
            "Bring it as a scikit-learn estimator, or train a recipe and look at that.",
        )
    return Subject(model.title, lambda _features, seed: seeded(model.fresh(), seed))


def seeded(estimator: Any, seed: int) -> Any:
    """The estimator with every random state in it set."""
    states = {
        name: seed for name in estimator.get_params() if name == "random_state" or name.endswith("__random_state")
    }
    return estimator.set_params(**states)
