"""Reliability as a picture: what happened against what the score says, before and after repair."""

from __future__ import annotations

from typing import Any

from workbook.modelling.doubts.calibration.judging import Calibration, Standing
from workbook.modelling.doubts.calibration.words import finding
from workbook.outcomes import plain
from workbook.outcomes.palette import BLUE, GREEN, GREY, ORANGE, faint
from workbook.ui.live import TableColumn, TableView

Figure = dict[str, Any]
COLOURS = {"as it is": BLUE, "Platt": ORANGE, "Isotonic": GREEN}
MARKS = {"as it is": "circle", "Platt": "diamond", "Isotonic": "square"}


def reliability_picture(found: Calibration) -> Figure:
    """A dot for each band of scores, its line where the share may lie; on the dotted line the score means what it says."""
    shown = [*([found.before] if found.before else []), *found.after]
    diagonal = {
        "type": "scatter", "mode": "lines", "x": [0, 100], "y": [0, 100], "name": "means what it says",
        "line": {"color": GREY, "dash": "dot"}, "hoverinfo": "skip",
    }  # fmt: skip
    return {
        "data": [diagonal, *(_dots(one, faded=place > 0) for place, one in enumerate(shown))],
        "layout": {
            "title": {"text": plain(finding(found))},
            "height": 430,
            "showlegend": True,
            "legend": {"orientation": "h", "y": 1.04, "yanchor": "bottom", "x": 0, "xanchor": "left"},
            "margin": {"l": 60, "r": 20, "t": 40, "b": 60},
            "xaxis": {
                "title": {"text": "What the score says, mean of the band, %", "font": {"size": 13}},
                "range": [-2, 102],
            },
            "yaxis": {
                "title": {"text": f"What happened: “{plain(found.event_means)}”, %", "font": {"size": 13}},
                "range": [-2, 102],
            },
        },
    }


def _dots(one: Standing, faded: bool) -> Figure:
    colour = COLOURS.get(one.name, BLUE)
    share = [band.share for band in one.bands]
    return {
        "type": "scatter", "mode": "lines+markers", "name": one.name.capitalize(),
        "x": [100 * band.score for band in one.bands], "y": [100 * value for value, _, _ in share],
        "marker": {"color": colour, "size": 8, "symbol": MARKS.get(one.name, "circle")},
        "line": {"color": faint(colour, 0.5 if faded else 1.0), "width": 1 if faded else 2},
        "error_y": {
            "type": "data", "symmetric": False, "array": [100 * (high - value) for value, _, high in share],
            "arrayminus": [100 * (value - low) for value, low, _ in share], "thickness": 1.5, "width": 0,
            "color": faint(colour, 0.55),
        },
        "customdata": [band.rows for band in one.bands],
        "hovertemplate": "says %{x:.1f} %, happened %{y:.1f} %, n %{customdata:,.0f}<extra></extra>",
    }  # fmt: skip


def repairs_table(found: Calibration) -> TableView:
    """The score as it is and each repair in a line."""
    scale, word = _unit(found)
    columns = (
        TableColumn("name", "Score"),
        TableColumn("error", "Off on average", "interval"),
        TableColumn("chance", "By chance", "rate"),
        TableColumn("brier", "Brier", "number"),
        TableColumn("changed", "Changed as declared", "rate"),
        TableColumn("money", f"Worth, {word}", "interval", found.currency),
        TableColumn("changed_even", "Changed where it pays", "rate"),
        TableColumn("money_even", f"Worth there, {word}", "interval", found.currency),
    )
    money = any(_money(one, scale) for one in found.after)
    kept = tuple(one for one in columns if money or not one.key.startswith("money"))
    kept = tuple(one for one in kept if found.pays_from or not one.key.endswith("even"))
    shown = [*([found.before] if found.before else []), *found.after]
    caption = f"Judged on {found.judged:,} rows; repairs were fitted on {found.chose:,} others"
    return TableView(caption, kept, tuple(_line(one, scale) for one in shown))


def _unit(found: Calibration) -> tuple[float, str]:
    ends = [abs(end) for one in found.after for moved in (one.declared, one.breaking_even)
            for end in ((moved.money or ()) if moved else ())]  # fmt: skip
    when = " a year" if found.per_year else ""
    large = max(ends, default=0.0) >= 20_000
    return (1e-3, f"thousand {found.currency}{when}") if large else (1.0, f"{found.currency}{when}")


def _money(one: Standing, scale: float) -> tuple[float, ...] | None:
    return tuple(scale * end for end in one.declared.money) if one.declared and one.declared.money else None


def _line(one: Standing, scale: float) -> dict[str, object]:
    even = one.breaking_even
    return {
        "name": one.name.capitalize(),
        "error": one.error,
        "chance": one.by_chance,
        "brier": one.brier[0],
        "changed": one.declared.changed if one.declared else None,
        "money": _money(one, scale),
        "changed_even": even.changed if even else None,
        "money_even": tuple(scale * end for end in even.money) if even and even.money else None,
    }
