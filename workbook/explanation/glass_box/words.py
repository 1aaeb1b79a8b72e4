"""The price of the glass box in sentences."""

from __future__ import annotations

from workbook.explanation.glass_box.pricing import GlassBox, Price
from workbook.outcomes.amounts_in_words import count, money, money_range, percent, points, points_range


def glass_box_in_words(found: GlassBox) -> str:
    """What each readable model would cost, the one that costs least first."""
    if not found.prices:
        return "\n\n".join(["No model that can be read was trained.", *found.notes])
    lines = [headline(found)]
    lines += [price_in_words(one, found) for one in found.prices]
    lines.append(
        f"Both sides at a threshold of their own, chosen on one half of the rows and judged on the other: {count(found.judged)} rows"
        + (f", drawn at random from {count(found.drawn_from)}" if found.drawn_from else "")
        + ". Intervals are sampling error only."
    )
    return "\n\n".join([*lines, *found.notes])


def headline(found: GlassBox) -> str:
    """The finding in one sentence."""
    free = [one for one in found.prices if one.verdict != "costs"]
    if not free:
        least = min(found.prices, key=lambda one: -_value(one))
        return f"Reading costs something here: {_cost(least, found)} with {least.title}."
    pays = [one for one in free if one.verdict == "pays"]
    if pays:
        return f"{pays[0].title} can be read by everybody, and is better than “{found.in_use}”."
    return f"These rows show no price for reading: they cannot tell {free[0].title} from “{found.in_use}”."


def price_in_words(one: Price, found: GlassBox) -> str:
    """One readable model: money, errors, rank, and what becomes of the gap between groups."""
    told = [f"{one.title}: {_cost(one, found)}"]
    told.append(f"{points_of(one.errors[0])} in errors ({_range(one.errors)})")
    if one.ranking is not None:
        told.append(
            f"{_signed(100 * one.ranking[0])} pairs in 100 ranked rightly ({100 * one.ranking[1]:+.1f} to {100 * one.ranking[2]:+.1f})".replace(
                "-", "−"
            )
        )
    sentence = "; ".join(told) + f". {percent(one.changed[0])} of the decisions would be others."
    if one.gap is None:
        return sentence
    gap = one.gap
    includes = gap.change[1] <= 0 <= gap.change[2]
    verdict = "these rows cannot tell whether it changed" if includes else "smaller" if gap.change[0] < 0 else "larger"
    return (
        f"{sentence} The gap between groups, among those who should have been selected: {points(gap.before)} now, "
        f"{points(gap.after)} then ({verdict})."
    )


def points_of(value: float) -> str:
    """A change in points with its sign."""
    return f"{'+' if value >= 0 else ''}{points(value)}"


def _range(interval: tuple[float, float, float]) -> str:
    return points_range(interval[1], interval[2])


def _signed(value: float) -> str:
    return f"{value:+.1f}"


def _value(one: Price) -> float:
    return one.money[0] if one.money else -one.errors[0]


def _cost(one: Price, found: GlassBox) -> str:
    if one.money is None:
        return f"{points_of(one.errors[0])} in errors"
    value, low, high = one.money
    when = "a year" if found.per_year else f"on {count(found.judged)} rows"
    includes = ", which includes nothing at all" if low <= 0 <= high else ""
    return f"{money(value, found.currency)} {when} ({money_range(low, high, found.currency)}{includes})"
