"""The live parts about quality on the Value page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workbook.errors import WorkbookError
from workbook.outcomes import Wording
from workbook.roi.quality.answers import ClaimAnswers
from workbook.roi.quality.breaking_even import BreakEven, break_even
from workbook.roi.quality.claiming import Claim, Meaning, meaning_of
from workbook.roi.quality.deciding import decision_curve
from workbook.roi.quality.figures import decision_picture
from workbook.roi.quality.stakes import Stakes, stakes_of
from workbook.roi.quality.words import break_even_in_words, decision_in_words, meaning_in_words, meaning_table
from workbook.ui.live import Ask, Live, Provided

SECTION = ClaimAnswers


@dataclass(frozen=True)
class Told:
    """A result with the words of the project."""

    found: Any
    wording: Wording


def claimed(answers: ClaimAnswers, stakes: Stakes, wording: Wording) -> Told:
    """What the quoted figure means here. Raises `WorkbookError` where none was entered."""
    if answers.measure == "not said" or answers.value is None:
        raise WorkbookError(
            "No figure was entered yet.", "Write above what is quoted, for example an accuracy of 92 %."
        )
    meaning: Meaning = meaning_of(Claim(answers.measure, answers.value, answers.recall), stakes)
    return Told(meaning, wording)


def breaking(tally: Any, policy: Any, stakes: Stakes, wording: Wording) -> Told:
    """From which quality on the policy pays."""
    found: BreakEven = break_even(tally, policy, stakes)
    return Told(found, wording)


PARTS = (
    Ask("claim", ClaimAnswers),
    Live(
        "claim_means",
        reads=("claim", "stakes", "wording"),
        analyse=claimed,
        show=lambda told: meaning_table(told.found, told.wording),
        say=lambda told: meaning_in_words(told.found, told.wording),
    ),
    Live(
        "break_even",
        reads=("tally", "policy", "stakes", "wording"),
        analyse=breaking,
        say=lambda told: break_even_in_words(told.found, told.wording),
    ),
    Live(
        "decision_curve",
        reads=("tally", "payoff"),
        analyse=decision_curve,
        show=decision_picture,
        say=decision_in_words,
    ),
)


def provided() -> Mapping[str, Provided]:
    """What the parts above read by name."""
    return {"stakes": Provided(("tally", "payoff", "roi.yearly_volume"), stakes_of)}
