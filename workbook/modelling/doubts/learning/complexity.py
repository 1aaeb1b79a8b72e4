"""The one setting by which a kind of model becomes simpler or more complex, and which of its values are tried."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workbook.errors import WorkbookError


@dataclass(frozen=True)
class Setting:
    """A setting of an estimator.

    Attributes
    ----------
    name : str
        As `set_params` calls it, with the steps of a pipeline.
    title : str
        What it means.
    values : tuple of float
        From the simplest to the most complex, the present value among them.
    now : float or None
        The present value; None where the model sets no limit.
    """

    name: str
    title: str
    values: tuple[float, ...]
    now: float | None


KNOWN: tuple[tuple[str, str, str, tuple[float, ...]], ...] = (
    ("HistGradientBoosting", "max_iter", "Trees, each mending the ones before", (5, 15, 40, 120, 360)),
    ("ExplainableBoosting", "interactions", "Pairs of columns that it may join", (0, 2, 5, 10)),
    ("GradientBoosting", "n_estimators", "Trees, each mending the ones before", (5, 15, 50, 150, 400)),
    ("", "max_depth", "Questions that a tree may ask in a row", (1, 2, 4, 8, 16)),
    ("", "n_neighbors", "Neighbours that are asked (fewer: more complex)", (200, 100, 50, 20, 5, 1)),
    ("", "C", "How much weight columns may get", (0.001, 0.01, 0.1, 1, 10, 100)),
    ("", "alpha", "How strongly weights are held back (less: more complex)", (100, 10, 1, 0.1, 0.001)),
)
"""Class begins with, parameter, what it means, values; the first that fits is taken."""


def complexity_of(estimator: Any, title: str) -> Setting:
    """The setting that is known for this kind of model. Raises `WorkbookError` where none is."""
    steps = getattr(estimator, "steps", None)
    last = steps[-1][1] if steps else estimator
    prefix = f"{steps[-1][0]}__" if steps else ""
    held = last.get_params(deep=False)
    for begins, name, means, values in KNOWN:
        if type(last).__name__.startswith(begins) and name in held:
            now = held[name]
            number = float(now) if isinstance(now, int | float) and not isinstance(now, bool) else None
            falling = values[0] > values[-1]
            all_of = sorted({*map(float, values), *([] if number is None else [number])}, reverse=falling)
            return Setting(prefix + name, means, tuple(all_of), number)
    raise WorkbookError(
        f"No setting that makes “{title}” simpler or more complex is known here.",
        "Train a recipe with such a setting, or try values in a notebook.",
    )


def at_value(estimator: Any, setting: Setting, value: float) -> Any:
    """A copy that was not fitted, with one value of the setting; whole numbers stay whole."""
    from sklearn.base import clone

    whole = int(value) if float(value).is_integer() and setting.name.split("__")[-1] not in ("C", "alpha") else value
    return clone(estimator).set_params(**{setting.name: whole})
