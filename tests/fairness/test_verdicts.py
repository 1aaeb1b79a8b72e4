"""How often verdicts are false, on populations whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from tests.fairness.tallies import drawn, tally_of
from workbook.fairness import audit
from workbook.fairness.pairs import GAP, NO_GAP

pytestmark = pytest.mark.slow
ROUNDS = 200
ALLOWED = 0.05 * ROUNDS + 2 * np.sqrt(ROUNDS * 0.05 * 0.95)
"""At most one in twenty; simulated, so two standard errors more."""


def false_verdicts(sizes, positive, if_negative, if_positive, tolerance, wrong, seed=0):
    """Pages with at least one verdict of this kind."""
    generator = np.random.default_rng(seed)
    sizes = np.asarray(sizes)
    rates = [np.broadcast_to(one, sizes.shape) for one in (positive, if_negative, if_positive)]
    pages = (audit(tally_of(drawn(generator, sizes, *rates)), tolerance=tolerance) for _ in range(ROUNDS))
    return sum(any(gap.verdict == wrong for gap in page.metric_gaps.values()) for page in pages)


@pytest.mark.parametrize("sizes", [[400, 400], [10, 2000], [100] * 5, [10] * 15 + [2000] * 15])
@pytest.mark.parametrize("rates", [(0.5, 0.5, 0.5), (0.9, 0.02, 0.98)])
def test_groups_that_are_treated_alike_are_rarely_a_gap(sizes, rates):
    """At the narrowest tolerance: whatever is a gap beyond a wider one is a gap beyond this one, too."""
    assert false_verdicts(sizes, *rates, 0.01, GAP) <= ALLOWED


@pytest.mark.parametrize("groups", [2, 5, 30])
def test_a_gap_just_beyond_the_tolerance_is_rarely_passed(groups):
    """The first group is selected a little more often than is tolerated, whatever its label: three rates have the gap."""
    chosen = np.full(groups, 0.5)
    chosen[0] = 0.5 + 0.0601
    told = ("selection_rate", "true_positive_rate", "false_positive_rate")
    generator, sizes = np.random.default_rng(groups), np.full(groups, 20_000)
    passed = 0
    for _ in range(ROUNDS):
        page = audit(tally_of(drawn(generator, sizes, np.full(groups, 0.5), chosen, chosen)), tolerance=0.06)
        passed += any(page.metric_gaps[metric].verdict == NO_GAP for metric in told)
    assert passed <= ALLOWED


def test_enough_rows_do_pass():
    """The same page is not a machine that never says "no gap"."""
    sizes = np.full(5, 20_000)
    generator = np.random.default_rng(0)
    page = audit(tally_of(drawn(generator, sizes, np.full(5, 0.5), np.full(5, 0.5), np.full(5, 0.5))), tolerance=0.06)
    assert {gap.verdict for gap in page.metric_gaps.values()} == {NO_GAP}


@pytest.mark.parametrize("groups", [2, 5, 30])
def test_intervals_hold_the_truth_together(groups):
    """The true highest minus lowest lies in every interval of at least 19 pages in 20."""
    generator = np.random.default_rng(groups)
    sizes = generator.integers(20, 1500, groups)
    if_negative, if_positive = generator.uniform(0.1, 0.4, groups), generator.uniform(0.5, 0.9, groups)
    truth = {"true_positive_rate": np.ptp(if_positive), "false_positive_rate": np.ptp(if_negative)}
    truth["selection_rate"] = np.ptp(0.6 * if_negative + 0.4 * if_positive)
    lowest = {"true_positive_rate": if_positive.min() / if_positive.max()}
    held = 0
    for _ in range(ROUNDS):
        found = audit(tally_of(drawn(generator, sizes, np.full(groups, 0.4), if_negative, if_positive)))
        gaps = found.gaps
        inside = [
            gaps.loc[one, "difference_low"] <= true <= gaps.loc[one, "difference_high"] for one, true in truth.items()
        ]
        inside += [gaps.loc[one, "ratio_low"] <= true <= gaps.loc[one, "ratio_high"] for one, true in lowest.items()]
        held += all(inside)
    assert held >= 0.95 * ROUNDS - 2 * np.sqrt(ROUNDS * 0.05 * 0.95)
