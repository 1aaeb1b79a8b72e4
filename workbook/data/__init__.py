"""Rows, where they live, and the tally that is made of them."""

from workbook.data.reading import read_source
from workbook.data.roles import equals
from workbook.data.sources import Source
from workbook.data.tallies import NEGATIVE, NO_SCORE, POSITIVE, UNKNOWN, Cells, GroupKey, Sums, Tally
from workbook.data.tallying import tally

__all__ = [
    "NEGATIVE", "NO_SCORE", "POSITIVE", "UNKNOWN", "Cells", "GroupKey", "Source", "Sums", "Tally", "equals",
    "read_source", "tally",
]  # fmt: skip
