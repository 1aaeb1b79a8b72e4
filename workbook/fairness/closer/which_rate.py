"""Which rate decides: four answers lead to one primary rate, its reason, and what it rules out."""

from __future__ import annotations

from dataclasses import dataclass

from workbook.errors import WorkbookError
from workbook.fairness.closer.answers import CloserAnswers
from workbook.fairness.rates import IN_WORDS
from workbook.outcomes import Wording


@dataclass(frozen=True)
class WhichRate:
    """A primary rate with its reason, and the others with why not.

    Attributes
    ----------
    metric : str
        One of `workbook.fairness.rates.METRICS`.
    reason : str
    against : tuple of (str, str)
        Other rates, each with why it is not the one.
    chosen : str
        The rate that the team has chosen so far.
    """

    metric: str
    reason: str
    against: tuple[tuple[str, str], ...]
    chosen: str


def which_rate(answers: CloserAnswers, chosen: str, wording: Wording, label: str | None = "label") -> WhichRate:
    """The rate that fits the harm.

    Parameters
    ----------
    answers : CloserAnswers
    chosen : str
        The team's primary rate so far.
    wording : Wording
    label : str or None
        The column that says what would have been right; None where the rows have none.

    Raises
    ------
    WorkbookError
        The questions are not answered yet.
    """
    if answers.harm == "not said" or answers.label_biased == "not said":
        raise WorkbookError(
            "Two answers are missing.", "Say which harm weighs most, and whether the label could be unfair."
        )
    if not label:
        reason = f"These rows hold no label, so only this can be counted: how many of each group are {wording.selected_means}."
        return WhichRate("selection_rate", reason, (), chosen)
    metric, reason = _fitting(answers, wording)
    return WhichRate(metric, reason, _against(metric, answers, wording), chosen)


def _fitting(answers: CloserAnswers, wording: Wording) -> tuple[str, str]:
    if answers.label_biased == "yes" or answers.harm == "shares" or wording.label_is == "past decision":
        why = (
            "The label cannot say who should be selected, so no rate that asks it can be trusted"
            if answers.label_biased == "yes" or wording.label_is == "past decision"
            else "The harm is the smaller share itself"
        )
        return "selection_rate", f"{why}: compare how many of each group are {wording.selected_means}."
    if answers.harm == "missed":
        return (
            "true_positive_rate",
            f"The harm falls on those {wording.who_are_positive} and are {wording.not_selected_means}: compare what share of "
            f"them is {wording.selected_means}.",
        )
    if answers.scarce == "yes":
        return (
            "positive_predictive_value",
            f"Whoever is {wording.selected_means} without cause takes a place from somebody else: compare how many of those "
            f"{wording.selected_means} {wording.positive_means}.",
        )
    return (
        "false_positive_rate",
        f"The harm falls on those {wording.who_are_negative} and are {wording.selected_means} all the same: compare what share "
        "of them that happens to.",
    )


def _against(metric: str, answers: CloserAnswers, wording: Wording) -> tuple[tuple[str, str], ...]:
    label = "it asks the label, which may itself be unfair"
    reasons = {
        "selection_rate": "it ignores what would have been right, and equal shares can mean more errors in one group",
        "true_positive_rate": label
        if answers.label_biased == "yes"
        else f"it does not see those {wording.who_are_negative}",
        "false_positive_rate": label
        if answers.label_biased == "yes"
        else f"it does not see those {wording.who_are_positive}",
        "positive_predictive_value": (
            label if answers.label_biased == "yes" else f"it does not see who is {wording.not_selected_means}"
        ),
        "accuracy": "it adds up two kinds of error that do not weigh the same",
    }
    return tuple((other, why) for other, why in reasons.items() if other != metric)


def which_rate_in_words(found: WhichRate) -> str:
    """The rate, the reason, and what it rules out."""
    name = IN_WORDS[found.metric]
    lines = [f"The rate that fits: {name}. {found.reason}"]
    if found.chosen != found.metric:
        lines.append(
            f"You have chosen the {IN_WORDS[found.chosen]} above. Change it there, or write down why it fits better."
        )
    others = "; ".join(f"{IN_WORDS[other]}: {why}" for other, why in found.against)
    if not found.against:
        return "\n\n".join(lines)
    lines.append(f"Why not the others? {others[:1].upper()}{others[1:]}.")
    lines.append("Settle on one before you look: where base rates differ, they cannot all be equal (see below).")
    return "\n\n".join(lines)
