"""Pictures of the business case. They compute nothing."""

from __future__ import annotations

from typing import Any

import numpy as np

from workbook.outcomes.palette import BLUE, GREEN, VERMILION
from workbook.roi.standing import Case
from workbook.roi.words import in_years

Figure = dict[str, Any]


def cash_flow(found: Case) -> Figure:
    """Costs and benefits of each year, and the running total."""
    case = found.case
    years = ["now", *(f"year {year}" for year in range(1, len(case.cash_flows)))]
    running = np.cumsum(case.cash_flows)
    finding = (
        "never pays back within these years" if case.payback is None else f"pays back after {in_years(case.payback)}"
    )
    bars = [
        {"type": "bar", "x": years, "y": list(case.benefits), "name": "Benefit over today", "marker": {"color": BLUE}},
        {
            "type": "bar",
            "x": years,
            "y": [-cost for cost in case.costs],
            "name": "Costs",
            "marker": {"color": VERMILION},
        },
        {
            "x": years,
            "y": running,
            "name": "Running total",
            "mode": "lines+markers",
            "line": {"color": GREEN, "width": 3},
        },
    ]
    layout = {
        "title": {"text": f"With likely values the project {finding}"},
        "barmode": "relative",
        "height": 340,
        "yaxis": {"title": {"text": f"Money ({case.currency})"}, "tickformat": "~s"},
        "xaxis": {"title": {"text": ""}},
        "legend": {"orientation": "h", "y": -0.18},
    }
    return {"data": bars, "layout": layout}
