"""Candidates, effects and proxies as tables."""

from __future__ import annotations

from workbook.fairness.mitigation.candidate import NOTHING, Candidate, Frontier
from workbook.fairness.rates import IN_WORDS
from workbook.outcomes.amounts_in_words import count
from workbook.ui.live import TableColumn, TableView


def candidate_table(found: Frontier) -> TableView:
    """Every candidate in a line: gap, verdict, money, people, work, what it needs."""
    when = " a year" if found.per_year else ""
    columns = (
        TableColumn("name", "Candidate"),
        TableColumn("gap", "Gap", "interval"),
        TableColumn("verdict", "Verdict", "verdict"),
        TableColumn("money", f"{found.currency} more than doing nothing{when}", "interval", found.currency),
        TableColumn("changed", f"Decided otherwise{when}", "count"),
        TableColumn("group", "Needs the group when deciding", "verdict"),
        TableColumn("retrained", "Needs retraining"),
        TableColumn("reviewed", f"Reviewed by people{when}", "count"),
        TableColumn("better", "Better on both"),
    )
    rows = tuple(_line(one, found) for one in found.candidates)
    caption = f"Gap in the {IN_WORDS[found.terms.metric]}; judged on {count(found.rows)} rows that chose none of them"
    return TableView(caption, columns, rows)


def _line(one: Candidate, found: Frontier) -> dict[str, object]:
    better = found.named(one.dominated_by) if one.dominated_by else None
    return {
        "name": one.offer.title,
        "gap": one.gap,
        "verdict": one.verdict,
        "money": None if one.name == NOTHING else one.money,
        "changed": one.changed,
        "group": "may be unlawful" if one.offer.needs_protected else "no",
        "retrained": "yes" if one.offer.retrained else "no",
        "reviewed": one.reviewed or None,
        "better": better.offer.title if better else "",
    }


def effect_table(one: Candidate, found: Frontier) -> TableView:
    """Before and after for each group, who gains and who loses."""
    wording, when = found.terms.wording, " a year" if found.per_year else ""
    columns = (
        TableColumn("group", "Group"),
        TableColumn("n", "n", "count"),
        TableColumn("before", f"{IN_WORDS[found.terms.metric].capitalize()} before", "interval"),
        TableColumn("after", "After", "interval"),
        TableColumn("more", f"Newly {wording.selected_means}{when}", "count"),
        TableColumn("less", f"Newly {wording.not_selected_means}{when}", "count"),
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
    return TableView(f"{one.offer.title}{unlawful}, on {count(found.rows)} rows that did not choose it", columns, rows)
