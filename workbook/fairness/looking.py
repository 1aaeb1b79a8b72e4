"""An audit as people look at it: in which words, about which rate first, and whether at the declared policy."""

from __future__ import annotations

from dataclasses import dataclass, field

from workbook.fairness.auditing import Audit
from workbook.fairness.pairs import CANNOT_TELL, GAP, NO_GAP
from workbook.outcomes import Policy, Wording

FIRST = ("selection_rate", "true_positive_rate", "false_positive_rate", "positive_predictive_value", "accuracy")
"""The rates that are shown; the others are one minus one of these."""


@dataclass(frozen=True, eq=False)
class Look:
    """What the pictures, tables and sentences are made from.

    Attributes
    ----------
    audited : Audit
    declared : bool
        Whether this is the declared policy: only there are verdicts given.
    wording : Wording
    primary : str
        The rate that the team holds to matter most.
    trained_on_these_rows : {"no", "yes", "not said"}
    """

    audited: Audit
    declared: bool = True
    wording: Wording = field(default_factory=Wording)
    primary: str = "selection_rate"
    trained_on_these_rows: str = "no"

    @property
    def metrics(self) -> tuple[str, ...]:
        """The rates that are shown, the one that matters most first."""
        known = [metric for metric in FIRST if metric in self.audited.metric_gaps]
        return tuple(sorted(known, key=lambda metric: metric != self.primary))

    def of_verdict(self, verdict: str) -> tuple[str, ...]:
        """The shown rates with this verdict."""
        return tuple(metric for metric in self.metrics if self.audited.metric_gaps[metric].verdict == verdict)

    @property
    def verdict(self) -> str:
        """The verdict over all shown rates: a gap in one is a gap; no gap only where none of them leaves it open."""
        if self.of_verdict(GAP):
            return GAP
        return CANNOT_TELL if self.of_verdict(CANNOT_TELL) or not self.metrics else NO_GAP


def look(
    audited: Audit,
    policy: Policy,
    in_force: Policy | None,
    wording: Wording,
    primary: str,
    trained_on_these_rows: str,
) -> Look:
    """An audit at a policy, which is the declared one where it is the policy in force (declared, or adopted)."""
    return Look(audited, policy == in_force, wording, primary, trained_on_these_rows)
