"""The policy that a team adopted in place of the declared threshold, with who cleared it."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict

from workbook.data.tallies import Tally
from workbook.errors import InputError
from workbook.outcomes import Policy


class AdoptedPolicy(BaseModel):
    """A policy in force.

    Attributes
    ----------
    name : str
        Of the candidate.
    policy : Policy
    needs_protected : bool
        Whether the decision must know the group of the person.
    score : str or None
        The column that the policy is held against.
    groups : tuple of str
        The columns of groups that its thresholds are for.
    legal_by, legal_date, legal_reference : str, date or None, str
        Who cleared it, when, and where that is written down.
    evidence : str
        The identifier of the comparison on record that it was chosen from.
    score_before, selected_before, threshold_before : str or None, str, float or None
        The way back.
    """

    model_config = ConfigDict(frozen=True)
    name: str
    policy: Policy
    needs_protected: bool = False
    score: str | None = None
    groups: tuple[str, ...] = ()
    legal_by: str = ""
    legal_date: date | None = None
    legal_reference: str = ""
    evidence: str = ""
    score_before: str | None = None
    selected_before: str = "at_or_above"
    threshold_before: float | None = None

    def fitting(self, tally: Tally, score: str | None) -> Policy:
        """The policy, for these rows and this score.

        Raises
        ------
        InputError
            It was made for another score, or for other groups.
        """
        if self.score != score:
            raise InputError(
                f"The adopted policy “{self.name}” was made for the score “{self.score}”, not for “{score}”.",
                "Withdraw it on the Fairness page, or choose that score again.",
            )
        if self.policy.thresholds and self.groups != tally.group_names:
            raise InputError(
                f"The adopted policy “{self.name}” has thresholds for the groups of {', '.join(self.groups)}.",
                "Withdraw it on the Fairness page, or choose the same columns of groups again.",
            )
        return self.policy
