"""Any function of a notebook that scores rows: a DataFrame goes in, one number a row comes out."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbook.data.sources import digest
from workbook.errors import InputError
from workbook.models.folds import Floats
from workbook.models.model import Kind, Model, as_usual, asked, readable_columns
from workbook.models.sources.opened import Opened
from workbook.models.sources.probing import as_scores

if TYPE_CHECKING:
    import pandas as pd


@dataclass(eq=False)
class FunctionModel(Model):
    """A function that scores rows; it is given a copy of the columns that it reads."""

    function: Callable[[pd.DataFrame], Any]
    columns: tuple[str, ...]
    title: str = "Function"
    fingerprint: str = ""
    kind: Kind = "function"

    def score(self, rows: pd.DataFrame) -> Floats:
        """What the function gives for each row."""
        read = as_usual(readable_columns(self, rows))
        return as_scores(self, asked(self, lambda: self.function(read.copy())), len(rows))


def from_function(
    function: Callable[[pd.DataFrame], Any], *, columns: Sequence[str] | None = None, title: str = ""
) -> Opened:
    """A model from a function.

    Parameters
    ----------
    function : callable
        DataFrame -> one number a row, higher for more of the event.
    columns : sequence of str
        Which columns it reads: only these are given to it.
    title : str, optional

    Raises
    ------
    InputError
        It does not say which columns it reads.
    """
    if not columns:
        raise InputError(
            "A function does not say which columns it reads.", "Name them: page.use_model(function, columns=[…])."
        )
    named = title or _name(function)
    return Opened(
        FunctionModel(function, tuple(map(str, columns)), named, digest("function", _text(function), *columns))
    )


def _name(function: Any) -> str:
    name = getattr(function, "__name__", "") or type(function).__name__
    return "Function" if name == "<lambda>" else name


def _text(function: Any) -> str:
    """The text of a function, as far as Python knows it: a part of its fingerprint, beside what it gives."""
    try:
        return inspect.getsource(function)
    except (OSError, TypeError):
        return repr(type(function))
