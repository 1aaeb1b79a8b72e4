"""Attributions of single rows as a private file of the project, so that a page about one person need not compute them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from workbook.data import ProjectFiles, Source
from workbook.errors import WorkbookError
from workbook.explanation.attributing.attributions import Attributions
from workbook.explanation.attributing.drivers import Held, Importance
from workbook.models.scored_rows import write_rows
from workbook.project import DataReference, Evidence
from workbook.project.results import on_record

if TYPE_CHECKING:
    import pandas as pd

NAME = "attributions.parquet"
MISSING = "Nothing has been explained yet."
REMEDY = "Press “Explain the model” on the Explanation page."


def keep(project_id: str, found: Mapping[str, Attributions]) -> tuple[str, tuple[Held, ...]]:
    """Write attributions by method; returns the name of the file and what must be known of it.

    Parameters
    ----------
    project_id : str
    found : mapping of str to Attributions
    """
    import pandas as pd

    parts = [_frame(one) for one in found.values()]
    path = write_rows(project_id, pd.concat(parts, ignore_index=True), NAME)
    held = tuple(Held(one.method, one.columns, one.scale, one.background, one.seed) for one in found.values())
    return path.name, held


def forget(project_id: str, importance: Importance | None) -> None:
    """Erase the file of an earlier run, if it is still there."""
    if importance is None or not importance.file:
        return
    files = ProjectFiles(project_id)
    for path in files.files():
        if path.name == importance.file:
            path.unlink()


def kept(
    project_id: str, data: DataReference | None, evidence: Evidence | None, _rows: Source
) -> Mapping[str, Attributions]:
    """The attributions that are kept, by method: of the connected rows and of the model in use, or none.

    `_rows` is read so that nobody is given them who may not see the rows.

    Raises
    ------
    WorkbookError
        Nothing was explained, it belongs to other rows or another model, or the file is gone.
    """
    importance = on_record(Importance, evidence, MISSING, REMEDY)
    assert evidence is not None, "it was on record"
    marks = evidence.fingerprints
    if data is None or (marks.data, marks.model) != (data.fingerprint, data.model_fingerprint):
        raise WorkbookError("What was explained belongs to other rows or to another model.", REMEDY)
    if not importance.file:
        raise WorkbookError("No attributions of single cases are kept.", REMEDY)
    return read_attributions(ProjectFiles(project_id), importance)


def read_attributions(files: ProjectFiles, importance: Importance) -> Mapping[str, Attributions]:
    """The attributions of a file. Raises `WorkbookError` where it is gone."""
    import duckdb

    try:
        path = files.holds(importance.file)
    except WorkbookError:
        raise WorkbookError("The file with the attributions is no longer there.", REMEDY) from None
    with duckdb.connect() as connection:
        whole = connection.read_parquet(str(path)).df()
    return {one.method: _attributions(whole[whole["method"] == one.method], one) for one in importance.held}


def _frame(found: Attributions) -> pd.DataFrame:
    import pandas as pd

    values = {f"value_{place}": found.values[:, place] for place in range(len(found.columns))}
    fit = found.fit if found.fit is not None else np.full(len(found.rows), np.nan)
    return pd.DataFrame(
        {
            "method": found.method,
            "row": found.rows,
            "base": found.bases,
            "explained": found.explained,
            "unseen": found.unseen,
            "fit": fit,
            **values,
        }
    )


def _attributions(rows: pd.DataFrame, held: Held) -> Attributions:
    def numbers(name: str) -> Any:
        return rows[name].to_numpy(dtype=float, na_value=np.nan)

    values = np.column_stack([numbers(f"value_{place}") for place in range(len(held.columns))])
    fit = numbers("fit")
    return Attributions(
        held.method, held.columns, rows["row"].to_numpy(dtype=np.int64), values, numbers("base"), numbers("explained"),
        held.scale, held.background, held.seed, rows["unseen"].to_numpy(dtype=bool),
        None if np.isnan(fit).all() else fit,
    )  # fmt: skip
