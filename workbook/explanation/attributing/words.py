"""What drives the score, in sentences: how much, for whom it decides, on how many rows, and what must not be read into it."""

from __future__ import annotations

import math

from workbook.explanation.attributing.drivers import Driver, Importance
from workbook.explanation.attributing.voices import Scale
from workbook.explanation.few import of_hundred
from workbook.models.changes import Interval
from workbook.outcomes.amounts_in_words import count, money, money_range, named, points, points_range

FLAT = 1e-12
NAMED = 3


def drivers_in_words(found: Importance) -> str:
    """The finding, what it rests on, and its traps."""
    lines = [f"{finding(found)}.", rests_on(found), _compared(found), seen_before(found)]
    if found.matched:
        lines.append(
            "Decisions are those at the threshold that selects as many as the declared one does with its own score."
        )
    together = [one for one in found.drivers[:10] if one.partner]
    if together:
        first = together[0]
        lines.append(
            f"“{first.column}” and “{first.partner}” go together ({first.together:.1f} of 1)"
            f"{_others(together)}. Such columns share what they carry: shuffling one leaves the other in place, so their "
            "losses are too small, and which of the two a method names is partly chance."
        )
    return "\n\n".join(line for line in lines if line)


def finding(found: Importance) -> str:
    """The title of the picture."""
    first = found.drivers[0] if found.drivers else None
    if first is None or first.weight[0] <= FLAT:
        return "No column drives the score: the model says the same of everybody"
    rivals = [one.column for one in found.drivers[1:10] if one.first == 1]
    if rivals:
        return (
            f"“{first.column}” and {named(rivals, 2)} drive the score most; which of them more, these rows cannot tell"
        )
    return (
        f"“{first.column}” drives the score most: without what it adds, "
        f"{of_hundred(first.decides, found.units)} would be decided otherwise"
    )


def rests_on(found: Importance) -> str:
    """On how many rows, and why no more were needed."""
    of = f"{count(found.explained)} of {count(found.rows)} {found.units}, drawn evenly over groups and score"
    sure = "With 95 % confidence no two columns that are told apart stand in the wrong order"
    if found.stopped == "all rows":
        return f"{found.title}, of {'all ' if found.explained == found.rows else ''}{count(found.explained)} {found.units}."
    if found.stopped == "settled":
        return (
            f"{found.title}, of {of}. The order of the ten strongest was looked at {_times(found.looks)} and is settled, "
            f"so no more rows were needed. {sure}; columns within 5 % of the strongest count as equal."
        )
    open_ = "; ".join(f"“{one}” or “{other}”" for one, other in found.unsettled[:NAMED])
    more = f" and {len(found.unsettled) - NAMED} more pairs" if len(found.unsettled) > NAMED else ""
    return f"{found.title}, of {of}: as many as are explained here. {sure}; still open: {open_}{more}."


def _times(many: int) -> str:
    return "once" if many == 1 else "twice" if many == 2 else f"{many} times"


def _compared(found: Importance) -> str:
    size = next((one.weight[0] for one in found.drivers), 0.0)
    return f"Compared with {found.background}. {scale_in_words(found.scale, size)}"


def scale_in_words(scale: Scale, size: float) -> str:
    """What a number on this scale means."""
    if scale == "log-odds":
        moved = 100 / (1 + math.exp(-size))
        example = f": {size:.2g} more turns a score of 50 % into {moved:.0f} %" if size > FLAT else ""
        return f"Sizes are log-odds, in which this model adds things up{example}."
    if scale == "probability":
        example = f": {size:.2g} are {points(round(size, 3))}" if size > FLAT else ""
        return f"Sizes are shares of the score itself{example}."
    return "Sizes are in the units of the score."


def seen_before(found: Importance) -> str:
    """Whether the model that explains a row had learned from it."""
    if found.unseen >= 1:
        return "Each was explained by a copy of the model that did not learn from it."
    if found.unseen <= 0:
        return "Whether the model learned from these rows is not known here: what it learned by heart looks like a reason, too."
    return f"{100 * found.unseen:.0f} of 100 were explained by a copy of the model that did not learn from them."


def _others(together: list[Driver]) -> str:
    pairs: list[frozenset[str]] = []
    for one in together:
        pair = frozenset((one.column, one.partner))
        if pair not in pairs:
            pairs.append(pair)
    more = [" and ".join(f"“{name}”" for name in sorted(pair)) for pair in pairs[1:4]]
    return f"; so do {', '.join(more)}" if more else ""


def rank(one: Driver) -> str:
    """The place of a column: 1, or 8 to 10 where the rows leave it open."""
    return str(one.first) if one.first == one.last else f"{one.first} to {one.last}"


def direction(one: Driver) -> str:
    """Which way a column pushes the score."""
    if one.weight[0] <= FLAT:
        return "nowhere"
    if one.raises:
        return f"up: “{one.raises}”, down: “{one.lowers}”"
    if not math.isfinite(one.direction):
        return "differs by value"
    if one.direction >= 0.7:
        return "higher raises it"
    if one.direction <= -0.7:
        return "higher lowers it"
    return "up and down"


def lost_money(value: Interval | None, currency: str, per_year: bool) -> str:
    """What shuffling a column costs."""
    if value is None:
        return "–"
    when = " a year" if per_year else ""
    return f"{money(-value[0], currency)}{when} ({money_range(-value[2], -value[1], currency)})"


def more_errors(value: Interval) -> str:
    """How many more are decided against what happened."""
    return f"{points(value[0])} ({points_range(value[1], value[2]).removesuffix(' points')})"
