"""What every model can do, wherever it came from: score rows of the columns that it reads, and say what it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from workbook.errors import InputError
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
    """

    kind: Kind = "estimator"
    title: str = ""
    columns: tuple[str, ...] = ()
    fingerprint: str = ""

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


@dataclass(eq=False)
class EstimatorModel(Model):
    """A fitted scikit-learn estimator, with its preprocessing as a pipeline, from a notebook or a file."""

    held: Any
    columns: tuple[str, ...]
    title: str = "Model"
    fingerprint: str = ""
    kind: Kind = "estimator"

    def score(self, rows: pd.DataFrame) -> Floats:
        """The probability of the event, or the model's own decision function where it has none."""
        return scored(self.held, readable_columns(self, rows))

    def fresh(self) -> Any:
        """A copy that was not fitted."""
        from sklearn.base import clone

        return clone(self.held)

    @property
    def estimator(self) -> Any:
        """The fitted estimator."""
        return self.held
