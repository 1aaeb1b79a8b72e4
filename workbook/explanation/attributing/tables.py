"""What drives the score as a table: place, direction, whom it decides, and what is lost where its values are shuffled."""

from __future__ import annotations

import math
from typing import Any

from workbook.explanation.attributing.drivers import Driver, Importance
from workbook.explanation.attributing.words import FLAT, direction, lost_money, more_errors, rank
from workbook.models.changes import Interval
from workbook.outcomes.amounts_in_words import count
from workbook.ui.live import TableColumn, TableView


def drivers_table(found: Importance) -> TableView:
    """Every column in a line."""
    columns = (
        TableColumn("column", "Column"),
        TableColumn("rank", "Place"),
        TableColumn("direction", "Pushes the score"),
        TableColumn("decides", "Decided otherwise without it", "interval"),
        TableColumn("changed", "Shuffled: decisions changed", "interval"),
        TableColumn("errors", "Shuffled: more errors"),
        *(() if not _has_money(found) else (TableColumn("money", "Shuffled: money lost"),)),
    )
    caption = (
        f"{found.model}: columns by the size of their attributions. Shuffled among "
        f"{count(found.shuffled_rows)} {found.units}, three times; errors and money in pairs"
    )
    return TableView(caption, columns, tuple(_line(one, found) for one in found.drivers))


def _has_money(found: Importance) -> bool:
    return any(one.shuffled is not None and one.shuffled.money is not None for one in found.drivers)


def _line(one: Driver, found: Importance) -> dict[str, Any]:
    lost = one.shuffled
    return {
        "column": one.column,
        "rank": rank(one) if one.weight[0] > FLAT else "–",
        "direction": direction(one),
        "decides": known(one.decides),
        "changed": known(lost.changed) if lost else None,
        "errors": more_errors(lost.errors) if lost else "–",
        "money": lost_money(lost.money, found.currency, found.per_year) if lost else "–",
    }


def known(share: Interval) -> Interval | None:
    """An interval as tables take it; None where it is not defined."""
    return share if all(map(math.isfinite, share)) else None
