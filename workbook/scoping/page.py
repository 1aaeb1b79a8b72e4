"""The live parts of the Scoping page."""

from __future__ import annotations

from typing import Any

from workbook.project import Evidence, Record
from workbook.scoping.answers import ScopingAnswers
from workbook.scoping.choosing import (
    need_in_words,
    need_of,
    portfolio_in_words,
    portfolio_of,
    sourcing_in_words,
    sourcing_of,
)
from workbook.scoping.figures import value_and_feasibility
from workbook.scoping.gathering import creep_in_words, creep_of, room_in_words, room_of
from workbook.scoping.targeting import Target, target_in_words, target_of
from workbook.ui.live import Ask, Live, Provided

TITLE = "Scoping"
QUESTION = "Which decision, for whom, and what would count as success?"
MINUTES = 40
SECTIONS = (ScopingAnswers,)
REVISION = 1
REVISIONS = {"scoping.target": REVISION, "scoping.signed": REVISION}

TARGET = (
    "metric",
    "unit",
    "better",
    "baseline",
    "baseline_from",
    "baseline_to",
    "baseline_source",
    "target",
    "target_date",
    "target_owner",
)
NEED = ("rule_written", "rule_tried", "history", "stable", "error_bearable")
SOURCING = ("routes", "weight_speed", "weight_cost", "weight_control", "weight_skills", "weight_exit")


def kept_target(target: Target) -> dict[str, Any]:
    """What the evidence keeps of the target."""
    return {
        "bounded": target.bounded,
        "sentence": target.sentence,
        "problems": [one.sentence for one in target.problems],
    }


def first_signed(record: Record) -> Evidence | None:
    """The first scope that was signed: what later ones are compared with."""
    return next((one for one in record.evidence if one.name == "scoping.signed"), None)


def scope_in_words(answers: ScopingAnswers) -> str:
    """The scope in a sentence or two, for whoever signs it."""
    decision = answers.decision.strip() or "The decision has not been described yet."
    return f"{decision} {len(answers.affected)} affected groups, {len(answers.people)} people taking part."


PARTS = (
    Ask("decision", ScopingAnswers, ("decision", "affected")),
    Ask("today", ScopingAnswers, ("process",)),
    Ask("target_inputs", ScopingAnswers, TARGET),
    Live(
        "target", reads=("scoping",), analyse=target_of, say=target_in_words, records="scoping.target", keep=kept_target
    ),
    Ask("success", ScopingAnswers, ("success", "technical", "not_worse")),
    Ask("need_inputs", ScopingAnswers, NEED),
    Live("need", reads=("scoping",), analyse=need_of, say=need_in_words),
    Ask("sourcing_inputs", ScopingAnswers, SOURCING),
    Live("sourcing", reads=("scoping",), analyse=sourcing_of, say=sourcing_in_words),
    Ask("portfolio_inputs", ScopingAnswers, ("ideas",)),
    Live("portfolio", reads=("scoping",), analyse=portfolio_of, show=value_and_feasibility, say=portfolio_in_words),
    Ask("people", ScopingAnswers, ("people",)),
    Live("room", reads=("scoping",), analyse=room_of, say=room_in_words),
    Live(
        "sign",
        reads=("scoping",),
        analyse=lambda answers: answers,
        say=scope_in_words,
        records="scoping.signed",
        keep=lambda answers: {"answers": answers.model_dump(mode="json")},
    ),
    Live("creep", reads=("scoping", "signed_scope"), analyse=creep_of, say=creep_in_words),
)

PROVIDES = {"signed_scope": Provided(("record",), first_signed)}


def blockers(record: Record) -> tuple[str, ...]:
    """What the scope still lacks."""
    answers = record.section(ScopingAnswers)
    found = []
    if not answers.decision.strip():
        found.append("Describe the decision that the model supports.")
    problems = target_of(answers).problems
    if problems:
        found.append(f"The target lacks {len(problems)} things: {problems[0].sentence}")
    elif record.latest("scoping.target") is None:
        found.append("Record the target.")
    room = room_of(answers)
    if room.people and room.voiceless:
        found.append(f"Nobody speaks for: {', '.join(room.voiceless)}.")
    return tuple(found)


def progress(record: Record) -> float:
    """Share of the page's steps that are done: decision, affected, target, need, people, signature."""
    answers = record.section(ScopingAnswers)
    steps = (
        bool(answers.decision.strip()),
        bool(answers.affected),
        target_of(answers).bounded,
        "not said"
        not in (answers.rule_written, answers.rule_tried, answers.history, answers.stable, answers.error_bearable),
        bool(answers.people),
        record.latest("scoping.signed") is not None,
    )
    return sum(steps) / len(steps)
