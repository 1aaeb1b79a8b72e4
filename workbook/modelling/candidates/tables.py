"""All candidates as a table."""

from __future__ import annotations

from workbook.modelling.candidates.result import Comparison, Rival, verdict
from workbook.outcomes.amounts_in_words import count
from workbook.ui.live import TableColumn, TableView

LARGE = 20_000


def rivals_table(found: Comparison) -> TableView:
    """Every candidate in a line: how it ranks, how good its chances are, its threshold, errors and money."""
    ends = [abs(end) for one in found.rivals if one.money for end in one.money]
    scale, word = (1e-3, f"thousands of {found.currency}") if max(ends, default=0) >= LARGE else (1.0, found.currency)
    columns = [
        TableColumn("title", "Candidate"),
        TableColumn("verdict", "To the best", "verdict"),
        TableColumn("ranking", "Ranked rightly", "interval"),
        TableColumn("errors", "Wrong", "interval"),
        TableColumn("money", f"Worth, {word}", "interval", found.currency),
        TableColumn("selected", f"{found.selected_means.capitalize()}", "rate"),
        TableColumn("brier", "Brier score", "interval", "number"),
        TableColumn("log_loss", "Log loss", "interval", "number"),
        TableColumn("threshold", "Threshold", "number"),
    ]
    if found.measure != "money":
        columns = [one for one in columns if one.key != "money"]
    when = ", a year" if found.per_year else ""
    caption = (
        f"Pairs of {count(found.rows)} rows; errors and money on {count(found.judged)} that chose no threshold{when}"
    )
    return TableView(caption, tuple(columns), tuple(_line(one, found, scale) for one in found.rivals))


def _line(one: Rival, found: Comparison, scale: float) -> dict[str, object]:
    return {
        "title": one.title,
        "ranking": one.ranking,
        "brier": one.brier,
        "log_loss": one.log_loss,
        "threshold": one.threshold,
        "selected": one.selected,
        "errors": one.errors,
        "money": tuple(scale * end for end in one.money) if one.money else None,
        "verdict": _standing(one, found),
    }


def _standing(one: Rival, found: Comparison) -> str:
    if one.under_leader is None:
        return "the best"
    apart = found.of_measure(one.under_leader)
    if apart is None:
        return "cannot tell" if one.under_leader.changed is None else "–"
    return {"better": "worse", "worse": "better", "cannot tell": "cannot tell", "the same": "the same"}[verdict(apart)]
