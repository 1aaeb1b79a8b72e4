"""One case from several sides: what each method says, how sure its reasons are, what would turn it, what could be written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from workbook.explanation.agreeing.asking import Asked, ask
from workbook.explanation.agreeing.firmness import firmness
from workbook.explanation.attributing.background import ROWS, Whom, background_of
from workbook.explanation.attributing.methods import METHODS
from workbook.explanation.people.choosing import WHY, Choice, decided_against
from workbook.explanation.reasons.answers import ReasonAnswers
from workbook.explanation.reasons.coding import Reason, reasons_against, same_reasons
from workbook.explanation.reasons.letters import Letter, draft
from workbook.models.counterfactuals import Search, nearest, scorer_of
from workbook.models.folds import SEED
from workbook.models.levers import Lever
from workbook.models.on_trial import OnTrial
from workbook.models.steps_in_words import step_in_words

if TYPE_CHECKING:
    from workbook.models.model import Model

SHOWN = 8
"""Columns of each method that go on record for one case."""


@dataclass(frozen=True)
class Says:
    """What one method says of the case: its weightiest columns with their share of all it attributes, signed."""

    name: str
    title: str
    columns: tuple[str, ...]
    shares: tuple[float, ...]
    fit: float | None
    first_changed: float
    runs: int


@dataclass(frozen=True)
class Looked:
    """One case from several sides. It is personal: by permission, erasable, never exported.

    Attributes
    ----------
    number : int
        Row number, from 1.
    choice : str
    why : str
    score, cut : float
    selected, against : bool
        How it was decided, and whether that is bad for the person or thing.
    happened : {"event", "no event", "not known"}
    methods : tuple of Says
        The most exact first.
    reasons : tuple of Reason
        Against the person, from the most exact method; empty where the decision was for them.
    firm : tuple of bool
        Which of these reasons every method and nearly every run names.
    would_take : tuple of str
        The nearest changes that turn the decision, each in words.
    nothing : str
        Why there are none.
    letter : str
    withheld : tuple of str
        What was kept out of the letter, and why.
    background : str
    scale : str
    not_available : tuple of (str, str)
    """

    number: int
    choice: Choice
    why: str
    score: float
    cut: float
    selected: bool
    against: bool
    happened: str
    methods: tuple[Says, ...]
    reasons: tuple[Reason, ...]
    firm: tuple[bool, ...]
    would_take: tuple[str, ...]
    nothing: str
    letter: str
    withheld: tuple[str, ...]
    background: str
    scale: str
    not_available: tuple[tuple[str, str], ...]


def look_at(
    trial: OnTrial,
    model: Model,
    place: int,
    choice: Choice,
    *,
    answers: ReasonAnswers,
    levers: Sequence[Lever],
    flags: Mapping[str, str],
    at_most: int = 2,
    seed: int = SEED,
    tick: Callable[[], None] = lambda: None,
    told: Callable[[float, str], None] = lambda share, words: None,
) -> Looked:
    """Look at one case.

    Parameters
    ----------
    trial : OnTrial
    model : Model
    place : int
        Of the case in the study.
    choice : str
        Why it was chosen.
    answers : ReasonAnswers
    levers : sequence of Lever
        What may change, and where to.
    flags : mapping of str to str
        Columns that must not be told, and why.
    at_most : int
        How many features may change together.
    seed : int
    tick, told : callable
        As in `ask`.
    """
    study, decided = trial.study, trial.decided
    whom: Whom = "selected" if study.wording.favourable else "not selected"
    background = background_of(study, model, ROWS, whom, seed)
    asked = ask(study, model, np.array([place]), background, compared_with=whom, seed=seed, tick=tick, told=told)
    against = bool(decided_against(study, decided)[place])
    reasons = _reasons(trial, asked, place, decided, answers, flags) if against else ()
    firm = _firm(asked, reasons, answers.most)
    told(0.95, "looking for the least change")
    search = _search(trial, model, place, levers, at_most)
    ways = tuple(" and ".join(step_in_words(step) for step in way.steps) for way in search.found)
    letter = _letter(reasons, firm, study.wording, answers, ways) if against else Letter("")
    return Looked(
        number=place + 1, choice=choice, why=WHY[choice], score=float(trial.score[place]), cut=float(study.cut[place]),
        selected=bool(decided[place]), against=against, happened=("no event", "event", "not known")[int(study.label[place])],
        methods=_methods(asked), reasons=reasons, firm=firm, would_take=ways, nothing=_nothing(search),
        letter=letter.text, withheld=letter.withheld, background=background.words, scale=asked.reference.scale,
        not_available=asked.not_available,
    )  # fmt: skip


def _methods(asked: Asked) -> tuple[Says, ...]:
    found = []
    for name, one in asked.first.items():
        values = one.values[0]
        total = float(np.abs(values).sum()) or 1.0
        order = np.argsort(-np.abs(values), kind="stable")[:SHOWN]
        again = asked.again[name][:, 0, :] if len(asked.again[name]) else np.empty((0, len(values)))
        changed = (
            float((np.abs(again).argmax(axis=1) != np.abs(values).argmax()).mean()) if len(again) else float("nan")
        )
        fit = float(one.fit[0]) if one.fit is not None else None
        columns = tuple(one.columns[place] for place in order)
        shares = tuple(float(values[place] / total) for place in order)
        found.append(Says(name, METHODS[name].title, columns, shares, fit, changed, len(again)))
    return tuple(found)


def _reasons(
    trial: OnTrial, asked: Asked, place: int, decided: np.ndarray, answers: ReasonAnswers, flags: Mapping[str, str]
) -> tuple[Reason, ...]:
    study = trial.study
    case = {str(name): study.features[name].iloc[place] for name in study.features.columns}
    groups = same_reasons(study.features, answers)
    return reasons_against(study, case, asked.reference.at(place), decided, answers, flags=flags, groups=groups)


def _firm(asked: Asked, reasons: Sequence[Reason], k: int) -> tuple[bool, ...]:
    """Whether every method and nearly every run names one of a reason's columns among the strongest."""
    methods, runs = firmness(asked, k)
    columns = asked.reference.columns
    held = (methods & runs)[0]
    return tuple(any(held[columns.index(name)] for name in one.columns) for one in reasons)


def _search(trial: OnTrial, model: Model, place: int, levers: Sequence[Lever], at_most: int) -> Search:
    case = trial.study.features.iloc[[place]].reset_index(drop=True)
    return nearest(case, scorer_of(model, case, place), trial.line(place), levers, at_most=at_most)


def _nothing(search: Search) -> str:
    if search.found:
        return ""
    if search.complete:
        return f"No change within your limits turns it: all {search.looked_at:,} were looked at."
    return f"Among the {search.looked_at:,} nearest changes none turns it; those further off were not looked at."


def _letter(
    reasons: Sequence[Reason], firm: Sequence[bool], wording: object, answers: ReasonAnswers, ways: Sequence[str]
) -> Letter:
    from workbook.outcomes import Wording

    assert isinstance(wording, Wording)
    held = [one for one, sure in zip(reasons, firm, strict=True) if sure]
    dropped = [
        f"{one.title}: other methods or runs name other reasons."
        for one, sure in zip(reasons, firm, strict=True)
        if not sure
    ]
    unstable = "" if held else "No reason stands firm: methods or runs name different ones."
    would = f"With {ways[0]}, and all else as it is, the decision would have been the other one." if ways else ""
    letter = draft(held, wording, answers, would_take=would, unstable=unstable)
    return Letter(letter.text, (*letter.withheld, *dropped))
