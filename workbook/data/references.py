"""From how a project remembers its rows back to the rows."""

from __future__ import annotations

from pathlib import Path

from workbook.data.connections import table_or_query
from workbook.data.files import file_source
from workbook.data.folders import data_folder, inside, uploads_folder
from workbook.data.sample_tables import open_sample
from workbook.data.sources import Source
from workbook.errors import InputError, NotFound


def open_reference(
    kind: str,
    location: str,
    connection: str | None = None,
    *,
    owner: str = "",
    state: str = "available",
    sheet: str | None = None,
) -> Source:
    """The rows that a project remembers.

    Parameters
    ----------
    kind : {"sample", "upload", "file", "dataframe", "database"}
    location : str
        Sample name, path, or table or query.
    connection : str, optional
        Name of a configured database connection.
    owner, state : str
        Whose rows they are, and whether they are still there.
    sheet : str, optional
        Which sheet of a workbook.

    Raises
    ------
    NotFound, InputError
        Where they are erased, elsewhere, or no longer there.
    """
    if state == "erased":
        raise NotFound(
            "The rows of this project were erased.", "What was computed from them stays; connect rows again to go on."
        )
    if kind == "dataframe" and state == "available":
        raise NotFound(
            f"These rows are a DataFrame in {owner or 'somebody'}'s notebook.",
            "Run page.connect(your_frame) in this notebook too, or save the frame as Parquet and connect the file.",
        )
    if kind == "dataframe" or state == "only with owner":
        raise NotFound(f"These rows are only on {owner or 'their owner'}'s machine.", "Ask there, or connect a file.")
    if not location:
        raise NotFound("Your part in this project does not include its rows.", "Ask an owner of the project.")
    if kind == "sample":
        return open_sample(location)
    if kind == "upload":
        path = inside(uploads_folder(), location)
        if not path.is_file():
            raise NotFound("The uploaded rows are no longer there.", "Upload the file again.")
        return file_source(path, sheet)
    if kind == "file":
        folder = data_folder()
        return file_source(Path(location) if folder is None else inside(folder, location), sheet)
    if kind == "database":
        return table_or_query(connection, location)
    raise InputError(f'Rows of the kind "{kind}" are not known.', "Connect them again.")
