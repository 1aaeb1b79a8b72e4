"""What those see of the rows who may not see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook.data.coarsening import Coarse, coarsen, withheld_in_words
from workbook.project import Record

if TYPE_CHECKING:
    from workbook.data import Tally


@dataclass(frozen=True, eq=False)
class Withheld:
    """The coarse tally, and whether the reader is one of those who see no more than it."""

    coarse: Coarse
    sees_rows: bool


def coarse_tally(tally: Tally, smallest_cell: int, groups: tuple[str, ...]) -> Coarse:
    """The tally for those who may not see rows, over the groups that the fairness page crosses."""
    by = tuple(name for name in groups if name in tally.group_names) or None
    return coarsen(tally, smallest_cell, by)


def withheld_of(coarse: Coarse, record: Record) -> Withheld:
    """What is not shown to those who may not see rows."""
    return Withheld(coarse, record.sees_rows)


def withheld_told(found: Withheld) -> str:
    """What others see, for those who share; or what is not shown, for the others."""
    told = withheld_in_words(found.coarse)
    return f"What viewers read here:\n\n{told}" if found.sees_rows else told
