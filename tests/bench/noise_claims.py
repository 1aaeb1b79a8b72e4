"""How often a shuffled score, pure noise, is said to gain money, and its plateau leaves a threshold out; prints JSON.

Usage: python -m tests.bench.noise_claims [shuffles]
The loan sample with its scores shuffled, by the sample's own payoff, and 2,000 rows each with a payoff by which selecting
is worth nothing on average. A gain over the better of treat all and treat none must be claimed in at most 5 % of the
shuffles; and where no threshold is better than another, the plateau may leave one out in at most 5 %.
"""

from __future__ import annotations

import json
import sys
import time

import numpy as np
import pandas as pd

from tests.roi.noise import labels, noise_tally
from workbook.outcomes import OutcomeValue, Payoff
from workbook.roi import value_curve

ROWS = 2000
BALANCED = {
    "even": (0.5, 1.0, -1.0),
    "one loss in ten": (0.9, 1.0, -9.0),
    "one loss in fifty": (0.98, 1.0, -49.0),
    "one gain in fifty": (0.02, 49.0, -1.0),
}


def shuffled(payoff: Payoff, known: np.ndarray, amounts: np.ndarray, shuffles: int) -> tuple[float, float]:
    """Share of shuffles with a claimed gain, and of those whose plateau is not everything."""
    claims = narrowed = 0
    for seed in range(shuffles):
        curve = value_curve(noise_tally(known, amounts, seed), payoff)
        claims += curve.claimed
        narrowed += (curve.plateau_low, curve.plateau_high) != (0, len(known))
    return claims / shuffles, narrowed / shuffles


def loan_sample() -> tuple[Payoff, np.ndarray, np.ndarray]:
    """Payoff, labels and amounts of the loan sample."""
    from workbook.data import sample
    from workbook.roi.answers import RoiAnswers
    from workbook.roi.payoffs import payoff_of

    chosen = sample("loans")
    payoff = payoff_of(RoiAnswers(**chosen.more["answers"]["roi"]))
    table = pd.read_csv(chosen.path)[["repaid", "amount"]].dropna()
    values = {
        name: getattr(payoff, name).model_copy(update={"amount": "loan"})
        for name in ("true_positive", "false_positive")
    }
    return (
        payoff.model_copy(update=values),
        (table["repaid"] == "good").to_numpy().astype(int),
        table["amount"].to_numpy(float),
    )


def main() -> None:
    """Shuffle, value, count."""
    shuffles, begun = int(sys.argv[1]) if len(sys.argv) > 1 else 1000, time.perf_counter()
    claimed, narrowed = {}, {}
    claimed["loan sample"], _ = shuffled(*loan_sample(), shuffles)
    for name, (share, right, wrong) in BALANCED.items():
        payoff = Payoff(true_positive=OutcomeValue(constant=right), false_positive=OutcomeValue(constant=wrong))
        claimed[name], narrowed[name] = shuffled(payoff, labels(ROWS, share), np.ones(ROWS), shuffles)
    seconds = round(time.perf_counter() - begun, 1)
    print(json.dumps({"shuffles": shuffles, "claimed": claimed, "plateau_narrowed": narrowed, "seconds": seconds}))


if __name__ == "__main__":
    main()
