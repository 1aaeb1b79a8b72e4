"""Candidates, effects and proxies as tables."""

from __future__ import annotations

from workbook.fairness.mitigation.candidate import NOTHING, Candidate, Frontier
from workbook.fairness.rates import IN_WORDS
from workbook.outcomes.amounts_in_words import count
from workbook.ui.live import TableColumn, TableView


def candidate_table(found: Frontier) -> TableView:
    """Every candidate in a line: gap, verdict, money, people, and what it needs."""
    scale, word = (1e-3, f"thousands of {found.currency}") if _large(found) else (1.0, found.currency)
    columns = (
        TableColumn("name", "Candidate"),
        TableColumn("gap", "Gap, points", "interval", "points"),
        TableColumn("verdict", "Verdict", "verdict"),
        TableColumn("money", f"Worth more, {word}", "interval", found.currency),
        TableColumn("changed", "Decisions changed", "count"),
        TableColumn("needs", "Needs", "verdict"),
    )
    rows = tuple(_line(one, scale) for one in found.candidates)
    when = ", money and people a year" if found.per_year else ""
    caption = (
        f"Gap in the {IN_WORDS[found.terms.metric]}; judged on {count(found.rows)} rows that chose none of them{when}"
    )
    return TableView(caption, columns, rows)


def _large(found: Frontier) -> bool:
    return max(abs(end) for one in found.candidates for end in one.money) >= 20_000


def _line(one: Candidate, scale: float) -> dict[str, object]:
    if one.offer.needs_protected:
        needs = "may be unlawful"
    elif one.reviewed:
        needs = f"{count(one.reviewed)} reviews"
    else:
        needs = "retraining" if one.offer.retrained else "–"
    return {
        "name": one.offer.title,
        "gap": tuple(round(100 * end, 1) for end in one.gap),
        "verdict": one.verdict,
        "money": None if one.name == NOTHING else tuple(round(scale * end, 1) for end in one.money),
        "changed": one.changed,
        "needs": needs,
    }


def effect_table(one: Candidate, found: Frontier) -> TableView:
    """Before and after for each group, who gains and who loses."""
    wording, when = found.terms.wording, "; people a year" if found.per_year else ""
    columns = (
        TableColumn("group", "Group"),
        TableColumn("n", "n", "count"),
        TableColumn("before", f"{IN_WORDS[found.terms.metric].capitalize()} before", "interval"),
        TableColumn("after", "After", "interval"),
        TableColumn("more", f"Newly {wording.selected_means}", "count"),
        TableColumn("less", f"Newly {wording.not_selected_means}", "count"),
    )
    rows = tuple(
        {
            "group": each.group,
            "n": each.n,
            "before": each.before,
            "after": each.after,
            "more": each.selected_more,
            "less": each.selected_less,
        }
        for each in one.effects
    )
    unlawful = " (may be unlawful)" if one.offer.needs_protected else ""
    return TableView(
        f"{one.offer.title}{unlawful}, on {count(found.rows)} rows that did not choose it{when}", columns, rows
    )
