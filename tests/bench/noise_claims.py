"""How often a score that knows nothing claims a gain, and how often its plateau leaves a threshold out; prints JSON.

Usage: python tests/bench/noise_claims.py [shuffles] [rows]
Both are to stay at or below 0.05 for each payoff. Labels are shuffled against the score; threshold chosen on one half,
valued on the other.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.roi.noise import labels, noise_tally
from workbook.outcomes import OutcomeValue, Payoff
from workbook.roi import value_curve

BALANCED = {"even": (0.5, 1.0, -1.0), "one in ten": (0.9, 1.0, -9.0), "rare loss": (0.98, 1.0, -49.0), "rare gain": (0.02, 49.0, -1.0)}
LOANS = {"loans, balanced": 1.0, "loans, all approved pays": 0.85, "loans, none approved pays": 1.15}


def rates(payoff: Payoff, known: np.ndarray, amounts: np.ndarray, shuffles: int) -> dict[str, float]:
    """Share of shuffles with a claimed gain, and with a plateau that is not everything."""
    claims = narrowed = 0
    for seed in range(shuffles):
        curve = value_curve(noise_tally(known, amounts, seed), payoff)
        claims += curve.claimed
        narrowed += (curve.plateau_low, curve.plateau_high) != (0, len(known))
    return {"claimed": claims / shuffles, "plateau_narrowed": narrowed / shuffles}


def main() -> None:
    """Shuffle, count, print."""
    shuffles, rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1000, int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    result: dict[str, object] = {"shuffles": shuffles, "rows": rows}
    for name, (share, right, wrong) in BALANCED.items():
        payoff = Payoff(true_positive=OutcomeValue(constant=right), false_positive=OutcomeValue(constant=wrong))
        result[name] = rates(payoff, labels(rows, share), np.ones(rows), shuffles)
    amounts = np.random.default_rng(0).lognormal(6.8, 0.6, rows)
    for name, loss in LOANS.items():
        known = (np.random.default_rng(1).random(rows) < 0.72).astype(int)
        per_unit = -0.18 * loss * amounts[known == 1].sum() / amounts[known == 0].sum()
        payoff = Payoff(true_positive=OutcomeValue(amount="loan", per_unit=0.18), false_positive=OutcomeValue(amount="loan", per_unit=per_unit))
        found = rates(payoff, known, amounts, shuffles)
        # Where treating everybody alike pays, thresholds do differ in truth: only the claim is noise then.
        result[name] = found if loss == 1.0 else {"claimed": found["claimed"]}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
