"""Three methods beside each other for one case."""

from __future__ import annotations

from typing import Any

from workbook.explanation.people.looking import Looked
from workbook.outcomes import plain
from workbook.outcomes.palette import SERIES

Figure = dict[str, Any]
MOST = 8


def side_by_side(found: Looked) -> Figure | None:
    """Each column's share of what every method attributes, the weightiest of the most exact method on top."""
    if not found.methods:
        return None
    columns = list(dict.fromkeys(name for one in found.methods for name in one.columns))[:MOST]
    data = []
    for place, one in enumerate(found.methods):
        shares = dict(zip(one.columns, one.shares, strict=True))
        data.append(
            {
                "type": "bar", "orientation": "h", "name": plain(one.title), "marker": {"color": SERIES[place % len(SERIES)]},
                "y": [plain(name) for name in columns], "x": [100 * shares[name] if name in shares else None for name in columns],
            }
        )  # fmt: skip
    firsts = {one.columns[0] for one in found.methods if one.columns}
    agreed = (
        "All methods name the same first reason"
        if len(firsts) == 1
        else f"The methods name {len(firsts)} different first reasons"
    )
    layout: Figure = {
        "title": {"text": plain(agreed)}, "barmode": "group", "height": 130 + 46 * len(columns),
        "xaxis": {"title": {"text": "Share of what a method attributes (%): below zero pulls the score down"}, "zeroline": True},
        "yaxis": {"automargin": True, "autorange": "reversed"}, "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "xanchor": "left"},
        "margin": {"l": 20, "r": 20, "t": 60, "b": 60},
    }  # fmt: skip
    return {"data": data, "layout": layout}
