"""Reasons with their verdict, and the six measures of agreement, as tables."""

from __future__ import annotations

import math

from workbook.explanation.agreeing.agreement import Agreement
from workbook.explanation.attributing.tables import known
from workbook.models.changes import Interval
from workbook.outcomes.amounts_in_words import count
from workbook.ui.live import TableColumn, TableView


def reasons_table(found: Agreement) -> TableView:
    """Every column that somebody would be told, with how firm it stands."""
    columns = (
        TableColumn("column", "Reason"),
        TableColumn("people", "Would be told to", "count"),
        TableColumn("firm", "Stands firm for", "interval"),
        TableColumn("methods", "Other methods agree", "rate"),
        TableColumn("runs", "Its own runs agree", "rate"),
        TableColumn("verdict", "Verdict", "verdict"),
    )
    rows = tuple(
        {
            "column": one.column,
            "people": one.people,
            "firm": known(one.firm),
            "methods": _rate(one.by_methods),
            "runs": _rate(one.by_runs),
            "verdict": one.verdict,
        }
        for one in found.reasons
    )
    return TableView(
        f"Reasons among the {found.k} strongest of {count(found.people)} {found.units}; fewer than ten are not counted",
        columns,
        rows,
    )


def pairs_table(found: Agreement) -> TableView:
    """The measures of Krishna et al. between every two methods."""
    columns = (
        TableColumn("pair", "Methods"),
        TableColumn("first", "Same strongest reason", "interval"),
        TableColumn("feature", "Same reasons", "interval"),
        TableColumn("rank", "Same places", "interval"),
        TableColumn("sign", "Same signs", "interval"),
        TableColumn("signed", "Same places and signs", "interval"),
        TableColumn("correlation", "Rank correlation", "interval", "correlation"),
        TableColumn("pairwise", "Pairs in the same order", "interval"),
    )
    rows = tuple(
        {
            "pair": f"{one.one} · {one.other}",
            "first": known(one.same_first),
            "feature": known(one.feature),
            "rank": known(one.rank),
            "sign": known(one.sign),
            "signed": known(one.signed_rank),
            "correlation": _two(one.rank_correlation),
            "pairwise": known(one.pairwise_rank),
        }
        for one in found.pairs
    )
    return TableView(f"Agreement about the {found.k} strongest reasons; the last two over all columns", columns, rows)


def firm_by_group_table(found: Agreement) -> TableView:
    """How firm reasons are within each group."""
    columns = (
        TableColumn("group", "Group"),
        TableColumn("people", "Looked at", "count"),
        TableColumn("firm", "Of their reasons stand firm", "interval"),
        TableColumn("fit", "LIME's lines repeat (median)", "rate"),
    )
    rows = tuple(
        {"group": one.group, "people": one.people, "firm": known(one.firm), "fit": _rate(one.fit)}
        for one in found.groups
    )
    return TableView("How firm the reasons of each group stand", columns, rows)


def _rate(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _two(interval: Interval) -> tuple[float, ...] | None:
    return tuple(round(one, 2) for one in interval) if all(map(math.isfinite, interval)) else None
