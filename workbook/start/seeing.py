"""Shows what is in the connected rows without showing anybody's row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.ui.live import TableColumn, TableView

if TYPE_CHECKING:
    from workbook.data import Profile, Source


def see(source: Source) -> Profile:
    """The profile of the connected rows: counts, and values that at least ten rows share."""
    from workbook.data import describe

    return describe(source)


def profile_table(profile: Profile) -> TableView:
    """The profile as a table, a line for each column."""
    columns = (
        TableColumn("name", "Column"),
        TableColumn("type", "Kind"),
        TableColumn("missing", "Missing", "count"),
        TableColumn("distinct", "Different values", "count"),
        TableColumn("values", "What is in it (values that at least ten rows share)"),
    )
    rows = tuple(
        {"name": one.name, "type": one.type, "missing": one.missing, "distinct": one.distinct, "values": one.in_words}
        for one in profile.columns
    )
    return TableView(f"{profile.rows:,} rows", columns, rows)
