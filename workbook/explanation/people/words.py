"""One case, and the coverage of reasons, in sentences made from their numbers."""

from __future__ import annotations

import math

from workbook.explanation.people.covering import WANTED, Coverage
from workbook.explanation.people.looking import Looked
from workbook.outcomes.amounts_in_words import count, percent


def case_in_words(found: Looked, selected_means: str, not_selected_means: str) -> str:
    """The case as two or three sentences that a product owner understands, then what may be said of it."""
    decision = selected_means if found.selected else not_selected_means
    side = "at or above" if found.score >= found.cut else "below"
    lines = [
        f"Row {found.number:,}: {decision}. The score is {found.score:.3g}, {side} the threshold of {found.cut:.3g}. {found.why}"
    ]
    lines.append(f"{_first(found)} {_sure(found)}".strip())
    if found.against:
        lines.append(_turn(found))
    lines.append(
        f"Compared with {found.background}. Shares are of all that a method attributes, on the scale of {found.scale}."
    )
    if found.not_available:
        lines.append(
            "Not asked: " + "; ".join(f"{title} ({why.rstrip('.')})" for title, why in found.not_available) + "."
        )
    return "\n\n".join(line for line in lines if line)


def _first(found: Looked) -> str:
    if found.against:
        if not found.reasons:
            return "No column pushed clearly towards this decision."
        return "What weighed most against it: " + "; ".join(one.title for one in found.reasons) + "."
    strongest = found.methods[0].columns[0] if found.methods and found.methods[0].columns else ""
    return f"What weighed most: {strongest}." if strongest else ""


def _sure(found: Looked) -> str:
    """How sure the first reason is: other methods, and other runs."""
    firsts = [one.columns[0] for one in found.methods if one.columns]
    if not firsts:
        return ""
    others = [one for one in found.methods if one.columns][1:]
    same = sum(one.columns[0] == firsts[0] for one in others)
    if len(others) == 1:
        named = "the same column" if same else f"“{others[0].columns[0]}”"
        parts = [f"{others[0].title} names {named} first"]
    else:
        parts = [
            f"{same} of {len(others)} other methods name the same column first"
            if others
            else "No other method could be asked"
        ]
    again = found.methods[0]
    if again.runs and math.isfinite(again.first_changed):
        changed = round(again.first_changed * again.runs)
        parts.append(f"{changed or 'none'} of {again.runs} re-runs with other comparisons named another column first")
    lines = [one for one in found.methods if one.fit is not None]
    if lines and lines[0].fit is not None:
        parts.append(
            f"{lines[0].title}'s line explains {percent(max(lines[0].fit, 0.0))} of what happens around the case"
        )
    return "; ".join(parts)[0].upper() + "; ".join(parts)[1:] + "."


def _turn(found: Looked) -> str:
    if found.would_take:
        return "It would have been decided the other way with " + "; or with ".join(found.would_take) + "."
    return found.nothing


def letter_in_words(found: Looked) -> str:
    """The draft, and what was kept out of it."""
    if not found.letter:
        return "No letter is needed: the decision is not against anybody."
    kept_out = "\n\nKept out of the letter: " + " ".join(found.withheld) if found.withheld else ""
    return found.letter + kept_out


def coverage_in_words(found: Coverage) -> str:
    """For how many decisions against somebody a reason holds, and for whom fewer."""
    value, low, high = found.share, found.share_low, found.share_high
    reach = (
        "That is enough for the gate"
        if low >= WANTED
        else "That is too few for the gate"
        if high < WANTED
        else "Whether that is enough for the gate these rows cannot tell"
    )
    lines = [
        f"{percent(value)} of the decisions against {found.units} have a reason that holds ({percent(low)} to {percent(high)}). "
        f"{reach}, which asks for {percent(WANTED)}.",
        f"A reason holds where every method, and nine in ten re-runs with other comparisons, name it among the {found.k} strongest "
        f"with the same sign, and where it may be told: of this one decision, also where the column may not be quoted in general. Looked at: {count(found.people)} of {count(found.of)}, drawn at random.",
    ]
    if found.flagged:
        stable, *_ = found.stable
        lines.append(f"Must not be told: {', '.join(found.flagged[:6])}. With them it would be {percent(stable)}.")
    told = [
        f"“{one.group}” {percent(one.covered[0])} ({percent(one.covered[1])} to {percent(one.covered[2])})"
        for one in found.groups
        if one.covered
    ]
    if told:
        lines.append("By group: " + "; ".join(told) + ".")
    few = [one.group for one in found.groups if one.people is None]
    if few:
        lines.append(f"Fewer than ten looked at, not told: {', '.join(few)}.")
    return "\n\n".join(lines)
