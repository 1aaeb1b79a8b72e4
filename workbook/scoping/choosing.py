"""Choices before building: is learning needed at all, which route, which use case first."""

from __future__ import annotations

from dataclasses import dataclass

from workbook.errors import WorkbookError
from workbook.scoping.answers import Route, ScopingAnswers, UseCaseIdea

IMPACT = {"massive": 3.0, "high": 2.0, "medium": 1.0, "low": 0.5, "minimal": 0.25}
"""RICE weights (Intercom's scoring model: reach x impact x confidence / effort)."""
CRITERIA = ("speed", "cost", "control", "skills", "exit")


@dataclass(frozen=True)
class Need:
    """Whether machine learning is worth trying, and why."""

    verdict: str
    reasons: tuple[str, ...]


def need_of(answers: ScopingAnswers) -> Need:
    """A plain recommendation from five questions."""
    asked = (answers.rule_written, answers.rule_tried, answers.history, answers.stable, answers.error_bearable)
    if "not said" in asked:
        return Need("Cannot tell yet.", (f"{asked.count('not said')} of five questions are open.",))
    if answers.error_bearable == "no":
        return Need(
            "Do not let a model decide here.",
            ("The process cannot bear single wrong answers, and every model gives some.",),
        )
    if answers.history == "no":
        return Need(
            "A rule, for now.", ("There are no past cases with outcomes to learn from: start to collect them.",)
        )
    if answers.rule_written == "yes" and answers.rule_tried == "no":
        return Need(
            "Try the rule first.",
            ("An expert can write it on one page; measured, it is also the baseline that a model must beat.",),
        )
    if answers.stable == "no":
        return Need(
            "Learning is worth trying, with care.",
            ("Next year's cases will differ: plan for watching and retraining before launch.",),
        )
    reasons = ["There are outcomes to learn from, and the cases stay alike."]
    if answers.rule_tried == "yes":
        reasons.append("A simple rule was measured: compare against it.")
    return Need("Learning is worth trying.", tuple(reasons))


def need_in_words(need: Need) -> str:
    """The recommendation with its reasons."""
    return f"{need.verdict} {' '.join(need.reasons)}"


@dataclass(frozen=True)
class Ranked:
    """A route with its weighted score from 0 to 5."""

    title: str
    score: float


@dataclass(frozen=True)
class Sourcing:
    """Routes in order, and the single weight that would change the first."""

    ranking: tuple[Ranked, ...]
    flips: tuple[str, ...]


def sourcing_of(answers: ScopingAnswers) -> Sourcing:
    """Rank buy, partner and build by the team's scores and weights.

    Raises
    ------
    WorkbookError
        Fewer than two routes, or no weight.
    """
    if len(answers.routes) < 2:
        raise WorkbookError("Fewer than two routes are scored.", "Score at least two of buy, partner and build.")
    weights = {name: int(getattr(answers, f"weight_{name}")) for name in CRITERIA}
    if not any(weights.values()):
        raise WorkbookError("Every weight is zero.", "Say what matters.")
    ranking = _rank(answers.routes, weights)
    flips = []
    for name in CRITERIA:
        for other in range(6):
            changed = weights | {name: other}
            if any(changed.values()) and _rank(answers.routes, changed)[0].title != ranking[0].title:
                flips.append(f"{name} at {other} instead of {weights[name]}")
                break
    return Sourcing(ranking, tuple(flips))


def _rank(routes: tuple[Route, ...], weights: dict[str, int]) -> tuple[Ranked, ...]:
    total = sum(weights.values())
    scored = [Ranked(one.title, sum(weights[name] * getattr(one, name) for name in CRITERIA) / total) for one in routes]
    return tuple(sorted(scored, key=lambda one: -one.score))


def sourcing_in_words(found: Sourcing) -> str:
    """The ranking, how close it is, and what would flip it."""
    order = ", ".join(f"{one.title} {one.score:.1f}" for one in found.ranking)
    lead = found.ranking[0].score - found.ranking[1].score
    close = (
        "They are too close to call."
        if lead < 0.3
        else f"{found.ranking[0].title.capitalize()} leads by {lead:.1f} of 5."
    )
    flips = f" It would flip with: {'; '.join(found.flips)}." if found.flips else " No single weight would flip it."
    return f"{order}. {close}{flips}"


@dataclass(frozen=True)
class Scored:
    """A use case with its value and what stands against it."""

    title: str
    value: float
    feasibility: float
    score: float


def portfolio_of(answers: ScopingAnswers) -> tuple[Scored, ...]:
    """Use cases by RICE score: reach x impact x confidence / effort.

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
    scored = [_score(one) for one in named]
    return tuple(sorted(scored, key=lambda one: -one.score))


def _score(idea: UseCaseIdea) -> Scored:
    value = idea.reach * IMPACT[idea.impact]
    return Scored(idea.title, value, idea.confidence / idea.effort, value * idea.confidence / idea.effort)


def portfolio_in_words(found: tuple[Scored, ...]) -> str:
    """Which use case comes first, and by how much."""
    if len(found) == 1:
        return f"Only “{found[0].title}” is listed: a choice needs a second one."
    first, second = found[0], found[1]
    if second.score == 0:
        return f"“{first.title}” comes first; the others have no reach yet."
    return f"“{first.title}” comes first: {first.score / second.score:.1f} times the score of “{second.title}”."
