"""Typical costs, to begin with: from content that says where each number is from, or that it is a guess."""

from __future__ import annotations

from workbook.content import load
from workbook.outcomes.amounts_in_words import money
from workbook.ui.live import TableColumn, TableView


def typical_costs() -> TableView:
    """Every range with its unit, its status, its source and its date."""
    columns = tuple(
        TableColumn(key, title)
        for key, title in (
            ("kind", "Kind"), ("what", "What"), ("unit", "For"), ("low", "Low"), ("likely", "Likely"), ("high", "High"),
            ("status", "Status"), ("source", "Source"), ("as_of", "As of"),
        )
    )  # fmt: skip
    rows = tuple(
        {
            **{key: one[key] for key in ("kind", "what", "unit", "status")},
            **{key: _price(one[key], one["currency"]) for key in ("low", "likely", "high")},
            "source": one["source"] or "none",
            "as_of": str(one["as_of"]),
        }
        for one in load("costs")
    )
    return TableView("Typical costs", columns, rows)


def typical_in_words(found: TableView) -> str:
    """How much of it is known."""
    sourced = sum(row["status"] == "sourced" for row in found.rows)
    return f"{sourced} of {len(found.rows)} ranges have a source. The others are our guess: replace them before anybody decides on them."


def _price(value: float, currency: str) -> str:
    return money(value, currency) if value >= 20 else f"{value:.2f} {currency}"
