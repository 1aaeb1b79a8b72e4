"""What a scoring endpoint is sent, and what it may answer.

Two shapes are spoken. Both are JSON over POST, with the columns by the names they have in the rows; a missing value is
null, a moment a text (ISO 8601).

=================  ==========================================================  ================================
shape              is sent                                                     answers
=================  ==========================================================  ================================
`dataframe_split`  ``{"dataframe_split": {"columns": ["age"], "data": [[41]]}}``  ``{"predictions": [0.2]}``
`records`          ``[{"age": 41}]``                                           ``[0.2]`` or ``{"scores": [0.2]}``
=================  ==========================================================  ================================

The first is what MLflow's model server speaks. An answer holds one entry a row, in their order: a number, higher for
more of the event; a pair of probabilities, of the event and its opposite as the classes of the model stand; or an
object with the number under "score" or "probability".
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from workbook.errors import InputError
from workbook.models.folds import Floats
from workbook.models.sources.endpoint_settings import Shape

if TYPE_CHECKING:
    import pandas as pd

UNDER = ("predictions", "scores")
NAMED = ("score", "probability")


def question(rows: pd.DataFrame, shape: Shape) -> bytes:
    """What an endpoint is sent for these rows."""
    columns = [str(name) for name in rows.columns]
    data = [[_plain(value) for value in row] for row in rows.itertuples(index=False, name=None)]
    if shape == "dataframe_split":
        asked: Any = {"dataframe_split": {"columns": columns, "data": data}}
    else:
        asked = [dict(zip(columns, row, strict=True)) for row in data]
    return json.dumps(asked, allow_nan=False).encode()


def scores_in(answer: bytes, rows: int, event: int = 1) -> Floats:
    """The scores in an answer.

    Parameters
    ----------
    answer : bytes
    rows : int
        How many were asked for.
    event : {0, 1}
        Place of the event in a pair of probabilities.

    Raises
    ------
    InputError
        It is something else; the message says what arrived, without its values.
    """
    try:
        told = json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise InputError("The endpoint answers with something that is no JSON.", "Check its address.") from error
    if isinstance(told, dict):
        told = next((told[name] for name in UNDER if name in told), told)
    if not isinstance(told, list):
        raise InputError(
            f"The endpoint answers with {_kind(told)} instead of a list of scores.",
            'It has to answer {"predictions": […]} or a list, one number a row.',
        )
    if len(told) != rows:
        raise InputError(f"The endpoint was asked for {rows} rows and answered for {len(told)}.", "Check its batches.")
    return np.array([_score(one, event) for one in told], dtype=float)


def _score(one: Any, event: int) -> float:
    if isinstance(one, Sequence) and not isinstance(one, str) and len(one) in (1, 2):
        one = one[event if len(one) == 2 else 0]
    if isinstance(one, dict):
        one = next((one[name] for name in NAMED if name in one), one)
    if one is None:
        return math.nan
    if isinstance(one, bool) or not isinstance(one, int | float):
        raise InputError(
            f"The endpoint answers with {_kind(one)} for a row: that is a decision or a name, not a score.",
            "Let it answer with the probability of the event.",
        )
    return float(one)


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "nothing"}
    return names.get(type(value), "a number")


def _plain(value: Any) -> Any:
    """A value of a row as JSON has it."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if hasattr(value, "isoformat"):
        return None if value != value else value.isoformat()  # a missing moment does not equal itself
    if hasattr(value, "item"):
        return _plain(value.item())
    return None if _is_missing(value) else str(value)


def _is_missing(value: Any) -> bool:
    import pandas as pd

    return value is pd.NA
