"""Seconds for 100,000 draws of a business case, and milliseconds for a step of the slider on a million rows; JSON.

Usage: python -m tests.bench.money_speed
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from workbook.data import tally
from workbook.outcomes import Policy, Wording
from workbook.roi.answers import AdoptionYear, CostLine, RoiAnswers, Worth
from workbook.roi.figures import cash_flow
from workbook.roi.flat_top import flat_top
from workbook.roi.payoffs import payoff_of
from workbook.roi.simulating import Benefit, simulate
from workbook.roi.standing import case_of, ground, standing
from workbook.roi.words import case_in_words, headline, value_in_words
from workbook.ui.parts import to_json

ROWS = 1_000_000
ANSWERS = RoiAnswers(
    true_positive=Worth(amount="loan", per_unit=0.18, doubt=0.2),
    false_positive=Worth(amount="loan", per_unit=-0.6, doubt=0.3),
    yearly_volume=100_000,
    yearly_volume_low=80_000,
    yearly_volume_high=130_000,
    today="accept all",
    adoption=(AdoptionYear(likely=0.5, low=0.3, high=0.7), AdoptionYear(likely=1.0, low=0.8)),
    costs=(
        CostLine(title="Build", low=90_000, likely=140_000, high=260_000),
        CostLine(title="Run", when="yearly", low=40_000, likely=60_000, high=110_000),
    ),
)


def seconds(work: Callable[[], Any], times: int = 9) -> float:
    """Median of some runs."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def main() -> None:
    """Tally, ground, slide, draw."""
    generator = np.random.default_rng(1)
    score = generator.random(ROWS)
    table = pd.DataFrame(
        {
            "s": score,
            "y": (generator.random(ROWS) < 0.2 + 0.7 * score).astype(int),
            "g": generator.choice(list("abcdef"), ROWS),
            "h": generator.choice(list("wxyz"), ROWS),
            "a": generator.lognormal(8, 1, ROWS),
        }
    )
    rows = tally(table, label="y", score="s", groups=["g", "h"], amounts={"loan": "a"}, split=3)
    payoff, wording = payoff_of(ANSWERS), Wording()
    standing_on = ground(rows, payoff, ANSWERS, wording, "no")
    positions = iter(np.linspace(0.2, 0.8, 1000))

    def slide() -> None:
        at = standing(standing_on, rows, Policy.at(float(next(positions))), ANSWERS, wording)
        case = case_of(at, ANSWERS)
        to_json(flat_top(at)), cash_flow(case), case_in_words(case), value_in_words(at), headline(at)

    slide()
    benefit = Benefit(400_000, 180_000, 640_000, {"true_positive": 900_000, "false_positive": -500_000})
    print(
        json.dumps(
            {
                "cells": len(rows.cells.bin),
                "ground_ms": round(1000 * seconds(lambda: ground(rows, payoff, ANSWERS, wording, "no")), 1),
                "slide_ms": round(1000 * seconds(slide, 99), 1),
                "simulate_100000_s": round(seconds(lambda: simulate(ANSWERS, benefit)), 3),
            }
        )
    )


if __name__ == "__main__":
    main()
