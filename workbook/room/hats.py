"""Hats with few people are put together, so that a hat's answer is never one person's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from workbook.room.deck import HATS

FEWEST_PER_HAT = 3
"""Fewer people under a hat are put together with others; fewer answers in all are not shown."""


def merged(hats: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For each hat that somebody wears, with which hats its answers are shown as one.

    Hats with fewer than three people become one. Are those still fewer than three, the smallest of the others joins
    them, since what is left over could be read off the total. Nothing where all together are fewer than three.
    """
    counted = Counter(hats)
    if sum(counted.values()) < FEWEST_PER_HAT:
        return dict.fromkeys(counted, ())
    small = {hat for hat, many in counted.items() if many < FEWEST_PER_HAT}
    order = list(HATS)
    large = sorted(set(counted) - small, key=lambda hat: (counted[hat], order.index(hat)))
    while small and sum(counted[hat] for hat in small) < FEWEST_PER_HAT:
        small.add(large.pop(0))
    together = tuple(hat for hat in order if hat in small)
    return {hat: together if hat in small else (hat,) for hat in counted}


def called(hats: Iterable[str]) -> str:
    """Hats as people read them."""
    return ", ".join(HATS[hat] for hat in hats)
