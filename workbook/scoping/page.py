"""The live parts of the Scoping page."""

from __future__ import annotations

from typing import Any

from workbook.errors import WorkbookError
from workbook.project import Evidence, Record
from workbook.scoping.answers import ScopingAnswers
from workbook.scoping.briefing import brief_in_words, brief_of
from workbook.scoping.choosing import portfolio_in_words, portfolio_of, sourcing_in_words, sourcing_of
from workbook.scoping.creeping import creep_in_words, creep_of
from workbook.scoping.figures import brief_table, hats_table, routes_ranked, value_and_feasibility
from workbook.scoping.gathering import room_in_words, room_of
from workbook.scoping.needing import QUESTIONS, need_in_words, need_of, open_questions
from workbook.scoping.targeting import Target, target_in_words, target_of
from workbook.ui.live import Ask, Live, Provided

TITLE = "Scoping"
QUESTION = "Which decision, for whom, and what would count as success?"
MINUTES = 40
SECTIONS = (ScopingAnswers,)
TARGET_REVISION = 2
SIGNED_REVISION = 1
REVISIONS = {"scoping.target": TARGET_REVISION, "scoping.signed": SIGNED_REVISION}

BASELINE = ("metric", "unit", "better", "baseline", "baseline_from", "baseline_to", "baseline_source", "baseline_owner")
TARGET = (*BASELINE, "target", "target_date", "target_source", "target_owner")
JUDGED = (*TARGET, "success")
SOURCING = ("routes", "weight_speed", "weight_cost", "weight_control", "weight_skills", "weight_exit")


def target_from(*judged: Any) -> Target:
    """The target from the fields in `JUDGED`: it reads no others, so that only they make its evidence stale."""
    return target_of(ScopingAnswers(**dict(zip(JUDGED, judged, strict=True))))


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


def scope_to_sign(answers: ScopingAnswers) -> ScopingAnswers:
    """The scope as it is signed.

    Raises
    ------
    WorkbookError
        The decision has not been described.
    """
    if not answers.decision.strip():
        raise WorkbookError("There is no scope to sign yet.", "Describe the decision first.")
    return answers


def scope_in_words(answers: ScopingAnswers) -> str:
    """The scope in a sentence or two, for whoever signs it."""
    return f"{answers.decision.strip()}\n\nAffected groups: {len(answers.affected)}. People taking part: {len(answers.people)}."


PARTS = (
    Ask("decision", ScopingAnswers, ("decision", "affected")),
    Ask("today", ScopingAnswers, ("process",)),
    Ask("target_inputs", ScopingAnswers, TARGET),
    Live(
        "target",
        reads=tuple(f"scoping.{name}" for name in JUDGED),
        analyse=target_from,
        say=target_in_words,
        records="scoping.target",
        keep=kept_target,
    ),
    Ask("success", ScopingAnswers, ("success", "technical", "not_worse")),
    Ask("need_inputs", ScopingAnswers, QUESTIONS),
    Live("need", reads=("scoping",), analyse=need_of, say=need_in_words),
    Ask("sourcing_inputs", ScopingAnswers, SOURCING),
    Live("sourcing", reads=("scoping",), analyse=sourcing_of, show=routes_ranked, say=sourcing_in_words),
    Ask("portfolio_inputs", ScopingAnswers, ("ideas",)),
    Live("portfolio", reads=("scoping",), analyse=portfolio_of, show=value_and_feasibility, say=portfolio_in_words),
    Ask("people", ScopingAnswers, ("people",)),
    Live("room", reads=("scoping",), analyse=room_of, show=hats_table, say=room_in_words),
    Live("brief", reads=("scoping",), analyse=brief_of, show=brief_table, say=brief_in_words),
    Live(
        "sign",
        reads=("scoping",),
        analyse=scope_to_sign,
        say=scope_in_words,
        records="scoping.signed",
        keep=lambda answers: {"answers": answers.model_dump(mode="json")},
        record_label="Sign this scope",
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
        found.append(f"The target still lacks something ({len(problems)}): {problems[0].sentence}")
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
        any(one.who.strip() for one in answers.affected),
        target_of(answers).bounded,
        not open_questions(answers),
        any(one.name.strip() for one in answers.people),
        record.latest("scoping.signed") is not None,
    )
    return sum(steps) / len(steps)
