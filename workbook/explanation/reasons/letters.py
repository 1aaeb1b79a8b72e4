"""A letter to the person about a decision against them: a draft, from reasons that may be told, and it says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbook.explanation.reasons.answers import ReasonAnswers
from workbook.explanation.reasons.coding import Reason
from workbook.outcomes import Wording

NOBODY = "DRAFT. Nobody has read this wording for the law. Do not send it."
READ = "DRAFT. The wording was read for the law by {name}; whoever sends this letter has checked it against the case."


@dataclass(frozen=True)
class Letter:
    """The text, and what was kept out of it and why.

    Attributes
    ----------
    text : str
    withheld : tuple of str
    """

    text: str
    withheld: tuple[str, ...] = ()


def draft(
    reasons: Sequence[Reason],
    wording: Wording,
    answers: ReasonAnswers,
    *,
    would_take: str = "",
    unstable: str = "",
) -> Letter:
    """A letter from the reasons that may be told.

    Parameters
    ----------
    reasons : sequence of Reason
        The strongest first.
    wording : Wording
    answers : ReasonAnswers
    would_take : str
        What would have changed the decision, in a sentence; left out where there is none.
    unstable : str
        Why these reasons must not be quoted; then the letter has none.
    """
    told = [] if unstable else [one for one in reasons if not one.flag]
    withheld = [f"{one.title}: {one.flag}" for one in reasons if one.flag]
    if unstable:
        withheld.append(unstable)
    decision = wording.not_selected_means if wording.favourable else wording.selected_means
    lines = [READ.format(name=answers.reviewed_by) if answers.reviewed_by.strip() else NOBODY, ""]
    lines += [f"Your case was {decision}."]
    if told:
        lines += ["", "What weighed most against it, the weightiest first:", ""]
        lines += [f"{place}. {one.says}" for place, one in enumerate(told, 1)]
    else:
        lines += [
            "",
            "No reason can be given here that would hold: a person has to look at the case before this is sent.",
        ]
    if would_take and told:
        lines += ["", would_take]
    lines += ["", "The decision rests on a score. You may ask for a person to look at it again, and object to it."]
    lines += [
        answers.contact or "(Where to ask and to object: not entered yet.)",
        "",
        answers.sender or "(Sender: not entered yet.)",
    ]
    return Letter("\n".join(lines), tuple(withheld))
