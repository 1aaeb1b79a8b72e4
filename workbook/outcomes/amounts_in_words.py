"""Numbers as people say them: €412k a year, 1,203 of 7,214, 12 points."""

from __future__ import annotations

import math
from collections.abc import Sequence

SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "CHF": "CHF ", "JPY": "¥"}
SCALES = ((1e9, "bn"), (1e6, "m"), (1e3, "k"))


def money(value: float | None, currency: str = "EUR") -> str:
    """An amount with three digits that matter: €412k, −€1.2m, €37."""
    if value is None or not math.isfinite(value):
        return "–"
    sign, size = ("−" if value < 0 else ""), abs(value)
    unit = SIGNS.get(currency, f"{currency} ")
    for scale, letter in SCALES:
        if size >= 0.9995 * scale:
            return f"{sign}{unit}{_three_digits(size / scale)}{letter}"
    return f"{sign}{unit}{size:,.0f}"


def _three_digits(value: float) -> str:
    digits = 0 if value >= 99.5 else 1
    text = f"{value:.{digits}f}"
    return text.removesuffix(".0")


def money_range(low: float, high: float, currency: str = "EUR") -> str:
    """An interval of money: €180k to €640k."""
    return f"{money(low, currency)} to {money(high, currency)}"


def count(value: float) -> str:
    """A number of people or things: 1,203."""
    return f"{value:,.0f}"


def percent(value: float) -> str:
    """A rate: 12.3 %; "–" where it is undefined."""
    return "–" if not math.isfinite(value) else _hundredfold(value) + " %"


def _hundredfold(value: float) -> str:
    return f"{round(100 * value, 1) + 0.0:,.1f}".removesuffix(".0").replace("-", "−")  # + 0.0: no "−0"


def named(names: Sequence[str], most: int = 4) -> str:
    """Names in a row, each in quotes since it may hold a comma: “Run, monitor, retrain”, “Discount rate” …"""
    return ", ".join(f"“{one}”" for one in names[:most]) + (" …" if len(names) > most else "")


def points(value: float) -> str:
    """A difference of rates: 5 points."""
    return "–" if not math.isfinite(value) else _hundredfold(value) + " points"


def points_range(low: float, high: float) -> str:
    """An interval of differences: 3.4 to 15.7 points."""
    return f"{points(low).removesuffix(' points')} to {points(high)}"
