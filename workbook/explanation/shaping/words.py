"""Shapes, reasons by group and the tree that stands in, in sentences."""

from __future__ import annotations

import math

from workbook.explanation.attributing.voices import Scale
from workbook.explanation.few import of_hundred
from workbook.explanation.shaping.by_group import ByGroup, GroupReasons
from workbook.explanation.shaping.shapes import Shape, Shapes
from workbook.explanation.shaping.small_tree import Question
from workbook.explanation.shaping.stand_in import Fidelity, Leaf, StandIn
from workbook.models.changes import Interval
from workbook.outcomes.amounts_in_words import count, money, money_range, named, percent, points, points_range

STEEP = 0.02
FAR = 0.1
"""From this share of made-up rows outside of what occurs, partial dependence is warned of."""


def shapes_in_words(found: Shapes) -> str:
    """What the curves say, and where not to believe them."""
    lines = [f"{shapes_finding(found)}.", *(_shape(one, found.share) for one in found.shapes[:4])]
    far = [one for one in found.shapes if one.outside >= FAR]
    if far:
        first = max(far, key=lambda one: one.outside)
        lines.append(
            f"A trap: partial dependence gives everybody every value. {100 * first.outside:.0f} of 100 rows made up for "
            f"“{first.column}” do not occur, since it goes together with “{first.partner}”: what the model says there nobody "
            "has ever checked. The accumulated curve moves each case only a little from where it is; believe that one."
        )
    lines.append(
        f"Made of {count(found.rows)} of {count(found.of)} {found.units}, each scored by a copy of the model that did not "
        "learn from it where there is one. Lines of single cases are not kept; the band holds eight of ten."
    )
    if found.left_out:
        lines.append(f"No shape for {named(found.left_out)}: too few different values that at least ten cases share.")
    return "\n\n".join(lines)


def shapes_finding(found: Shapes) -> str:
    """The title of the picture."""
    if not found.shapes:
        return "No column has enough different values to draw a shape"
    widest = max(found.shapes, key=reach)
    if found.share and reach(widest) < STEEP:
        return "No column alone moves the mean score by two points"
    far = points(round(reach(widest), 2)) if found.share else f"{reach(widest):.2g}"
    return f"Along “{widest.column}” the mean score moves by {far}"


def reach(one: Shape) -> float:
    """How far the mean score moves along a column."""
    means = [value for value, _, _ in one.partial]
    return max(means) - min(means)


def _shape(one: Shape, share: bool) -> str:
    means = [value for value, _, _ in one.partial]
    low, high = means.index(min(means)), means.index(max(means))
    told = (
        f"“{one.column}”: mean score {level(means[low], share)} at {at(one.points[low])}, "
        f"{level(means[high], share)} at {at(one.points[high])}."
    )
    if math.isfinite(one.against) and one.against >= 0.1:
        told += f" For {100 * one.against:.0f} of 100 it goes the other way: a mean hides them."
    return told


def level(score: float, share: bool) -> str:
    """A score: as a percentage where it is a share."""
    return percent(round(score, 3)) if share else f"{score:.3g}"


def at(point: float | str) -> str:
    """A value of a column."""
    return f"“{point}”" if isinstance(point, str) else f"{point:,.6g}"


def groups_in_words(found: ByGroup) -> str:
    """Through which columns groups come to other scores."""
    if not found.groups:
        return "No groups were named, so there is nobody to compare. Name the columns of groups on the Start page."
    told = [one for one in found.groups if one.parts]
    lines = [f"{groups_finding(found)}.", *(_group(one, found) for one in sorted(told, key=_gap)[:4])]
    lines.append(
        "The parts of a group add up to its gap. A column carries the group where it adds to the gap for certain and goes "
        "together with being in the group. That is not yet a wrong: ask whether the column says something about the outcome "
        f"beyond the group. {found.method}, compared with {found.background}."
    )
    few = [one.group for one in found.groups if not one.parts]
    if few:
        lines.append(f"Not shown, fewer than ten on one side: {named(few)}.")
    if found.left_out:
        lines.append(f"Not looked at, the smaller ones of very many groups: {named(found.left_out)}.")
    return "\n\n".join(lines)


def groups_finding(found: ByGroup) -> str:
    """The title of the picture."""
    told = [one for one in found.groups if one.parts]
    if not told:
        return "No group is large enough to be compared" if found.groups else "No groups were named"
    carried = [(part, one) for one in told for part in one.parts if part.carries]
    if carried:
        part, one = max(carried, key=lambda each: abs(each[0].difference[0]))
        return f"“{part.column}” carries “{one.group}” into the score"
    apart = [(part, one) for one in told for part in one.parts if part.apart]
    if apart:
        part, one = max(apart, key=lambda each: abs(each[0].difference[0]))
        return f"Reasons differ most by “{part.column}”, for “{one.group}”; no column alone carries a group"
    return "No column is shown to be a different reason for any group"


def _gap(one: GroupReasons) -> float:
    return -abs(one.gap[0])


def _group(one: GroupReasons, found: ByGroup) -> str:
    sign = "higher" if one.gap[0] >= 0 else "lower"
    main = [part for part in one.parts if part.apart and part.difference[0] * one.gap[0] > 0][:2]
    against = next((part for part in one.parts if part.apart and part.difference[0] * one.gap[0] < 0), None)
    told = f"“{one.group}”: {sign} than everybody else by {amount(one.gap, found.scale)}."
    if main:
        parts = ", ".join(
            f"“{part.column}” ({abs(part.difference[0]):.2g}"
            f"{f', goes with the group {part.with_group:.1f} of 1' if part.carries else ''})"
            for part in main
        )
        told += f" Mostly through {parts}."
    if against is not None:
        told += f" “{against.column}” works the other way ({abs(against.difference[0]):.2g})."
    return told


def amount(gap: Interval, scale: Scale) -> str:
    """The size of a gap on the scale that is explained."""
    value, low, high = gap if gap[0] >= 0 else (-gap[0], -gap[2], -gap[1])
    if scale == "probability":
        return f"{points(round(value, 3))} ({points_range(round(low, 3), round(high, 3)).removesuffix(' points')})"
    return f"{value:.2g} ({low:.2g} to {high:.2g}) {'log-odds' if scale == 'log-odds' else 'units of the score'}"


def stand_in_in_words(found: StandIn) -> str:
    """How well the tree repeats the model, for whom, and what deciding by it would change."""
    whose = f"“{found.model}”" if found.model else "the score that was brought"
    lines = [f"{stand_in_finding(found)}."]
    if len(found.leaves) > 1:
        lines.append(
            f"Fitted to {whose} on one half of the rows, written in round numbers, and judged as it is written on the other "
            f"{count(found.rows)} {found.units}. R² {_interval(found.fidelity.fit)}; the same decision for "
            f"{of_hundred(found.fidelity.same)}."
        )
        deeper = ", ".join(f"{value:.2f} with {depth}" for depth, value in found.deeper if math.isfinite(value))
        lines.append(f"How deep it is matters: R² {deeper} questions one after the other.")
    price = f"Deciding by the tree instead would change {of_hundred(found.changed, 'decisions')}"
    price += f", and errors by {points(round(found.errors[0], 3))} ({points_range(*(round(one, 3) for one in found.errors[1:])).removesuffix(' points')})"
    if found.money is not None:
        when = " a year" if found.per_year else ""
        ends = money_range(found.money[1], found.money[2], found.currency)
        price += f", money by {money(found.money[0], found.currency)}{when} ({ends})"
    lines.append(f"{price}.")
    worst = worst_group(found)
    if worst is not None:
        lines.append(
            f"Least like the model for “{worst.name}”: R² {_interval(worst.fit)}. Whoever explains by this tree explains worst there."
        )
    return "\n\n".join(lines)


def stand_in_finding(found: StandIn) -> str:
    """The caption of the tree."""
    fit = found.fidelity.fit
    if len(found.leaves) < 2 or not math.isfinite(fit[0]):
        return "A small tree finds no question that parts the scores"
    if fit[1] >= 0.9:
        return f"A tree of {len(found.leaves)} lines says nearly what the model says (R² {fit[0]:.2f})"
    if fit[2] < 0.5:
        return f"A tree of {len(found.leaves)} lines does not stand in for the model (R² {fit[0]:.2f}): do not explain by it"
    return f"A tree of {len(found.leaves)} lines says roughly what the model says (R² {fit[0]:.2f}), and not more"


def worst_group(found: StandIn) -> Fidelity | None:
    """The group that the tree repeats worst, where that is told apart from everybody."""
    known = [one for one in found.groups if math.isfinite(one.fit[0]) and one.fit[2] < found.fidelity.fit[0]]
    return min(known, key=lambda one: one.fit[0], default=None)


def _interval(value: Interval) -> str:
    if not math.isfinite(value[0]):
        return "not defined"
    return f"{value[0]:.2f} ({value[1]:.2f} to {value[2]:.2f})"


def leaf_in_words(leaf: Leaf) -> str:
    """The way to an end of the tree, as a person says it."""
    if not leaf.path:
        return "everybody"
    return " and ".join(question_in_words(question, first) for question, first in leaf.path)


def question_in_words(question: Question, first: bool) -> str:
    """One answer to a question of the tree."""
    if question.other:
        return f"{question.column} is “{question.other if first else question.word}”"
    if question.word:
        return f"{question.column} is {'not ' if first else ''}“{question.word}”"
    missing = " or missing" if question.missing_first == first else ""
    if question.whole:
        limit = f"at most {question.limit:,.0f}" if first else f"{question.limit + 1:,.0f} or more"
    else:
        limit = f"at most {question.limit:,.6g}" if first else f"above {question.limit:,.6g}"
    return f"{question.column} {limit}{missing}"
