"""Twenty words that the whole team needs, as a table."""

from __future__ import annotations

from workbook.content import load
from workbook.ui.live import TableColumn, TableView


def glossary() -> TableView:
    """The words with their meanings."""
    words = load("glossary").words
    return TableView(
        "Twenty words",
        (TableColumn("word", "Word"), TableColumn("meaning", "What it means here")),
        tuple({"word": one.word, "meaning": one.meaning} for one in words),
    )
