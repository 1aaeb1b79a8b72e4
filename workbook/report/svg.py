"""Our figures as plain SVG, for paper: lines, ribbons, dots, bars, marks and notes. No script, no other host."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

WIDTH = 900
MARGIN_LEFT, MARGIN_RIGHT, MARGIN_TOP, MARGIN_BOTTOM = 80, 20, 14, 46
INK, LINE = "#333333", "#dddddd"
SUFFIXES = ((1e9, "bn"), (1e6, "m"), (1e3, "k"))


@dataclass(frozen=True)
class Scale:
    """From values to places on the paper."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The place of a value."""
        span = (self.high - self.low) or 1.0
        return self.start + (value - self.low) / span * (self.end - self.start)


def svg(figure: Mapping[str, Any]) -> str:
    """A figure as SVG.

    Parameters
    ----------
    figure : mapping
        "data" and "layout" as our `figures` modules make them: one x axis, one or two y axes.
    """
    layout = figure["layout"]
    height = int(layout.get("height", 360))
    x = Scale(*_range(figure, "x", layout.get("xaxis", {})), MARGIN_LEFT, WIDTH - MARGIN_RIGHT)
    names = [name for name in ("y", "y2") if name == "y" or any(trace.get("yaxis") == name for trace in figure["data"])]
    scales = {name: _upward(figure, name, layout.get(_axis(name), {}), height) for name in names}
    parts = [_frame(layout, x, scales, height)]
    parts += [
        _shape(shape, x, scales["y"], height) for shape in layout.get("shapes", ()) if shape.get("layer") == "below"
    ]
    parts += _traces(figure["data"], x, scales)
    parts += [
        _shape(shape, x, scales["y"], height) for shape in layout.get("shapes", ()) if shape.get("layer") != "below"
    ]
    parts += [_note(note, x, scales["y"], height) for note in layout.get("annotations", ())]
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" font-family="sans-serif" font-size="13">{"".join(parts)}</svg>'


def _axis(name: str) -> str:
    return "yaxis" + name[1:]


def _numbers(values: Any) -> list[float]:
    return [
        float(value)
        for value in (values if values is not None else ())
        if isinstance(value, int | float) or hasattr(value, "dtype")
    ]


def _categories(figure: Mapping[str, Any]) -> list[str]:
    seen: list[str] = []
    for trace in figure["data"]:
        seen += [str(value) for value in trace.get("x", ()) if isinstance(value, str) and str(value) not in seen]
    return seen


def _range(figure: Mapping[str, Any], name: str, axis: Mapping[str, Any]) -> tuple[float, float]:
    if axis.get("range"):
        return float(axis["range"][0]), float(axis["range"][1])
    if name == "x" and _categories(figure):
        return -0.6, len(_categories(figure)) - 0.4
    values: list[float] = []
    for trace in figure["data"]:
        if name == "x" or trace.get("yaxis", "y") == name:
            values += [value for value in _numbers(trace.get(name[0])) if math.isfinite(value)]
    if name != "x" and (
        axis.get("rangemode") == "tozero" or any(trace.get("type") == "bar" for trace in figure["data"])
    ):
        values.append(0.0)
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    pad = 0.04 * ((high - low) or 1.0)
    return low - pad, high + pad


def _upward(figure: Mapping[str, Any], name: str, axis: Mapping[str, Any], height: int) -> Scale:
    low, high = _range(figure, name, axis)
    bottom, top = axis.get("domain", (0.0, 1.0))
    inner = height - MARGIN_TOP - MARGIN_BOTTOM
    return Scale(low, high, height - MARGIN_BOTTOM - bottom * inner, height - MARGIN_BOTTOM - top * inner)


def _ticks(low: float, high: float, most: int = 6) -> list[float]:
    raw = (high - low) / most or 1.0
    power = 10.0 ** math.floor(math.log10(abs(raw)))
    step = next(multiple * power for multiple in (1, 2, 5, 10) if multiple * power >= raw)
    first = math.ceil(low / step)
    return [step * place for place in range(first, math.floor(high / step) + 1)]


def _write(value: float) -> str:
    for size, suffix in SUFFIXES:
        if abs(value) >= size:
            return f"{value / size:.4g}{suffix}".replace("-", "−")
    return f"{value:.4g}".replace("-", "−")


def _text(x: float, y: float, words: str, anchor: str = "middle", colour: str = INK, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{escape(colour, quote=True)}" {more}>{escape(words)}</text>'


def _frame(layout: Mapping[str, Any], x: Scale, scales: Mapping[str, Scale], height: int) -> str:
    parts = []
    categories = layout.get("xaxis", {}).get("categories")
    for value in [] if categories else _ticks(x.low, x.high):
        parts.append(_text(x(value), height - MARGIN_BOTTOM + 17, _write(value)))
    for name, scale in scales.items():
        for value in _ticks(scale.low, scale.high, 5 if name == "y" else 2):
            place = scale(value)
            parts.append(
                f'<line x1="{MARGIN_LEFT}" x2="{WIDTH - MARGIN_RIGHT}" y1="{place:.1f}" y2="{place:.1f}" stroke="{LINE}"/>'
            )
            parts.append(_text(MARGIN_LEFT - 6, place + 4, _write(value), "end"))
        title = layout.get(_axis(name), {}).get("title", {}).get("text", "")
        middle = (scale.start + scale.end) / 2
        parts.append(_text(14, middle, title, more=f'transform="rotate(-90 14 {middle:.1f})"'))
    parts.append(_text((x.start + x.end) / 2, height - 8, layout.get("xaxis", {}).get("title", {}).get("text", "")))
    return "".join(parts)


def _traces(data: Sequence[Mapping[str, Any]], x: Scale, scales: Mapping[str, Scale]) -> list[str]:
    parts: list[str] = []
    before: list[tuple[float, float]] = []
    categories = _categories({"data": data})
    for trace in data:
        y = scales[trace.get("yaxis", "y")]
        xs = [categories.index(value) if isinstance(value, str) else float(value) for value in trace.get("x", ())]
        points = [
            (x(one), y(float(other)))
            for one, other in zip(xs, trace.get("y", ()), strict=True)
            if math.isfinite(float(other))
        ]
        if trace.get("type") == "bar":
            parts += _bars(trace, points, x, y)
            parts += [_text(x(place), y.start + 17, name) for place, name in enumerate(categories)]
            continue
        if trace.get("fill") == "tonexty" and before:
            outline = " ".join(f"{one:.1f},{other:.1f}" for one, other in [*points, *reversed(before)])
            parts.append(
                f'<polygon points="{outline}" fill="{escape(str(trace.get("fillcolor", "#cccccc")), quote=True)}"/>'
            )
        parts += _drawn(trace, points)
        before = points
    return parts


def _drawn(trace: Mapping[str, Any], points: Sequence[tuple[float, float]]) -> list[str]:
    mode, parts = str(trace.get("mode", "lines")), []
    line = trace.get("line", {})
    if "lines" in mode and line.get("width", 2):
        path = " ".join(f"{one:.1f},{other:.1f}" for one, other in points)
        parts.append(
            f'<polyline points="{path}" fill="none" stroke="{escape(str(line.get("color", INK)), quote=True)}" stroke-width="{line.get("width", 2)}"/>'
        )
    if "markers" in mode:
        marker = trace.get("marker", {})
        radius = float(marker.get("size", 6)) / 2
        opacity = marker.get("opacity", 1.0)
        opacities = opacity if hasattr(opacity, "__len__") else [opacity] * len(points)
        colour = escape(str(marker.get("color", line.get("color", INK))), quote=True)
        parts += [
            f'<circle cx="{one:.1f}" cy="{other:.1f}" r="{radius:.1f}" fill="{colour}" opacity="{float(shade):.2f}"/>'
            for (one, other), shade in zip(points, opacities, strict=True)
        ]
    return parts


def _bars(trace: Mapping[str, Any], points: Sequence[tuple[float, float]], x: Scale, y: Scale) -> list[str]:
    width = abs(x(0.6) - x(0.0))
    colour = escape(str(trace.get("marker", {}).get("color", INK)), quote=True)
    zero = y(0.0)
    return [
        f'<rect x="{one - width / 2:.1f}" y="{min(other, zero):.1f}" width="{width:.1f}" height="{abs(other - zero):.1f}" fill="{colour}"/>'
        for one, other in points
    ]


def _shape(shape: Mapping[str, Any], x: Scale, y: Scale, height: int) -> str:
    x0, x1 = (
        x(shape[key]) if shape.get("xref", "x") == "x" else x.start + shape[key] * (x.end - x.start)
        for key in ("x0", "x1")
    )
    inner = height - MARGIN_TOP - MARGIN_BOTTOM
    y0, y1 = (
        y(shape[key]) if shape.get("yref", "y") == "y" else height - MARGIN_BOTTOM - shape[key] * inner
        for key in ("y0", "y1")
    )
    if shape["type"] == "rect":
        colour = escape(str(shape.get("fillcolor", LINE)), quote=True)
        return f'<rect x="{min(x0, x1):.1f}" y="{min(y0, y1):.1f}" width="{abs(x1 - x0):.1f}" height="{abs(y1 - y0):.1f}" fill="{colour}"/>'
    line = shape.get("line", {})
    dashed = {"dash": "6 4", "dot": "2 3"}.get(line.get("dash", ""), "")
    colour = escape(str(line.get("color", INK)), quote=True)
    return f'<line x1="{x0:.1f}" x2="{x1:.1f}" y1="{y0:.1f}" y2="{y1:.1f}" stroke="{colour}" stroke-width="{line.get("width", 1)}" stroke-dasharray="{dashed}"/>'


def _note(note: Mapping[str, Any], x: Scale, y: Scale, height: int) -> str:
    inner = height - MARGIN_TOP - MARGIN_BOTTOM
    across = x.start + note["x"] * (x.end - x.start) if note.get("xref") == "paper" else x(note["x"])
    up = height - MARGIN_BOTTOM - note["y"] * inner if note.get("yref") == "paper" else y(note["y"])
    anchor = {"left": "start", "right": "end"}.get(str(note.get("xanchor", "")), "middle")
    return _text(across, up - 4, str(note.get("text", "")), anchor, str(note.get("font", {}).get("color", INK)))
