"""Rows with one leak planted at a time."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbook.models.making import make_study


def frame(rows: int = 1500, seed: int = 0, noise: bool = False) -> pd.DataFrame:
    """Three columns that say something, unless it is noise, and an outcome."""
    draw = np.random.default_rng(seed)
    table = pd.DataFrame({name: draw.normal(size=rows) for name in "abc"})
    line = np.zeros(rows) if noise else (table.a + table.b + table.c).to_numpy()
    table["y"] = (draw.random(rows) < 1 / (1 + np.exp(-line))).astype(int)
    return table


def study(table: pd.DataFrame, **more):
    return make_study(table, {"label": "y", "split": 3} | more.pop("roles", {}), **more)
