"""Rows in memory: read into memory up to a limit, with labels and groups as codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from workbook.data.planning import chosen
from workbook.data.roles import COMPARISONS, Equals, condition
from workbook.data.tallies import NEGATIVE, POSITIVE, UNKNOWN
from workbook.errors import InputError
from workbook.outcomes import group_name

if TYPE_CHECKING:
    import pandas as pd

    from workbook.data import Source

MOST_ROWS = 200_000
"""More rows than this are not read into memory."""


def frame_of(source: Source) -> pd.DataFrame:
    """All rows of a source, in order.

    Raises
    ------
    InputError
        There are more than can be trained on here.
    """
    from workbook.data.engine import engine, explained

    if source.rows > MOST_ROWS:
        raise InputError(
            f"{source.label} has {source.rows:,} rows; models are trained here on at most {MOST_ROWS:,}.",
            "Train in a notebook on a sample of them, or bring the new scores as a column.",
        )
    with engine() as connection, explained(source):
        frame: pd.DataFrame = source.relation(connection).df()
    return frame


def label_codes(frame: pd.DataFrame, label: str | Equals, positive: Any) -> NDArray[np.int64]:
    """1 with the event, 0 without it, 2 where it is not known; values are matched as in a tally."""
    if isinstance(label, Equals):
        one, other = (_column(frame, name, "label") for name in (label.column_a, label.column_b))
        same = one.astype(str) == other.astype(str)
        return np.where((one.isna() | other.isna()).to_numpy(), UNKNOWN, same.to_numpy().astype(np.int64))
    column = _column(frame, label, "label")
    missing = column.isna().to_numpy()
    asked = condition(positive)
    if asked is not None:
        met = COMPARISONS[asked[0]](column, asked[1]).to_numpy(dtype=bool)
    else:
        values = [None if gone else value for value, gone in zip(column.tolist(), missing, strict=True)]
        met = column.isin(list(chosen(Counter(values), "label", label, positive))).to_numpy()
    return np.where(missing, UNKNOWN, np.where(met, POSITIVE, NEGATIVE)).astype(np.int64)


def group_codes(
    frame: pd.DataFrame, groups: Sequence[str], meanings: Mapping[tuple[str, str], str] | None = None
) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """The crossed group of each row as a code, and the names of the codes; a missing value is a group of its own.

    `meanings` says what coded values stand for, by column and code.
    """
    if not groups:
        raise InputError("No column of groups was named.", "Name the columns whose groups should be treated alike.")
    columns = [_column(frame, name, "group") for name in groups]
    texts = [
        [None if gone else str(value).strip() for value, gone in zip(one.tolist(), one.isna(), strict=True)]
        for one in columns
    ]
    keys = list(zip(*texts, strict=True))
    known = sorted(set(keys), key=lambda key: tuple((part is None, part or "") for part in key))
    places = {key: code for code, key in enumerate(known)}
    names = tuple(group_name(key, tuple(groups), meanings) for key in known)
    return np.fromiter((places[key] for key in keys), dtype=np.int64, count=len(keys)), names


def place_of(case: str, rows: int, frame: pd.DataFrame, identifier: str | None) -> int:
    """The place of the row that is meant by its number (from 1) or by its identifier.

    Parameters
    ----------
    case : str
        As somebody wrote it.
    rows : int
    frame : DataFrame, rows in order
    identifier : str or None
        The column of identifiers, where there is one.

    Raises
    ------
    InputError
        There is no such row, or several rows have this identifier.
    """
    if identifier and identifier in frame.columns:
        places = np.flatnonzero(frame[identifier].astype(str).to_numpy() == case)
        if len(places) == 1:
            return int(places[0])
        if len(places) > 1:
            numbers = ", ".join(str(one + 1) for one in places[:8])
            raise InputError(f"{len(places)} rows belong to “{case}”.", f"Write one of the row numbers: {numbers}.")
    if not case.isdecimal() or not 1 <= int(case) <= rows:
        raise InputError(f"There is no row “{case}”.", f"Rows are numbered from 1 to {rows:,}.")
    return int(case) - 1


def _column(frame: pd.DataFrame, name: str, role: str) -> pd.Series[Any]:
    if name not in frame.columns:
        raise InputError(
            f'There is no column "{name}" (the {role}) in these rows.',
            f"They have: {', '.join(map(str, frame.columns[:12]))}.",
        )
    return frame[name]
