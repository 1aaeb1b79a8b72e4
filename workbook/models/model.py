"""What every model can do, wherever it came from: score rows of the columns that it reads, and say what it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from workbook.errors import InputError, WorkbookError
from workbook.models.folds import Codes, Floats, scored

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["recipe", "estimator", "skops file", "onnx file", "mlflow", "torch", "function", "endpoint"]


class Model:
    """Something that scores rows. Kinds of models derive from it.

    Attributes
    ----------
    kind : str
    title : str
        How people call it: never a path or an address.
    columns : tuple of str
        The columns that it reads, in its order.
    fingerprint : str
        Changes when the model changes.
    event : {0, 1}
        Place of the event among the classes of `estimator`, where it tells classes apart: `score` gives the
        probability of that one.
    """

    kind: Kind = "estimator"
    title: str = ""
    columns: tuple[str, ...] = ()
    fingerprint: str = ""
    event: int = 1

    def score(self, rows: pd.DataFrame) -> Floats:
        """The score of the event for each row, higher for more of it; rows may hold more columns than are read.

        Raises
        ------
        InputError
            A column is missing, or the model cannot read what is in it.
        """
        raise NotImplementedError

    def again(self, rows: pd.DataFrame) -> Floats:
        """Scores of the study's own rows, perhaps with other values: each by a model that did not learn from it.

        A model that was trained elsewhere scores them as it scores all others.
        """
        return self.score(rows)

    def again_at(self, rows: pd.DataFrame, places: Codes) -> Floats:
        """`again` for some of the study's rows only: `places` are their positions in the study."""
        return self.score(rows)

    def fresh(self) -> Any:
        """An estimator of the same making that was not fitted; None where it cannot be trained anew here."""
        return None

    @property
    def estimator(self) -> Any:
        """The fitted scikit-learn estimator behind it; None where there is none."""
        return None


def readable_columns(model: Model, rows: pd.DataFrame) -> pd.DataFrame:
    """The columns that a model reads, in its order. Raises `InputError` where one is missing."""
    missing = [name for name in model.columns if name not in rows.columns]
    if missing:
        raise InputError(
            f"The model “{model.title}” reads column “{missing[0]}”, and these rows have no such column.",
            f"They have: {', '.join(map(str, rows.columns[:12]))}.",
        )
    return rows.loc[:, list(model.columns)]


def as_usual(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows in the types that pandas gives on reading a text file: models made elsewhere learned from those.

    Whole numbers and true-false of which some are missing come as types of their own from the engine.
    """
    import pandas as pd

    usual: dict[str, Any] = {}
    for name in rows.columns:
        column = rows[name]
        if not (pd.api.types.is_extension_array_dtype(column.dtype) and column.dtype.kind in "iufb"):
            continue
        if not column.isna().any():
            usual[name] = column.to_numpy(dtype=getattr(column.dtype, "numpy_dtype", None))
        elif column.dtype.kind == "b":
            usual[name] = column.astype(object).where(column.notna(), None)
        else:
            usual[name] = column.to_numpy(dtype=float, na_value=float("nan"))
    return rows.assign(**usual) if usual else rows


def asked(model: Model, ask: Callable[[], Any]) -> Any:
    """What a model answers. Whatever goes wrong inside it is told as a problem of that model with these rows."""
    try:
        return ask()
    except WorkbookError:
        raise
    except MemoryError as error:
        raise InputError(f"The model “{model.title}” needs more memory than there is here.") from error
    except Exception as error:
        said = (str(error).strip() or type(error).__name__).splitlines()[0][:200]
        raise InputError(
            f"The model “{model.title}” could not score these rows: {said}",
            "It has to read the columns as they stand in the rows: put its preparation into the model (a pipeline).",
        ) from error


@dataclass(eq=False)
class EstimatorModel(Model):
    """A fitted scikit-learn estimator, with its preprocessing as a pipeline, from a notebook or a file."""

    held: Any
    columns: tuple[str, ...]
    title: str = "Model"
    fingerprint: str = ""
    kind: Kind = "estimator"
    event: int = 1

    def score(self, rows: pd.DataFrame) -> Floats:
        """The probability of the event, or the model's own decision function where it has none."""
        read: Any = as_usual(readable_columns(self, rows))
        if not hasattr(self.held, "feature_names_in_"):
            read = read.to_numpy()  # it was fitted on an array, and warns where columns have names
        found: Floats = asked(self, lambda: scored(self.held, read, self.event))
        return found

    def fresh(self) -> Any:
        """A copy that was not fitted."""
        from sklearn.base import clone

        return clone(self.held)

    @property
    def estimator(self) -> Any:
        """The fitted estimator."""
        return self.held
