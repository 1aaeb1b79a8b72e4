"""Is learning needed at all? A plain recommendation from six questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workbook.scoping.answers import ScopingAnswers

Verdict = Literal[
    "a rule will do",
    "try a rule first",
    "learning is worth trying",
    "cannot tell yet",
    "do not let a model decide here",
]

QUESTIONS = ("rule_written", "rule_tried", "rule_enough", "history", "stable", "error_bearable")


@dataclass(frozen=True)
class Need:
    """What to do, and why."""

    verdict: Verdict
    reasons: tuple[str, ...]


def open_questions(answers: ScopingAnswers) -> tuple[str, ...]:
    """Titles of the questions without an answer; whether a rule is enough is asked only where one was tried."""
    asked = [name for name in QUESTIONS if name != "rule_enough" or answers.rule_tried == "yes"]
    return tuple(str(ScopingAnswers.model_fields[name].title) for name in asked if getattr(answers, name) == "not said")


def need_of(answers: ScopingAnswers) -> Need:
    """Whether machine learning is worth trying.

    A reason that settles the matter stands even while other questions are open.
    """
    settled = _settled(answers)
    if settled:
        return settled
    missing = open_questions(answers)
    if missing:
        return Need("cannot tell yet", (f"Still open: {' '.join(missing)}",))
    if answers.rule_written == "yes" and answers.rule_tried == "no":
        return Need(
            "try a rule first",
            ("An expert can write it on one page.", "Once measured, it is also what a model must beat."),
        )
    if answers.history == "no":
        reasons = ("There are no past cases with outcomes to learn from.", "Start to collect them while the rule runs.")
        return Need("try a rule first", reasons)
    return Need("learning is worth trying", tuple(_for_learning(answers)))


def _settled(answers: ScopingAnswers) -> Need | None:
    if answers.error_bearable == "no":
        reasons = (
            "The process cannot bear single wrong answers, and every model gives some.",
            "It may advise a person who decides.",
        )
        return Need("do not let a model decide here", reasons)
    if answers.rule_tried == "yes" and answers.rule_enough == "yes":
        reasons = (
            "A rule was measured and reaches the target.",
            "It is cheaper to run, easier to explain, and needs no retraining.",
        )
        return Need("a rule will do", reasons)
    return None


def _for_learning(answers: ScopingAnswers) -> list[str]:
    reasons = ["There are past cases with their outcomes to learn from."]
    if answers.rule_tried == "yes":
        reasons.append("A rule was measured and is not enough: it is what the model must beat.")
    else:
        reasons.append("Nobody can write the rule down; measure today's process instead, as what the model must beat.")
    if answers.stable == "no":
        reasons.append("Next year's cases will differ: plan how to watch and retrain it before launch.")
    return reasons


def need_in_words(need: Need) -> str:
    """The recommendation with its reasons."""
    return f"{need.verdict.capitalize()}. {' '.join(need.reasons)}"
