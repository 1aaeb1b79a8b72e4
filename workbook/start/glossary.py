"""Twenty words that the whole team needs, as a table."""

from __future__ import annotations

from workbook.content import load
from workbook.ui.live import TableColumn, TableView


def glossary() -> TableView:
    """The words with their meanings."""
    columns = (TableColumn("word", "Word"), TableColumn("meaning", "What it means here"))
    return TableView("Twenty words", columns, tuple(load("glossary.yaml")))
