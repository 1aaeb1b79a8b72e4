"""Weak slices in sentences: who, how often wrong, what it costs, and what kind of weakness it is."""

from __future__ import annotations

import math

from workbook.modelling.slices.result import Slice, Slices
from workbook.models.changes import Interval
from workbook.outcomes.amounts_in_words import count, money, money_range, percent, points, points_range
from workbook.outcomes.wording import Wording

COIN = 0.5
SAID = 3


def how_many(share: float) -> str:
    """A share of decisions as people say it: 31 in 100, 2.4 in 100, 4 in 1,000."""
    if 0 < share < 0.01:
        return f"{1000 * share:.1f}".removesuffix(".0") + " in 1,000"
    return f"{100 * share:.0f} in 100" if share >= 0.1 else f"{100 * share:.1f}".removesuffix(".0") + " in 100"


def finding(found: Slices) -> str:
    """The title of the picture: the worst of them, or that none stood up."""
    if not found.slices:
        return (
            "No slice is shown to be worse than the rest" if found.carried or found.one_way else "Too few rows to look"
        )
    worst = max(found.slices, key=lambda one: one.excess[0])
    return (
        f"{worst.words}: {how_many(worst.wronged[0])} decided wrongly, against {how_many(_elsewhere(worst))} elsewhere"
    )


def _elsewhere(one: Slice) -> float:
    return one.wronged[0] - one.excess[0]


def slices_in_words(found: Slices) -> str:
    """What was found, out of how many, and how sure that is."""
    looked = (
        f"{count(found.one_way)} slices of one column and {count(found.two_way)} of two were looked at on "
        f"{count(found.rows_search)} rows; the {found.carried or 'none'} that stood out were judged on "
        f"{count(found.rows_judged)} other rows, all corrected together: the chance that even one of those shown is luck "
        "is at most 5 %."
    )
    lines = [f"{finding(found)}.", f"{_headline(found)} {looked}", *(_line(one, found) for one in found.slices[:SAID])]
    if len(found.slices) > SAID:
        lines.append(f"Not said here, but in the picture and in the table: {len(found.slices) - SAID} more.")
    if not found.slices:
        lines.append(none_found(found.detectable, found.tolerance))
    if found.too_few:
        lines.append(
            f"{found.too_few} more stood out and is not shown: it would give fewer than ten {found.wording.units} away."
        )
    if found.unscored:
        lines.append(f"{count(found.unscored)} rows have no score and are left out.")
    if found.left_out:
        lines.append(
            f"Not searched, because they hold neither numbers nor recurring words: {', '.join(found.left_out)}."
        )
    return "\n\n".join(lines)


def _headline(found: Slices) -> str:
    rate, low, high = found.wronged
    if math.isnan(rate):
        return f"On trial: {found.title}. No row of the judging half has a known outcome."
    return (
        f"On trial: {found.title}. It decides {how_many(rate)} {found.wording.units} against what happened "
        f"({percent(low)} to {percent(high)})."
    )


def none_found(detectable: float, tolerance: float) -> str:
    """What "none" is worth on so many rows."""
    if math.isnan(detectable):
        return "Cannot tell: there are too few rows to judge any slice."
    could = (
        f"A tenth of the rows would have to err {points(detectable)} more than the rest for the odds of showing it to be "
        "four in five"
    )
    if detectable <= tolerance:
        return f"{could}: a slice as weak as you do not tolerate ({points(tolerance)}) would probably have shown."
    return f"Cannot tell: {could[0].lower()}{could[1:]}, and you tolerate {points(tolerance)}. More rows would tell."


def _line(one: Slice, found: Slices) -> str:
    return f"{one.number}. {one.words}: {slice_in_words(one, found.wording, found.currency, found.per_year)}"


def slice_in_words(one: Slice, wording: Wording, currency: str, per_year: bool) -> str:
    """What is said of one slice: people, errors, euros."""
    when = " a year" if per_year else ""
    more, low, high = one.excess
    said = (
        f"{count(one.people)} {wording.units}{when}, {how_many(one.wronged[0])} decided wrongly, "
        f"{points(more)} more than elsewhere ({points_range(low, high)})."
    )
    return said if one.money is None else f"{said} {_cost(one.money, currency, when)}"


def _cost(cost: Interval, currency: str, when: str) -> str:
    return (
        f"Its errors cost {money(-cost[0], currency)}{when} against deciding each case rightly "
        f"({money_range(-cost[2], -cost[1], currency)})."
    )


def closer_in_words(one: Slice, found: Slices) -> str:
    """What kind of weakness it is: which errors, whether the score still ranks there, what deciding all alike would do."""
    wording, lines = found.wording, [_line(one, found)]
    if one.wrongly_selected and one.wrongly_passed:
        lines.append(
            f"Of 100 in it, {100 * one.wrongly_selected[0]:.0f} are wrongly {wording.selected_means} and "
            f"{100 * one.wrongly_passed[0]:.0f} wrongly {wording.not_selected_means}."
        )
    lines.append(_ranking(one))
    if one.alike_gain is not None:
        lines.append(_alike(one, found))
    lines.append(
        "Found by looking, so it is a question to somebody who knows these cases, not yet a cause: "
        f"what is different about {one.words}?"
    )
    return "\n\n".join(lines)


def _ranking(one: Slice) -> str:
    if one.ranks is None:
        return "Too few of either outcome in it to say how well the score ranks there."
    value, low, high = one.ranks
    told = f"{100 * value:.0f} times in 100 ({100 * low:.0f} to {100 * high:.0f})"
    if low > COIN:
        return (
            f"Within it the score still ranks the right one of two first {told}: another threshold, or a score that is "
            "calibrated there, may help."
        )
    return f"Within it the score ranks the right one of two first {told}: no better than a coin can be ruled out. Moving a threshold will not help; other columns, or people, might."


def _alike(one: Slice, found: Slices) -> str:
    assert one.alike_gain is not None, "asked only where there is money"
    value, low, high = one.alike_gain
    means = found.wording.selected_means if one.alike == "select" else found.wording.not_selected_means
    more, ends = ("more", (low, high)) if value >= 0 else ("less", (-high, -low))
    worth = (
        f"{money(abs(value), found.currency)}{' a year' if found.per_year else ''} {more} than the score's decisions "
        f"({money_range(*ends, found.currency)})"
    )
    if low > 0:
        return f"All of it {means}, whatever the score says, would be worth {worth}. Chosen on the other half."
    if high < 0:
        return f"The score earns its place even here: all of it {means} would be worth {worth}."
    return f"Whether it would be better to have all of it {means} cannot be told: that would be worth {worth}."
