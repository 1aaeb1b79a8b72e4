"""Groups before and after people decide the close calls, as a table."""

from __future__ import annotations

from workbook.modelling.reviewing.finding import Reviewed
from workbook.models.shares import FEWEST
from workbook.outcomes.amounts_in_words import count
from workbook.ui.live import TableColumn, TableView


def group_table(found: Reviewed) -> TableView:
    """A line for each group: how many are reviewed, who is decided wrongly before and after, who is selected."""
    selected = found.wording.selected_means.capitalize()
    columns = (
        TableColumn("group", "Group"),
        TableColumn("rows", "n", "count"),
        TableColumn("reviewed", "Reviewed", "interval"),
        TableColumn("wronged_before", "Wrong, score alone", "interval"),
        TableColumn("wronged_after", "Wrong, with reviewers", "interval"),
        TableColumn("selected_before", f"{selected}, score alone", "interval"),
        TableColumn("selected_after", f"{selected}, with reviewers", "interval"),
        TableColumn("reviewers", "Reviewers err", "rate"),
    )
    names = [one.key for one in columns]
    rows = tuple({name: getattr(one, name) for name in names} for one in found.groups)
    hidden = sum(one.rows is None for one in found.groups)
    small = f"; {hidden} of fewer than {FEWEST} rows not shown" if hidden else ""
    return TableView(f"On {count(found.rows_valued)} rows that did not choose the band{small}", columns, rows)
