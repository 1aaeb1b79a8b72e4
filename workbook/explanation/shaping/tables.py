"""The tree in words, and how well it repeats the model for whom, as tables."""

from __future__ import annotations

import math

from workbook.explanation.attributing.tables import known
from workbook.explanation.shaping.stand_in import Fidelity, StandIn
from workbook.explanation.shaping.words import leaf_in_words, stand_in_finding
from workbook.outcomes.amounts_in_words import count
from workbook.ui.live import TableColumn, TableView


def tree_table(found: StandIn) -> TableView:
    """Each end of the tree in a line."""
    columns = (
        TableColumn("when", "If"),
        TableColumn("score", "Then the tree says", "number"),
        TableColumn("part", f"Of the {found.units}", "rate"),
    )
    rows = tuple({"when": leaf_in_words(one), "score": round(one.score, 3), "part": one.part} for one in found.leaves)
    return TableView(stand_in_finding(found), columns, rows)


def fidelity_table(found: StandIn) -> TableView:
    """How well the tree repeats the model, for everybody and for each group."""
    columns = (
        TableColumn("name", "For"),
        TableColumn("people", "Judged on", "count"),
        TableColumn("fit", "R² of the score", "interval", "R²"),
        TableColumn("same", "Same decision", "interval"),
    )
    rows = tuple(_line(one) for one in (found.fidelity, *found.groups))
    return TableView(f"Judged on {count(found.rows)} {found.units} that did not make the tree", columns, rows)


def _line(one: Fidelity) -> dict[str, object]:
    fit = tuple(round(each, 2) for each in one.fit) if all(map(math.isfinite, one.fit)) else None
    return {"name": one.name, "people": one.people, "fit": fit, "same": known(one.same)}
