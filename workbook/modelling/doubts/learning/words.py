"""Learning and remembering in sentences."""

from __future__ import annotations

import math
from typing import Any

from workbook.modelling.doubts.learning.curve import LearningCurve
from workbook.modelling.doubts.learning.settings import SettingsCurve
from workbook.models.changes import Interval
from workbook.models.findings import KEY, Finding, Outcome, against
from workbook.outcomes.amounts_in_words import count, money, money_range, percent, points, points_range
from workbook.project.results import to_kept

LITTLE = 0.02
"""Fewer than two of a hundred pairs more on its own rows is no memory worth a word."""
TEST = "It learns and does not remember"
MOSTLY = 0.5
"""Where more than half of what it shows on its own rows does not carry over, it has learned them by heart."""
NOTHING = 0.6
"""Who ranks fewer than 60 of 100 pairs rightly even among the rows that it learned from has learned hardly anything."""


def of_hundred(share: Interval) -> str:
    """83.6 (82.3 to 84.9)."""
    return f"{100 * share[0]:.1f} ({100 * share[1]:.1f} to {100 * share[2]:.1f})"


def learning_finding(found: LearningCurve) -> str:
    """Whether it learns or remembers."""
    own, others = (f"{100 * one[-1][0]:.0f}" for one in (found.own, found.others))
    if found.own[-1][2] < NOTHING:
        return f"{found.title} has learned hardly anything: {own} of 100 pairs ranked rightly even among its own rows"
    if found.gap[1] > LITTLE and found.remembered[1] > MOSTLY:
        return f"{found.title} has learned these rows by heart: it ranks {own} of 100 pairs rightly among them, {others} among others"
    if found.gap[1] > LITTLE:
        return f"{found.title} ranks {own} of 100 pairs rightly among the rows it learned from, {others} among others"
    if found.gap[2] <= LITTLE:
        return f"{found.title} does as well on other rows as on those that it learned from"
    return f"Cannot tell whether {found.title} does better on the rows that it learned from than on others"


def learning_in_words(found: LearningCurve) -> str:
    """The gap, what the last doubling was worth, what the next may bring, and where it ends if these points know."""
    lines = [f"{learning_finding(found)}.", _memory(found), _last(found), _next(found), _end(found)]
    return "\n\n".join(line for line in [*lines, _reading(found), drawn(found.rows, found.drawn_from)] if line)


def _memory(found: LearningCurve) -> str:
    told = (
        f"Own rows {of_hundred(found.own[-1])}, other rows {of_hundred(found.others[-1])}: {points(found.gap[0])} apart "
        f"({points_range(found.gap[1], found.gap[2])}). Only the second number will be seen in use."
    )
    if found.gap[1] > LITTLE and math.isfinite(found.remembered[0]):
        value, low, high = (percent(round(one, 2)) for one in found.remembered)
        told += f" Of what it shows on its own rows {value} is memory ({low} to {high})."
    return told


def _last(found: LearningCurve) -> str:
    value, low, high = found.last_doubling
    half, whole = found.sizes[-2:]
    verdict = "" if low > 0 or high < 0 else ", interval includes 0"
    told = f"From {count(half)} to {count(whole)} rows: {points(value)} more ranked rightly ({points_range(low, high)}){verdict}."
    if found.doubling_money is not None:
        worth, least, most = found.doubling_money
        when = " a year" if found.per_year else f" on {count(found.rows)} rows"
        open_ = "" if least > 0 or most < 0 else ", interval includes 0"
        told += (
            f" With the same share selected, the second half was worth {money(worth, found.currency)}{when} "
            f"({money_range(least, most, found.currency)}){open_}."
        )
    return told


def _next(found: LearningCurve) -> str:
    value, low, high = found.next_doubling
    return (
        f"If the curve goes on as it does, {count(2 * found.sizes[-1])} rows would bring {points(value)} more "
        f"({points_range(low, high)})."
    )


def _end(found: LearningCurve) -> str:
    _, low, high = found.end
    if not found.end_known:
        return (
            f"Where the curve ends cannot be told: anything from {100 * low:.0f} to {100 * high:.0f} of 100 pairs with "
            "endlessly many rows fits these points."
        )
    return f"With endlessly many rows of the same kind it would end at {of_hundred(found.end)} of 100 pairs."


def _reading(found: LearningCurve) -> str:
    return (
        "More rows help only where they are like these. A pair is one that should be selected and one that should not; "
        "guessing ranks 50 of 100 rightly."
    )


def drawn(rows: int, of: int) -> str:
    """That only some of the rows took part."""
    if not of:
        return ""
    return (
        f"{count(rows)} rows were drawn at random from {count(of)}: the intervals are about {(of / rows) ** 0.5:.1f} times as "
        "wide as all rows would make them."
    )


def value_in_words(value: float) -> str:
    """A value of a setting: 120, 0.01."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:g}"


def settings_finding(found: SettingsCurve) -> str:
    """Whether another value of the setting would be better."""
    best, now = value_in_words(found.best), value_in_words(found.now)
    if found.best == found.now:
        return f"{found.title}: no other value did better than the present one, {now}"
    if found.better[1] > 0:
        return f"{found.title} would rank better with {best} than with {now}"
    return f"{found.title}: these rows do not show that {best} is better than the present {now}"


def settings_in_words(found: SettingsCurve) -> str:
    """What simpler and more complex ones do, and what the best one is worth against the present one."""
    simplest, most = (f"{100 * one[0]:.1f}" for one in (found.others[0], found.others[-1]))
    top = max(range(len(found.values)), key=lambda place: found.others[place][0])
    lines = [
        f"{settings_finding(found)}.",
        f"{found.setting}: {value_in_words(found.values[0])} ranks {simplest} of 100 pairs of other rows rightly, "
        f"{value_in_words(found.values[-1])} ranks {most}. On its own rows it goes from {100 * found.own[0][0]:.1f} to "
        f"{100 * found.own[-1][0]:.1f}: what grows there and not on other rows is memory.",
    ]
    if found.others[top][0] - found.others[-1][0] > LITTLE and top < len(found.values) - 1:
        lines.append("Beyond its top the line of other rows falls: more complex ones are worse in use.")
    if found.best != found.now:
        value, low, high = found.better
        told = f"{value_in_words(found.best)} against {value_in_words(found.now)}: {points(value)} ({points_range(low, high)})"
        if found.money is not None:
            worth, least, most_ = found.money
            when = " a year" if found.per_year else f" on {count(found.judged)} rows"
            told += f"; {money(worth, found.currency)}{when} ({money_range(least, most_, found.currency)})"
        lines.append(f"{told}. Chosen on half of the rows, judged on the {count(found.judged)} others.")
    lines.append(drawn(found.judged * 2, found.drawn_from))
    return "\n\n".join(line for line in lines if line)


def findings(found: LearningCurve) -> tuple[Finding, ...]:
    """What the decision table reads: whether most of what it shows on its own rows is memory."""
    value, low, high = found.remembered
    if not math.isfinite(value):
        outcome: Outcome = "failed" if found.own[-1][2] < NOTHING else "cannot tell"
    else:
        outcome = against(MOSTLY, (value, low, high))
    return (Finding(TEST, outcome, f"{learning_finding(found)}."),)


def kept(found: LearningCurve) -> dict[str, Any]:
    """What the evidence keeps."""
    return {**to_kept(found), KEY: [to_kept(one) for one in findings(found)]}
