"""Pictures of quality in money."""

from __future__ import annotations

from typing import Any

import numpy as np

from workbook.outcomes.palette import BLUE, GREY, VERMILION
from workbook.roi.quality.deciding import DecisionCurve
from workbook.roi.quality.words import decision_in_words


def decision_picture(found: DecisionCurve) -> dict[str, Any]:
    """Net benefit of the model, of selecting everybody and of selecting nobody."""
    top = float(max(found.model.max(), found.everybody.max(), 0.01))
    lines = [
        ("The model", found.model, {"color": BLUE, "width": 3}),
        ("Everybody", found.everybody, {"color": GREY, "dash": "dash"}),
        ("Nobody", np.zeros(len(found.thresholds)), {"color": VERMILION, "dash": "dot"}),
    ]
    layout = {
        "title": {"text": decision_in_words(found).split(". ")[0].rstrip(".")},
        "height": 340,
        "xaxis": {"title": {"text": "Threshold probability"}, "range": [0, 1]},
        "yaxis": {"title": {"text": "Net benefit (right selections per case)"}, "range": [-0.3 * top, 1.08 * top]},
        "legend": {"orientation": "h", "y": -0.22},
    }
    data = [
        {"type": "scatter", "mode": "lines", "x": found.thresholds, "y": y, "name": name, "line": line}
        for name, y, line in lines
    ]
    return {"data": data, "layout": layout}
