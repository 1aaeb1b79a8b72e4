"""How often a shuffled score, pure noise, is said to gain money; prints JSON.

Usage: python -m tests.bench.noise_claims [shuffles]
The loan sample with its scores shuffled: a gain over the better of treat all and treat none must be claimed in at most
5 % of the shuffles.
"""

from __future__ import annotations

import json
import sys
import time

import numpy as np
import pandas as pd


def main() -> None:
    """Shuffle, value, count."""
    from workbook.data import sample, tally
    from workbook.roi import value_curve
    from workbook.roi.answers import RoiAnswers
    from workbook.roi.payoffs import payoff_of

    shuffles = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    chosen = sample("loans")
    payoff = payoff_of(RoiAnswers(**chosen.more["answers"]["roi"]))
    table = pd.read_csv(chosen.path)[["repaid", "score_logistic", "amount"]]
    generator, claims, begun = np.random.default_rng(0), 0, time.perf_counter()
    for _ in range(shuffles):
        noise = table.assign(score_logistic=generator.permutation(table["score_logistic"].to_numpy()))
        counted = tally(
            noise, label="repaid", label_positive="good", score="score_logistic", amounts={"Amount": "amount"}, split=1
        )
        claims += value_curve(counted, payoff).claimed
    told = {
        "shuffles": shuffles,
        "claims": claims,
        "share": round(claims / shuffles, 4),
        "seconds": round(time.perf_counter() - begun, 1),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
