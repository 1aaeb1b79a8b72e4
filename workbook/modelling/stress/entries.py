"""Entries of a column: put others in their place without changing what kind of column it is, and how one is mistyped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from workbook.models.conditions import as_numbers, holds_numbers
from workbook.models.folds import Floats, Mask

if TYPE_CHECKING:
    import pandas as pd

MOST_WHOLE = 2.0**53
"""Numbers up to this are whole exactly."""


def put(column: pd.Series[Any], touched: Mask, values: Any) -> pd.Series[Any]:
    """A column with other values in the rows that were touched.

    It keeps its type: whole numbers stay whole (rounded, within what the type holds), words stay words, categories gain
    what is new. Only where a type cannot hold a missing value it gives way: whole numbers become numbers with a fraction,
    yes and no become words.
    """
    import pandas as pd

    if not touched.any():
        return column.copy()
    if holds_numbers(column):
        numbers = np.where(touched, values, as_numbers(column))
        return pd.Series(_as_type(numbers, column.dtype), index=column.index, name=column.name)
    held = column.astype(object).to_numpy(copy=True)
    held[touched] = values[touched]
    words = _as_words(held, column)
    made: pd.Series[Any] = pd.Series(words, index=column.index, name=column.name, dtype=words.dtype)  # not inferred
    return made


def _as_type(numbers: Floats, kind: Any) -> Any:
    """Numbers as the type that a column of them had, as far as it can hold them."""
    import pandas as pd

    nullable = pd.api.types.is_extension_array_dtype(kind)
    if not pd.api.types.is_integer_dtype(kind):
        return pd.array(numbers, dtype=kind) if nullable else numbers.astype(kind)
    lacking = ~np.isfinite(numbers)
    if lacking.any() and not nullable:
        return numbers
    limits = np.iinfo(kind.numpy_dtype if nullable else kind)
    whole = np.clip(
        np.round(np.where(lacking, 0.0, numbers)), max(limits.min, -MOST_WHOLE), min(limits.max, MOST_WHOLE)
    )
    if not nullable:
        return whole.astype(kind)
    held: Any = pd.array(whole.astype(np.int64), dtype=kind)
    held[lacking] = pd.NA
    return held


def _as_words(held: Any, column: pd.Series[Any]) -> Any:
    import pandas as pd

    kind = column.dtype
    if isinstance(kind, pd.CategoricalDtype):
        new = [one for one in dict.fromkeys(held) if pd.notna(one) and one not in kind.categories]
        return pd.Categorical(held, categories=[*kind.categories, *new], ordered=kind.ordered)
    if pd.api.types.is_bool_dtype(kind) and not all(isinstance(one, bool | np.bool_) for one in held):
        return held
    return pd.array(held, dtype=kind) if pd.api.types.is_extension_array_dtype(kind) else held.astype(kind)


def integer_like(values: Floats) -> bool:
    """Whether all known values are whole."""
    known = values[np.isfinite(values)]
    return bool((known == np.round(known)).all())


def mistyped_number(entry: float, place: float, whole: bool = True) -> float:
    """A number with a slip among its digits.

    Parameters
    ----------
    entry : float
    place : float
        Where, from 0 to below 1.
    whole : bool
        Whether it is written without a fraction; else the slip is before the point where there is anything before it.
    """
    size = abs(entry)
    if whole or size >= 1:
        slipped = float(mistyped(f"{np.floor(size):.0f}", place))
        return float(np.copysign(slipped + (0.0 if whole else size - np.floor(size)), entry))
    digits = f"{size:.6f}".rstrip("0").rstrip(".")[2:] or "0"
    return float(np.copysign(float(f"0.{mistyped(digits, place)}"), entry))


def mistyped(text: str, place: float) -> str:
    """A text in which two neighbours that differ have changed places; where there are none, the last is typed twice."""
    apart = [at for at in range(len(text) - 1) if text[at] != text[at + 1]]
    if not apart:
        return text + text[-1:]
    at = apart[int(place * len(apart))]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
