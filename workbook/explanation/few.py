"""Counts of people as they may be shown: none from one to nine, and none that would give such a one away."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbook.data.privacy import LIMIT
from workbook.models.changes import Interval, share
from workbook.models.folds import Mask


def shown_counts(counts: Sequence[int]) -> tuple[int | None, ...]:
    """Counts with None for those below ten; where only these could be told from the total, the next smallest is hidden too."""
    hidden = [place for place, one in enumerate(counts) if 0 < one < LIMIT]
    if hidden and sum(counts[place] for place in hidden) < LIMIT:
        rest = [place for place, one in enumerate(counts) if one >= LIMIT]
        hidden += sorted(rest, key=lambda place: counts[place])[:1]
    return tuple(None if place in hidden else int(one) for place, one in enumerate(counts))


def shown_share(which: Mask) -> Interval:
    """A share of rows with its interval; undefined where it would tell of one to nine of them."""
    many = int(which.sum())
    return share(which) if many == 0 or many >= LIMIT else (float("nan"), 0.0, LIMIT / len(which))


def of_hundred(share_: Interval, what: str = "") -> str:
    """A share as people say it: 14 of 100 applicants (13 to 15)."""
    value, low, high = (100 * one for one in share_)
    told = f" {what}" if what else ""
    if not np.isfinite(value):
        return f"fewer than {LIMIT}{told} in all"
    return f"{_whole(value)} of 100{told} ({_whole(low)} to {_whole(high)})"


def _whole(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0") if 0 < value < 1 else f"{value:.0f}"
