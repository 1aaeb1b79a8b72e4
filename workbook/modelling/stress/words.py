"""Stress in sentences: what is decided otherwise, how much more of it is wrong, what that costs, where it breaks."""

from __future__ import annotations

import math
from collections.abc import Sequence

from workbook.modelling.stress.result import Feed, Point, Stress, Tried
from workbook.models.changes import Interval
from workbook.models.findings import Finding, against
from workbook.outcomes.amounts_in_words import count, money, money_range, named, percent, points, points_range
from workbook.outcomes.wording import Wording

FEW = "fewer than ten decisions change"
SAID = 3


def finding(found: Stress) -> str:
    """The title of the picture: how many scenarios break it, and the worst."""
    done = [one for one in found.tried if one.points or not one.answers]
    failed = [one for one in done if one.outcome == "failed"]
    if not done:
        return "No scenario could be tried"
    if not failed:
        open_ = sum(one.outcome == "cannot tell" for one in done)
        rest = f", for {open_} it cannot be told" if open_ else ""
        return f"None of {len(done)} scenarios is shown to add more than {points(found.limit)} of wrong decisions{rest}"
    silent = [one for one in failed if not one.answers]
    worst = silent[0] if silent else max(failed, key=_errors)
    told = "it does not answer" if silent else f"{points(_errors(worst))} more decided wrongly"
    return f"{len(failed)} of {len(done)} scenarios break it; the worst is “{worst.name}”: {told}"


def _errors(one: Tried) -> float:
    return one.as_written.errors[0] if one.as_written else 0.0


def stress_in_words(found: Stress) -> str:
    """What was tried on what, the worst of it, and what could not be tried."""
    of = (
        f" of {count(found.of_rows)}, drawn at random: the lines are as wide as so many rows make them"
        if found.rows < found.of_rows
        else ""
    )
    lines = [
        f"{finding(found)}.",
        f"On trial: {found.title}, on {count(found.rows)} rows{of}. What happened is taken as it was; only what the model "
        "is told, or how often each case comes, is another. Strength 1 is as written.",
    ]
    ranked = sorted((one for one in found.tried if one.as_written), key=_errors, reverse=True)
    lines += [
        f"{one.number}. {tried_in_words(one, found.wording, found.currency, found.per_year)}" for one in ranked[:SAID]
    ]
    silent = [one for one in found.tried if not one.answers]
    lines += [f"{one.number}. {tried_in_words(one, found.wording, found.currency, found.per_year)}" for one in silent]
    return "\n\n".join([*lines, *_not_tried(found.tried)])


def _not_tried(tried: Sequence[Tried]) -> list[str]:
    """Those that could not be tried, by why."""
    idle = [one for one in tried if one.answers and one.why]
    reasons = dict.fromkeys(one.why for one in idle)
    return [f"Not tried: {named([one.name for one in idle if one.why == why], len(idle))}. {why}" for why in reasons]


def tried_in_words(one: Tried, wording: Wording, currency: str, per_year: bool) -> str:
    """One scenario as written, with its name."""
    told = outcome_in_words(one, wording, currency, per_year)
    return f"{one.name}: {told[0].lower()}{told[1:]}"


def outcome_in_words(one: Tried, wording: Wording, currency: str, per_year: bool) -> str:
    """One scenario as written: decisions, errors, money."""
    point = one.as_written
    if not one.answers:
        return f"It does not answer. It says: “{one.why}”"
    if point is None:
        return f"Not tried. {one.why}"
    when = _span(per_year, one.days)
    parts = [_changed(point, one.people, wording, when), _wrong(point.errors)]
    if point.money is not None:
        parts.append(_worth(point.money, currency, when))
    if point.silent:
        parts.append(f"for {percent(point.silent)} of the rows it gives no score, and they are not selected")
    told = "; ".join(part for part in parts if part)
    return f"{told[0].upper()}{told[1:]}."


def _span(per_year: bool, days: float | None) -> str:
    if days is None:
        return " a year" if per_year else ""
    often = "in the one day" if days == 1 else f"in the {days:g} days"
    return f" {often}" if per_year else f" {often}, were these rows a year"


def _changed(point: Point, people: float | None, wording: Wording, when: str) -> str:
    if point.changed is None:
        return FEW
    value, low, high = point.changed
    if not value:
        return "no decision changes, only the mix of cases" if point.errors[0] else "no decision changes"
    many = "fewer than ten" if people is None else count(people)
    return f"{percent(value)} of the decisions change ({percent(low)} to {percent(high)}; {many} {wording.units}{when})"


def _wrong(errors: Interval) -> str:
    value, low, high = errors
    if math.isnan(value):
        return "how many more are wrong cannot be told: too few rows with a known outcome"
    if not (value or low or high):
        return "no more are wrong"
    if value < 0:
        return f"{points(-value)} fewer are wrong ({points_range(-high, -low)})"
    return f"{points(value)} more are wrong ({points_range(low, high)})"


def _worth(worth: Interval, currency: str, when: str) -> str:
    value, low, high = worth
    if not (value or low or high):
        return ""
    less, ends = ("less", (-high, -low)) if value < 0 else ("more", (low, high))
    return f"worth {money(abs(value), currency)} {less}{when} ({money_range(*ends, currency)})"


def curve_title(one: Tried) -> str:
    """Where a scenario breaks the limit."""
    if not one.points:
        return f"{one.name}: {'not tried' if one.answers else 'it does not answer'}"
    if one.breaks_at is not None:
        return f"{one.name}: breaks the limit from a strength of {one.breaks_at:g} on"
    most = max(point.strength for point in one.points)
    return f"{one.name}: not shown to break the limit up to a strength of {most:g}"


def closer_in_words(one: Tried, found: Stress) -> str:
    """One scenario: where it breaks, what happens, what comes of it, and what these rows cannot know."""
    lines = [f"{curve_title(one)}."]
    if one.steps:
        lines.append(" ".join(part for part in (one.about, f"What happens: {'; '.join(one.steps)}.") if part))
    lines.append(outcome_in_words(one, found.wording, found.currency, found.per_year))
    if one.points:
        where = ", which did not pick the column" if one.rows < found.rows else ""
        lines.append(
            f"Tried on {count(one.rows)} rows{where}. The limit is {points(found.limit)} more decided wrongly."
        )
    if one.owner:
        lines.append(f"Composed by {one.owner}.")
    if not one.labels_hold and one.points:
        lines.append(
            "In such times outcomes change as well, and these rows cannot say how. Take the money as a question, not as a "
            "forecast."
        )
    return "\n\n".join(lines)


def feeds_in_words(found: Stress) -> str:
    """Which feed the decisions hang on, and what the model does with what is missing."""
    if not found.feeds:
        return "Which feed the decisions hang on can be tried only with the model itself."
    silent = [one.column for one in found.feeds if not one.answers]
    lines = [f"It does not answer where one of these is missing: {named(silent, 8)}."] if silent else []
    worst = next((one for one in found.feeds if one.changed and one.changed[0]), None)
    if worst is not None and worst.changed is not None:
        hit = f" Hardest hit: {worst.hardest_hit}." if worst.hardest_hit else ""
        lines.append(
            f"Most hangs on “{worst.column}”: without it {percent(worst.changed[0])} of the decisions change, {_wrong(worst.errors)}.{hit}"
        )
    elif not silent:
        lines.append("No column changes as many as ten decisions when it is missing.")
    return "\n\n".join([*lines, *found.missing])


def tests_of(
    tried: Sequence[Tried], feeds: Sequence[Feed], refusal: str, limit: float, wording: Wording, currency: str, per_year: bool
) -> tuple[Finding, ...]:  # fmt: skip
    """What the decision table reads of all this."""
    found = [
        Finding(f"Stress: {one.name}", one.outcome, outcome_in_words(one, wording, currency, per_year),
                one.as_written.money if one.as_written else None, one.wronged)
        for one in tried
    ]  # fmt: skip
    if feeds:
        found.append(_every_feed(feeds, limit))
    if refusal:
        found.append(
            Finding(
                "Stress: a file without a column",
                "failed",
                f"It does not answer, and nobody is decided. It says: “{refusal}”",
            )
        )
    return tuple(found)


def _every_feed(feeds: Sequence[Feed], limit: float) -> Finding:
    name = "Stress: every column once missing"
    silent = [one.column for one in feeds if not one.answers]
    if silent:
        return Finding(name, "failed", f"It does not answer without {named(silent)}.")
    broken = [one for one in feeds if against(limit, one.errors) == "failed"]
    if broken:
        worst = max(broken, key=lambda one: one.errors[0])
        return Finding(
            name,
            "failed",
            f"Without “{worst.column}”, {_wrong(worst.errors)}; beyond the limit also without {len(broken) - 1} more."
            if len(broken) > 1
            else f"Without “{worst.column}”, {_wrong(worst.errors)}.",
            worst.money,
        )
    unsure = sum(against(limit, one.errors) == "cannot tell" for one in feeds)
    if unsure:
        return Finding(
            name,
            "cannot tell",
            f"For {unsure} of {len(feeds)} columns these rows cannot tell whether more than {points(limit)} go wrong without it.",
        )
    return Finding(
        name, "held", f"Without any one of {len(feeds)} columns, no more than {points(limit)} more are wrong."
    )
