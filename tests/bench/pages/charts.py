"""What the same page shows in every toolkit: six charts of a number that a slider moves, after the usual imports."""

from __future__ import annotations

from typing import Any

import fairlearn.metrics
import numpy as np
import pandas as pd
import plotly
import shap
import sklearn.ensemble

CHARTS = 6
POINTS = 300
READY = "ready-marker"
IMPORTED = (fairlearn.metrics, pd, plotly, shap, sklearn.ensemble)


def figure(place: int, value: int) -> dict[str, Any]:
    """Chart number `place`, as a plain dict: a wave whose height the slider sets."""
    x = np.linspace(0, 10, POINTS)
    y = (1 + value / 10) * np.sin(x + place)
    line = {"type": "scatter", "mode": "lines", "x": x.tolist(), "y": y.tolist()}
    return {"data": [line], "layout": {"title": {"text": f"Chart {place + 1} at {value}"}, "height": 300}}
