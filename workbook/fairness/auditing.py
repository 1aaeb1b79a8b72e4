"""The audit: error rates per group, gaps between groups, and verdicts that may say "cannot tell"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from workbook.data.tallies import NEGATIVE, POSITIVE, Tally
from workbook.errors import InputError
from workbook.fairness.finding import Finding, find
from workbook.fairness.pairs import (
    CANNOT_TELL,
    Floats,
    Gap,
    PairGaps,
    compare,
    comparisons,
    judge,
    people_needed,
    ratio_intervals,
    simultaneous,
    smallest_ratio,
)
from workbook.fairness.rates import DESCRIBING, METRICS, Rates, mean_scores, rates_of
from workbook.outcomes import Confusion, Policy, as_policy, confusion, draw_confusion, group_name, snapped
from workbook.outcomes.counts import crossed

if TYPE_CHECKING:
    import pandas as pd

REVISION = 2
MOST_GROUPS = 400


@dataclass(frozen=True, eq=False)
class Audit:
    """What an audit found. Frames are made when they are asked for.

    Attributes
    ----------
    policy : Policy
    threshold : float or None
        The threshold that was really used (an edge, where scores were binned).
    tolerance, confidence : float
    counted : Confusion
        The counts that every rate is made from.
    rates : dict of str to Rates
    pair_gaps : dict of str to PairGaps
        Simultaneous intervals between every two groups.
    metric_gaps : dict of str to Gap
    comparisons : int
        How many questions were asked at once.
    compared : array of int
        Codes of the groups that were compared: all that have rows and no missing value.
    findings : tuple of Finding
    mean_score : Rates
        Of each group and, last, of all; NaN without a score.
    meanings : mapping of (column, code) to str
        What coded values stand for; used in names only.
    """

    policy: Policy
    threshold: float | None
    tolerance: float
    confidence: float
    counted: Confusion
    rates: dict[str, Rates]
    pair_gaps: dict[str, PairGaps]
    metric_gaps: dict[str, Gap]
    comparisons: int
    compared: NDArray[np.int64]
    draws: int
    seed: int
    findings: tuple[Finding, ...] = ()
    mean_score: Rates | None = None
    meanings: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Groups as people call them, in the order of their codes."""
        return tuple(group_name(key, self.counted.names, self.meanings) for key in self.counted.groups)

    @property
    def labels(self) -> tuple[Any, ...]:
        """Groups as they stand in the index of `by_group`: a value for one group column, a tuple for several."""
        if len(self.counted.names) > 1:
            return self.counted.groups
        return tuple(key[0] if key else "everybody" for key in self.counted.groups)

    @property
    def weighted(self) -> bool:
        """Whether rows count by a weight."""
        return not np.array_equal(self.counted.weight, self.counted.count)

    @cached_property
    def drawn(self) -> NDArray[np.int64]:
        """Bootstrap draws of the counts, shape (draws, groups, 3, 3); the same draws serve money."""
        return draw_confusion(self.counted, self.draws, self.seed)

    @cached_property
    def by_group(self) -> pd.DataFrame:
        """Counts and rates of each group; an Index for one group column, a MultiIndex for several."""
        import pandas as pd

        names, groups = self.counted.names, self.counted.groups
        if len(names) > 1:
            index: pd.Index[Any] = pd.MultiIndex.from_tuples(groups, names=names)
        else:
            index = pd.Index(self.labels, name=names[0] if names else None, dtype=object)
        describing = self._describing(self.counted)
        columns = _columns(self.counted, self.rates | describing) | self._scores(slice(None, -1))
        return pd.DataFrame(columns, index=index)

    def _scores(self, which: slice | int) -> dict[str, Any]:
        if self.mean_score is None:
            return {}
        ends = {"": "value", "_low": "low", "_high": "high", "_rests_on": "rests_on"}
        return {f"mean_score{end}": getattr(self.mean_score, name)[which] for end, name in ends.items()}

    def _describing(self, counted: Confusion) -> dict[str, Rates]:
        return {metric: rates_of(counted, metric, self.confidence) for metric in DESCRIBING}

    @cached_property
    def overall(self) -> pd.Series[Any]:
        """The same columns for all groups together."""
        import pandas as pd

        together = self.counted.overall
        rates = {metric: rates_of(together, metric, self.confidence) for metric in METRICS}
        found = {name: values[0] for name, values in _columns(together, rates | self._describing(together)).items()}
        return pd.Series(found | self._scores(-1), dtype=float)

    @cached_property
    def ratio_intervals(self) -> dict[str, tuple[Floats, Floats]]:
        """Simultaneous intervals of first over second, for each metric and pair."""
        each = simultaneous(self.confidence, self.comparisons)
        return ratio_intervals(self.rates, self.pair_gaps, each)

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """Every two groups and every metric: first minus second, with simultaneous intervals."""
        import pandas as pd

        frames, labels = [], np.empty(len(self.counted.groups), dtype=object)
        labels[:] = self.labels
        for metric, gaps in self.pair_gaps.items():
            ratio_low, ratio_high = self.ratio_intervals[metric]
            columns: dict[str, Any] = {
                "metric": metric,
                "first": labels[gaps.first],
                "second": labels[gaps.second],
                "difference": gaps.difference,
                "difference_low": gaps.low,
                "difference_high": gaps.high,
                "ratio": gaps.ratio,
                "ratio_low": ratio_low,
                "ratio_high": ratio_high,
            }
            frames.append(pd.DataFrame(columns))
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()

    @cached_property
    def gaps(self) -> pd.DataFrame:
        """The gap of each metric, with its verdict.

        The intervals hold for all metrics at once, and say where the true highest-minus-lowest and lowest-over-highest
        lie: "gap" is a `difference_low` above the tolerance, "no gap" a `difference_high` within it.
        """
        import pandas as pd

        rows = {}
        for metric, gap in self.metric_gaps.items():
            ratio_low, ratio_high = smallest_ratio(*self.ratio_intervals[metric])
            rows[metric] = {
                "difference": gap.difference,
                "difference_low": gap.difference_low,
                "difference_high": gap.difference_high,
                "ratio": gap.ratio,
                "ratio_low": ratio_low,
                "ratio_high": ratio_high,
                "highest": self.labels[gap.highest] if gap.highest >= 0 else None,
                "lowest": self.labels[gap.lowest] if gap.lowest >= 0 else None,
                "verdict": gap.verdict,
                "needed_n": gap.needed_n,
            }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("metric")


def _columns(counted: Confusion, rates: dict[str, Rates]) -> dict[str, NDArray[np.float64]]:
    columns = {
        "n": counted.n,
        "n_effective": counted.n_effective,
        "positives": counted.count[:, POSITIVE].sum(axis=1),
        "negatives": counted.count[:, NEGATIVE].sum(axis=1),
        "selected": counted.count[:, :, 1].sum(axis=1),
    }
    for metric, found in rates.items():
        columns |= {metric: found.value, f"{metric}_low": found.low, f"{metric}_high": found.high}
    return columns | {f"{metric}_rests_on": found.rests_on for metric, found in rates.items()}


def audit(
    tally: Tally,
    policy: float | Policy | None = None,
    *,
    by: Sequence[str] | None = None,
    tolerance: float = 0.05,
    confidence: float = 0.95,
    draws: int = 1000,
    seed: int = 0,
    meanings: Mapping[tuple[str, str], str] | None = None,
) -> Audit:
    """Audit a policy: rates per group, gaps with simultaneous intervals, verdicts against a tolerance.

    Parameters
    ----------
    tally : Tally
    policy : float, Policy or None
        One common threshold, a Policy, or None for the decision that the rows carry.
    by : sequence of str, optional
        Group columns to cross; all of them where None.
    tolerance : float
        Largest difference of rates that is tolerated, declared before the result is seen.
    confidence : float
        Of single rates, and of all pair intervals together.
    draws, seed : int
        Bootstrap draws of the counts, made when `Audit.drawn` is asked for.
    meanings : mapping of (column, code) to str, optional
        What coded values stand for; shown in names, never in keys.

    Raises
    ------
    InputError
        No decision or score, an unknown column, a tolerance outside 0 to 1, or too many groups to compare.
    """
    if not 0 <= tolerance <= 1:
        raise InputError(
            f"A tolerance of {tolerance} is not a difference of rates.", "Give one between 0 and 1, such as 0.05."
        )
    if not 0 < confidence < 1:
        raise InputError(f"A confidence of {confidence} is not possible.", "Give one between 0 and 1, such as 0.95.")
    chosen = as_policy(policy, tally)
    counted = confusion(tally, chosen, by)
    codes = np.array(
        [code for code, key in enumerate(counted.groups) if None not in key and counted.n[code] > 0], dtype=np.int64
    )
    if len(codes) > MOST_GROUPS:
        raise InputError(
            f"{len(codes):,} groups are too many to compare with each other.",
            "Choose columns with fewer values, or bands of them.",
        )
    metrics = METRICS if tally.has_label else METRICS[:1]
    rates = {metric: rates_of(counted, metric, confidence) for metric in METRICS}
    asked = comparisons(metrics, len(codes))
    each = simultaneous(confidence, asked)
    pair_gaps = {metric: compare(rates[metric], codes, each) for metric in metrics}
    gaps = {metric: judge(rates[metric], pair_gaps[metric], codes, tolerance) for metric in metrics}
    open_ = {
        metric: pair_gaps[metric] for metric, gap in gaps.items() if gap.verdict == CANNOT_TELL and gap.highest >= 0
    }
    for metric, people in people_needed(rates, open_, counted.n, tolerance, each).items():
        gaps[metric] = replace(gaps[metric], needed_n=people)
    alone = chosen.threshold if chosen.one_threshold else None
    threshold = None if alone is None else snapped(tally, alone)
    found = find(tally, counted, chosen, codes, meanings)
    return Audit(
        chosen, threshold, tolerance, confidence, counted, rates, pair_gaps, gaps, asked, codes, draws, seed, found,
        _mean_scores(tally, by, confidence), dict(meanings or {}),
    )  # fmt: skip


def _mean_scores(tally: Tally, by: Sequence[str] | None, confidence: float) -> Rates:
    _, keys, codes = crossed(tally, by)
    return mean_scores(tally, codes[tally.cells.group], len(keys), confidence=confidence)
