"""How sure single predictions are, group by group, as a table."""

from __future__ import annotations

from workbook.modelling.certainty.covering import Certainty
from workbook.models.shares import FEWEST
from workbook.outcomes.amounts_in_words import count, percent
from workbook.ui.live import TableColumn, TableView


def coverage_table(found: Certainty) -> TableView:
    """A line for everybody and for each group: coverage, verdict, what stays open, and errors among the rest."""
    columns = (
        TableColumn("group", "Group"),
        TableColumn("rows", "n", "count"),
        TableColumn("holds", "Statement holds", "interval"),
        TableColumn("verdict", f"Against {percent(found.promised)}", "verdict"),
        TableColumn("unsure", "Only “cannot tell”", "interval"),
        TableColumn("wronged", "Score decides wrongly", "interval"),
        TableColumn("wronged_sure", "… where something can be said", "interval"),
    )
    names = [one.key for one in columns]
    rows = tuple({name: getattr(one, name) for name in names} for one in (found.everybody, *found.groups))
    hidden = sum(one.rows is None for one in found.groups)
    small = f"; {hidden} of fewer than {FEWEST} rows not shown" if hidden else ""
    return TableView(f"Checked on {count(found.checked)} rows that calibrated nothing{small}", columns, rows)
