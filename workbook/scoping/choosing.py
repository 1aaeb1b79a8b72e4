"""Choices before building: which route to a model, and which use case first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workbook.errors import WorkbookError
from workbook.scoping.answers import Route, ScopingAnswers, UseCaseIdea
from workbook.scoping.measuring import number

CRITERIA: Mapping[str, str] = {
    "speed": "speed",
    "cost": "cost",
    "control": "control",
    "skills": "skills at hand",
    "exit": "the way out",
}
HEAVIEST = 5
IMPACT = {"massive": 3.0, "high": 2.0, "medium": 1.0, "low": 0.5, "minimal": 0.25}
"""Weights of RICE (Intercom's scoring model): reach x impact x confidence / effort."""
ROUGH = 2.0
"""Our convention: the four numbers are rough estimates, so that less than twice the score is no lead."""


@dataclass(frozen=True)
class Ranked:
    """A route with its weighted mean score, from 1 to 5."""

    title: str
    score: float


@dataclass(frozen=True)
class Flip:
    """One weight that, changed alone, puts another route first."""

    criterion: str
    weight: int
    instead: int
    winner: str


@dataclass(frozen=True)
class Sourcing:
    """Routes in order, whether the first two are close, and single weights that would change the first, nearest first.

    Attributes
    ----------
    close : bool
        One point more or less, on one criterion for one route, would be enough to draw level.
    """

    ranking: tuple[Ranked, ...]
    close: bool
    flips: tuple[Flip, ...]

    @property
    def tied(self) -> bool:
        """Whether several routes come first."""
        return self.ranking[0].score == self.ranking[1].score


def sourcing_of(answers: ScopingAnswers) -> Sourcing:
    """Rank the routes by the team's scores and weights.

    The score is sum(weight x points) / sum(weights). Comparisons are made in whole numbers, before dividing.

    Raises
    ------
    WorkbookError
        Fewer than two routes, a score that nobody gave, two routes of one name, or no weight at all.
    """
    _ready(answers.routes)
    weights = {name: int(getattr(answers, f"weight_{name}")) for name in CRITERIA}
    if not any(weights.values()):
        raise WorkbookError("Every weight is zero.", "Say what matters.")
    sums = _sums(answers.routes, weights)
    order = sorted(sums, key=lambda title: -sums[title])
    total = sum(weights.values())
    lead = sums[order[0]] - sums[order[1]]
    flips = () if lead == 0 else _flips(answers.routes, weights, order[0])
    return Sourcing(tuple(Ranked(title, sums[title] / total) for title in order), lead <= max(weights.values()), flips)


def route_title(route: Route) -> str:
    """A route as people call it: "buy", or with its name "buy (Scorely)"."""
    return f"{route.title} ({route.name.strip()})" if route.name.strip() else route.title


def _ready(routes: tuple[Route, ...]) -> None:
    if len(routes) < 2:
        raise WorkbookError("Fewer than two routes are scored.", "Score at least two of buy, partner and build.")
    titles = [route_title(one) for one in routes]
    twice = sorted({title for title in titles if titles.count(title) > 1})
    if twice:
        raise WorkbookError(f"“{twice[0]}” is listed twice.", "Say which one each is, or remove one.")
    for one in routes:
        unscored = [CRITERIA[name] for name in CRITERIA if getattr(one, name) is None]
        if unscored:
            raise WorkbookError(
                f"“{route_title(one)}” has no score for: {', '.join(unscored)}.",
                "Give it 1 (poor) to 5 (good), or remove the route.",
            )


def _sums(routes: tuple[Route, ...], weights: Mapping[str, int]) -> dict[str, int]:
    return {route_title(one): sum(weights[name] * int(getattr(one, name)) for name in CRITERIA) for one in routes}


def _flips(routes: tuple[Route, ...], weights: Mapping[str, int], first: str) -> tuple[Flip, ...]:
    found = []
    for name, weight in weights.items():
        others = sorted(
            (other for other in range(HEAVIEST + 1) if other != weight), key=lambda other: abs(other - weight)
        )
        for other in others:
            changed = {**weights, name: other}
            sums = _sums(routes, changed)
            winner = max(sums, key=lambda title: sums[title])
            if any(changed.values()) and sums[winner] > sums[first]:
                found.append(Flip(CRITERIA[name], weight, other, winner))
                break
    return tuple(sorted(found, key=lambda flip: abs(flip.instead - flip.weight)))


def sourcing_in_words(found: Sourcing) -> str:
    """The ranking, how close it is, and what would flip it."""
    order = ", ".join(f"{one.title} {one.score:.1f}" for one in found.ranking)
    if found.tied:
        first = [one.title for one in found.ranking if one.score == found.ranking[0].score]
        return f"{_sentence_case(order)} of 5. {_sentence_case(' and '.join(first))} are level: the scores do not decide this."
    lead = (
        f"{_sentence_case(found.ranking[0].title)} leads by {found.ranking[0].score - found.ranking[1].score:.2f} of 5."
    )
    if found.close:
        lead = f"{lead} That is close: a single point on one criterion would make it level."
    if not found.flips:
        return f"{_sentence_case(order)} of 5. {lead}\n\nNo single weight would turn it round: argue about the scores instead."
    told = [
        f"{one.winner} would come first if {one.criterion} weighed {one.instead} instead of {one.weight}"
        for one in found.flips
    ]
    return f"{_sentence_case(order)} of 5. {lead}\n\n{_sentence_case('; '.join(told))}."


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


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
    return f"{told}, a clear lead even for rough estimates.{missing}"
