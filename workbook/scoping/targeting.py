"""Is the target bounded and measurable? Says exactly what is missing, and refuses a wish."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from workbook.scoping.answers import ScopingAnswers

VAGUE = re.compile(
    r"\b(better|improve[ds]?|improvement|increase[ds]?|reduce[ds]?|optimi[sz]e[ds]?|more accurate|smarter|best|world.class|state of the art|as (?:good|high|low) as possible|efficien\w*)\b",
    re.IGNORECASE,
)
MODEL_MEASURES = re.compile(
    r"\b(accuracy|auc|roc|f1|precision|recall|log.?loss|rmse|mae|r2|gini|lift)\b", re.IGNORECASE
)
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
    """The team's target, with everything it lacks."""
    problems = target_problems(answers, today or date.today())
    return Target(_sentence(answers), problems)


def target_problems(answers: ScopingAnswers, today: date) -> tuple[Problem, ...]:
    """Everything that keeps a target from being bounded and measurable, on a given day."""
    return tuple([*_measure(answers), *_numbers(answers), *_dates(answers, today), *_people(answers)])


def _measure(answers: ScopingAnswers) -> Iterator[Problem]:
    metric = answers.metric.strip()
    if not metric:
        yield Problem("metric", "Name what is measured, for example: defaults per 100 loans.")
    elif MODEL_MEASURES.search(metric):
        yield Problem(
            "metric", f"“{metric}” is a measure of the model. Name one of the business here; the model's goes below."
        )
    elif VAGUE.search(metric) and not re.search(r"\d", metric):
        yield Problem("metric", f"“{metric}” is a wish, not a measure: say what is counted, per what.")
    if not answers.unit.strip():
        yield Problem("unit", "Say in which unit: per cent, euro a year, minutes, cases.")
    if answers.better == "not said":
        yield Problem("better", "Say whether lower or higher is better.")
    success = answers.success.strip()
    if success and VAGUE.search(success) and not re.search(r"\d", success):
        word = VAGUE.search(success)
        yield Problem(
            "success",
            f"“{word.group(0) if word else ''}” without a number cannot be missed: say by how much, and by when.",
        )


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
    if (answers.better == "lower" and target >= baseline) or (answers.better == "higher" and target <= baseline):
        yield Problem("target", f"The target ({target:g}) is no better than today ({baseline:g}).")
    share = "%" in answers.unit or "cent" in answers.unit.lower() or "share" in answers.unit.lower()
    if answers.better == "lower" and target <= 0 < baseline:
        yield Problem("target", "Zero errors are not a target: leave room for the cases that nobody can know.")
    if share and answers.better == "higher" and target >= 100:
        yield Problem("target", "100 % is not a target: leave room for the cases that nobody can know.")
    if share and not 0 <= target <= 100:
        yield Problem("target", f"{target:g} does not fit the unit {answers.unit}.")


def _dates(answers: ScopingAnswers, today: date) -> Iterator[Problem]:
    if answers.target_date is None:
        yield Problem("target_date", "Set the day by which it is reached.")
    elif answers.target_date <= today:
        yield Problem("target_date", f"{answers.target_date:%d %b %Y} has passed: set a day ahead.")
    elif (answers.target_date - today).days > 366 * LATEST_YEARS:
        yield Problem("target_date", f"A target more than {LATEST_YEARS} years off binds nobody: set a nearer one.")
    if answers.baseline is not None and (answers.baseline_from is None or answers.baseline_to is None):
        yield Problem("baseline_from", "Say from when until when the baseline was measured.")
    elif answers.baseline_from and answers.baseline_to and answers.baseline_from > answers.baseline_to:
        yield Problem("baseline_to", "The baseline ends before it begins.")


def _people(answers: ScopingAnswers) -> Iterator[Problem]:
    if answers.baseline is not None and not answers.baseline_source.strip():
        yield Problem(
            "baseline_source", "Say where the baseline comes from, so that the target can be measured the same way."
        )
    if not answers.target_owner.strip():
        yield Problem("target_owner", "Name who answers for the target.")


def _sentence(answers: ScopingAnswers) -> str:
    if answers.baseline is None or answers.target is None:
        return ""
    when = f" by {answers.target_date:%d %B %Y}" if answers.target_date else ""
    unit = f" {answers.unit}" if answers.unit else ""
    owner = f"; {answers.target_owner} answers for it" if answers.target_owner else ""
    return f"{answers.metric or 'The measure'}: from {answers.baseline:g} to {answers.target:g}{unit}{when}{owner}."


def target_in_words(target: Target) -> str:
    """The sentence, or the list of what is missing."""
    if target.bounded:
        return f"{target.sentence}\n\nThis can be reached, and missed, visibly."
    first = f"Not a target yet: {len(target.problems)} things are missing."
    return "\n\n".join([first, *(f"• {one.sentence}" for one in target.problems)])
