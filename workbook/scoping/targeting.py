"""Is the target bounded and measurable? Says exactly what is missing, and refuses a wish."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from workbook.scoping.answers import ScopingAnswers
from workbook.scoping.measuring import contradiction, highest, measures_a_model, number, wish_in_metric, wish_in_prose

LATEST_YEARS = 5


@dataclass(frozen=True)
class Problem:
    """One thing that a target lacks: the field, and what to do."""

    field: str
    sentence: str


@dataclass(frozen=True)
class Target:
    """The target in one sentence, or what it still lacks."""

    sentence: str
    problems: tuple[Problem, ...]

    @property
    def bounded(self) -> bool:
        """Whether it can be reached, and missed, visibly."""
        return not self.problems


def target_of(answers: ScopingAnswers, today: date | None = None) -> Target:
    """The team's target, with everything it lacks on a given day (where none is given: today)."""
    return Target(_sentence(answers), target_problems(answers, today or date.today()))


def target_problems(target: ScopingAnswers, today: date) -> tuple[Problem, ...]:
    """Everything that keeps a target from being bounded and measurable.

    Parameters
    ----------
    target : ScopingAnswers
        Only the fields of the target and its baseline are read.
    today : date
        The day on which it is judged.

    Returns
    -------
    tuple of Problem
        Empty where the target can be reached, and missed, visibly.
    """
    checks = (_measure, _success, _numbers, _whole, _people)
    found = [problem for check in checks for problem in check(target)]
    return tuple([*found, *_target_date(target, today), *_baseline_dates(target, today)])


def _measure(answers: ScopingAnswers) -> Iterator[Problem]:
    metric, unit = answers.metric.strip(), answers.unit.strip()
    wish = wish_in_metric(metric)
    if not metric:
        yield Problem("metric", "Name what is measured, for example: defaults per 100 loans.")
    elif wish:
        yield Problem(
            "metric", f"“{metric}” is a wish, not a measure: “{wish}” says a direction. Say what is counted, per what."
        )
    elif measures_a_model(metric):
        yield Problem(
            "metric", f"“{metric}” is a measure of the model. Name one of the business here; the model's goes below."
        )
    against = contradiction(metric, unit)
    if not unit:
        yield Problem("unit", "Say in which unit: per cent, euro a year, minutes, cases.")
    elif against:
        yield Problem("unit", f"{against} Make them say the same.")
    if answers.better == "not said":
        yield Problem("better", "Say whether lower or higher is better.")


def _success(answers: ScopingAnswers) -> Iterator[Problem]:
    wish = wish_in_prose(answers.success)
    if wish:
        yield Problem("success", f"“{wish}” without a number cannot be missed: say by how much, and by when.")


def _numbers(answers: ScopingAnswers) -> Iterator[Problem]:
    baseline, target = answers.baseline, answers.target
    if baseline is None:
        yield Problem(
            "baseline",
            "Measure where you stand today: without a baseline nobody can tell later what the model changed.",
        )
    if target is None:
        yield Problem("target", "Name the number to be reached.")
    if baseline is None or target is None:
        return
    if target == baseline:
        yield Problem("target", f"The target ({number(target)}) is where you stand today.")
    elif (target > baseline and answers.better == "lower") or (target < baseline and answers.better == "higher"):
        yield Problem(
            "target",
            f"The target ({number(target)}) is worse than today ({number(baseline)}), since {answers.better} is better.",
        )


def _whole(answers: ScopingAnswers) -> Iterator[Problem]:
    whole, baseline, target = highest(answers.unit), answers.baseline, answers.target
    if target == 0 and answers.better == "lower":
        yield Problem("target", "Zero is not a target: leave room for the cases that nobody can know.")
    if whole is None:
        return
    if baseline is not None and (baseline < 0 or (whole == 1 and baseline > 1)):
        yield Problem(
            "baseline",
            f"{number(baseline)} does not fit the unit “{answers.unit}”, which runs from 0 to {number(whole)}.",
        )
    if target is None:
        return
    if target == whole and answers.better == "higher":
        yield Problem("target", "All of them, 100 %, is not a target: leave room for the cases that nobody can know.")
    # More than the whole is possible where today's number is beyond it already: 120 % of the plan.
    elif target < 0 or (target > whole and (baseline is None or baseline <= whole or whole == 1)):
        yield Problem(
            "target", f"{number(target)} does not fit the unit “{answers.unit}”, which runs from 0 to {number(whole)}."
        )


def _people(answers: ScopingAnswers) -> Iterator[Problem]:
    if not answers.baseline_source.strip():
        yield Problem(
            "baseline_source", "Say where the baseline comes from, so that the target can be measured the same way."
        )
    if not answers.target_owner.strip():
        yield Problem("target_owner", "Name who answers for the target.")


def _target_date(answers: ScopingAnswers, today: date) -> Iterator[Problem]:
    if answers.target_date is None:
        yield Problem("target_date", "Set the day by which it is reached.")
    elif answers.target_date <= today:
        when = "is today" if answers.target_date == today else "has passed"
        yield Problem("target_date", f"{answers.target_date:%d %b %Y} {when}: set a day ahead.")
    elif answers.target_date > _years_on(today, LATEST_YEARS):
        yield Problem("target_date", f"A target more than {LATEST_YEARS} years off binds nobody: set a nearer one.")


def _baseline_dates(answers: ScopingAnswers, today: date) -> Iterator[Problem]:
    begin, end = answers.baseline_from, answers.baseline_to
    if answers.baseline is not None and (begin is None or end is None):
        yield Problem("baseline_from", "Say from when until when the baseline was measured.")
    if begin and end and begin > end:
        yield Problem("baseline_to", "The baseline ends before it begins.")
    elif end and end > today:
        yield Problem(
            "baseline_to", f"The baseline runs until {end:%d %b %Y}, which is ahead: it has not been measured yet."
        )


def _years_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February has no counterpart in most years
        return day.replace(year=day.year + years, day=28)


def _sentence(answers: ScopingAnswers) -> str:
    if answers.baseline is None or answers.target is None:
        return ""
    when = f" by {answers.target_date.day} {answers.target_date:%B %Y}" if answers.target_date else ""
    unit = f" {answers.unit.strip()}" if answers.unit.strip() else ""
    owner = f"; {answers.target_owner.strip()} answers for it" if answers.target_owner.strip() else ""
    return f"{answers.metric.strip() or 'The measure'}: from {number(answers.baseline)} to {number(answers.target)}{unit}{when}{owner}."


def target_in_words(target: Target) -> str:
    """The sentence, or the list of what is missing."""
    if target.bounded:
        return f"{target.sentence}\n\nThis can be reached, and missed, visibly."
    open_things = len(target.problems)
    first = f"Not a target yet: {open_things} {'thing needs' if open_things == 1 else 'things need'} an answer."
    return "\n\n".join([first, *(f"• {one.sentence}" for one in target.problems)])
