"""The model in use, as far as it can be asked, and how one of its making is trained again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from workbook.errors import WorkbookError
from workbook.models.folds import SEED, Mask
from workbook.models.model import Model
from workbook.models.records import ModelRecord

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class InUse:
    """The model that the project speaks of.

    Attributes
    ----------
    record : ModelRecord or None
        None where only predictions were brought.
    model : Model or None
        In memory.
    reads : DataFrame or None
        The rows of the study, with the columns that a model which was brought reads.
    why_not : str
        Why it is not in memory, and what to do.
    """

    record: ModelRecord | None = None
    model: Model | None = None
    reads: pd.DataFrame | None = None
    why_not: str = ""

    @property
    def recipe(self) -> str:
        """The recipe that it was made by; "" where it was brought, or where there is none."""
        return self.record.recipe if self.record else ""

    @property
    def seed(self) -> int:
        """The seed that it was trained with."""
        return self.record.seed if self.record else SEED

    def at(self, rows: Mask) -> InUse:
        """The same for some of the rows."""
        return self if self.reads is None else replace(self, reads=self.reads[rows])

    @property
    def can_be_trained_anew(self) -> bool:
        """Whether a model that was brought can be trained here."""
        return not self.recipe and self.model is not None and self.model.fresh() is not None


def in_use(desk: Any) -> InUse:
    """The model in use, from the desk; where it is not in memory, why."""
    record = desk.read("model_record")
    if record is None:
        return InUse()
    try:
        return InUse(record, desk.read("model"), None if record.recipe else desk.read("study").features)
    except WorkbookError as problem:
        return InUse(record, why_not=str(problem))
