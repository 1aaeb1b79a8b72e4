"""Use cases that compete for the same people: value, feasibility, and which comes first."""

from __future__ import annotations

from dataclasses import dataclass

from workbook.errors import WorkbookError
from workbook.scoping.answers import ScopingAnswers, UseCaseIdea
from workbook.scoping.measuring import number

IMPACT = {"massive": 3.0, "high": 2.0, "medium": 1.0, "low": 0.5, "minimal": 0.25}
"""Weights of RICE (Intercom's scoring model): reach x impact x confidence / effort."""
ROUGH = 2.0
"""Estimates of reach and effort are seldom better than a factor of two: a smaller lead is no lead."""


@dataclass(frozen=True)
class Scored:
    """A use case with its value (cases a year x impact), its feasibility (confidence per person-month), and their product."""

    title: str
    value: float
    feasibility: float
    score: float


def portfolio_of(answers: ScopingAnswers) -> tuple[Scored, ...]:
    """Use cases by RICE score = reach x impact x confidence / effort, highest first.

    Raises
    ------
    WorkbookError
        None is listed.
    """
    named = [one for one in answers.ideas if one.title.strip()]
    if not named:
        raise WorkbookError(
            "No use case is listed to compare with.", "List this one and what else the same people could do."
        )
    return tuple(sorted((_score(one) for one in named), key=lambda one: -one.score))


def _score(idea: UseCaseIdea) -> Scored:
    value, feasibility = idea.reach * IMPACT[idea.impact], idea.confidence / idea.effort
    return Scored(idea.title.strip(), value, feasibility, value * feasibility)


def clear_lead(found: tuple[Scored, ...]) -> bool:
    """Whether the first is ahead by more than rough estimates can be wrong."""
    return len(found) > 1 and found[0].score > 0 and found[0].score >= ROUGH * found[1].score


def portfolio_in_words(found: tuple[Scored, ...]) -> str:
    """Which use case comes first, by how much, and whether that means anything."""
    unscored = [one.title for one in found if one.score == 0]
    missing = (
        f" Without a score, for want of cases or confidence: {', '.join(f'“{title}”' for title in unscored)}."
        if unscored
        else ""
    )
    scored = [one for one in found if one.score > 0]
    if not scored:
        return f"None can be compared yet.{missing}"
    first = scored[0]
    if len(scored) == 1:
        return f"Only “{first.title}” has a score: a choice needs a second one.{missing}"
    second, times = scored[1], first.score / scored[1].score
    pair = f"“{first.title}” and “{second.title}”"
    if first.score == second.score:
        return f"{pair} score alike: choose by what the scores leave out.{missing}"
    if times < ROUGH:
        told = f"{pair} are {number(round(times, 2))} to 1: too close for estimates this rough."
        return f"{told} Sharpen them, or choose by something else.{missing}"
    told = f"“{first.title}” comes first: {number(round(times, 1))} times the score of “{second.title}”"
    return f"{told}, more than rough estimates usually err.{missing}"
