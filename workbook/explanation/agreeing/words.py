"""Which reasons may be quoted, in sentences, and how sure methods and runs are of them."""

from __future__ import annotations

import math
from typing import Any

from workbook.explanation.agreeing.agreement import CANNOT_TELL, MAY, MAY_NOT, Again, Agreement, Pair
from workbook.explanation.agreeing.firmness import FIRM, QUOTABLE
from workbook.explanation.few import of_hundred
from workbook.models.findings import KEY, Finding, Outcome, against
from workbook.outcomes.amounts_in_words import count, named
from workbook.project.results import to_kept

FIRM_TEST = "Reasons that would be told stand firm"
FAITHFUL_TEST = "Reasons that would be told are what the model rests on"


def agreement_in_words(found: Agreement) -> str:
    """Which reasons may be quoted, by which rule, and what else must be said."""
    lines = [f"{quotable_finding(found)}.", *verdicts(found), rule(found)]
    if found.first_firm[0] == found.first_firm[0]:
        lines.append(
            f"For {of_hundred(found.first_firm, found.units)} the strongest reason stands firm as the strongest "
            f"one; {count(found.people)} were looked at, drawn evenly over groups and score."
        )
    if found.reasons and not any(one.verdict == MAY for one in found.reasons):
        lines.append(
            "What steadies reasons: compare with more rows (above), name fewer reasons, and say columns that go together as one."
        )
    if len(found.methods) < 2:
        lines.append(
            "Only one method fits this model here, so no two could be compared: what follows is its stability alone."
        )
    return "\n\n".join(lines)


def findings(found: Agreement) -> tuple[Finding, ...]:
    """For the decision: whether what would be told stands firm, and whether it is what the model rests on."""
    value, low, high = found.told_firm
    if not math.isfinite(value):
        return (Finding(FIRM_TEST, "cannot tell", f"{quotable_finding(found)}."),)
    told = (
        f"Of the reasons that somebody would be told, {of_hundred(found.told_firm)} stand firm over runs and methods; "
        f"{100 * QUOTABLE:.0f} are wanted."
    )
    some = [Finding(FIRM_TEST, against(1 - QUOTABLE, (1 - value, 1 - high, 1 - low)), told)]
    gone = found.methods[0].removed if found.methods else None
    if gone is not None:
        outcome: Outcome = "held" if gone.better[1] > 0 else "failed" if gone.better[2] < 0 else "cannot tell"
        says = (
            f"Taken away, the reasons that would be told turn the decision in {of_hundred(gone.named_turns)}, as many "
            f"columns drawn by lot in {of_hundred(gone.random_turns)}."
        )
        some.append(Finding(FAITHFUL_TEST, outcome, says))
    return tuple(some)


def kept_agreement(found: Agreement) -> dict[str, Any]:
    """What goes on record, with the findings for the decision."""
    return {**to_kept(found), KEY: [to_kept(one) for one in findings(found)]}


def quotable_finding(found: Agreement) -> str:
    """The title of the picture."""
    if not found.reasons:
        return "Nobody has a reason: the model says the same of everybody"
    may = [one.column for one in found.reasons if one.verdict == MAY]
    if not may:
        return f"No column may be quoted as a reason on these {count(found.people)} {found.units}"
    return f"{len(may)} of {len(found.reasons)} columns may be quoted as a reason: {named(may)}"


def verdicts(found: Agreement) -> list[str]:
    """The columns by their verdict."""
    lines = []
    for verdict, told in ((MAY, "May be quoted"), (MAY_NOT, "May not be quoted"), (CANNOT_TELL, "Cannot tell")):
        columns = [one.column for one in found.reasons if one.verdict == verdict]
        if columns:
            lines.append(f"{told}: {named(columns, 12)}.")
    return lines


def rule(found: Agreement) -> str:
    """What “may be quoted” means here."""
    reasons = "the strongest reason" if found.k == 1 else f"one of the {found.k} strongest reasons"
    return (
        f"May be quoted: of those for whom the column is {reasons}, it stands firm for at least {100 * QUOTABLE:.0f} of 100. "
        f"It stands firm where {found.methods[0].title} names it among them, with the same sign, in {100 * FIRM:.0f} of 100 "
        "runs with other seeds and backgrounds, and every other method in most of its runs. "
        "Cannot tell: too few people had it as a reason for these rows to decide."
    )


def runs_in_words(found: Agreement) -> str:
    """How often the strongest reason changes, and how well the lines fit."""
    lines = [_again(one, found) for one in found.methods]
    lines += [_pair(one, found) for one in found.pairs]
    if found.not_available:
        lines.append("Not asked: " + " ".join(f"{title}: {why_not}" for title, why_not in found.not_available))
    return "\n\n".join(lines)


def _again(one: Again, found: Agreement) -> str:
    told = f"{one.title}: "
    if math.isfinite(one.first_changed[0]):
        told += (
            f"the strongest reason changed in {of_hundred(one.first_changed, 're-runs')} ({one.runs} for each of "
            f"{count(found.people)} {found.units}, with other seeds and backgrounds)."
        )
    if one.fit is not None:
        middle, low, high = (f"{100 * max(each, 0.0):.0f} %" for each in one.fit)
        told += (
            f" Its lines repeat {middle} of what the model does around a case (median; {low} to {high} for eight of ten); "
            f"for {100 * one.poor_fit:.0f} of 100 they repeat less than half."
        )
    return told


def _pair(one: Pair, found: Agreement) -> str:
    return (
        f"{one.one} and {one.other} name the same strongest reason for {of_hundred(one.same_first, found.units)}; of the "
        f"{found.k} strongest they share {100 * one.feature[0]:.0f} in 100, with the same sign {100 * one.sign[0]:.0f}, "
        f"in the same place {100 * one.rank[0]:.0f}. "
        f"Over all columns, {100 * one.pairwise_rank[0]:.0f} of 100 pairs stand in the same order."
        if math.isfinite(one.pairwise_rank[0])
        else f"{one.one} and {one.other}: there is one column alone, so there is no order to agree on."
    )


def faithful_in_words(found: Agreement) -> str:
    """What happens where reasons are taken away."""
    lines = []
    for one in found.methods:
        gone = one.removed
        if gone is None:
            continue
        better = gone.better[1] > 0
        lines.append(
            f"{one.title}: with the values of others in place of the {_many(found)}, the decision turns in "
            f"{of_hundred(gone.named_turns)}; for as many columns drawn by lot, in {of_hundred(gone.random_turns)}. "
            + ("The named reasons are what the model rests on." if better else
               "These rows cannot tell the named reasons from columns drawn by lot.")
        )  # fmt: skip
    if found.together:
        pairs = "; ".join(f"“{one}” and “{other}”" for one, other in found.together[:4])
        lines.append(
            f"A trap: {pairs} go together. Taking one away leaves its partner, so a reason can look unimportant that is not, "
            "and the rows that are made up this way may never occur."
        )
    return "\n\n".join(lines)


def _many(found: Agreement) -> str:
    return "strongest reason" if found.k == 1 else f"{found.k} strongest reasons"
