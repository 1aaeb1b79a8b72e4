"""Rows, where they live, and the tally that is made of them."""

from workbook.data.adding import add, total
from workbook.data.connections import connection_names, database, table_or_query
from workbook.data.files import ENDINGS
from workbook.data.folders import Accepted, ProjectFiles, data_folder, listed
from workbook.data.joining import Matches, join_groups
from workbook.data.profiles import Column, Profile, describe, repeats_in_words, suppressed
from workbook.data.reading import read_source
from workbook.data.references import open_reference
from workbook.data.roles import Equals, equals
from workbook.data.sample_tables import Sample, open_sample, sample, samples
from workbook.data.sources import Source
from workbook.data.spreadsheets import sheets_of
from workbook.data.tallies import NEGATIVE, NO_SCORE, POSITIVE, UNKNOWN, Cells, GroupKey, Sums, Tally
from workbook.data.tallying import tally

__all__ = [
    "ENDINGS",
    "NEGATIVE",
    "NO_SCORE",
    "POSITIVE",
    "UNKNOWN",
    "Accepted",
    "Cells",
    "Column",
    "Equals",
    "GroupKey",
    "Matches",
    "Profile",
    "ProjectFiles",
    "Sample",
    "Source",
    "Sums",
    "Tally",
    "add",
    "connection_names",
    "data_folder",
    "database",
    "describe",
    "equals",
    "join_groups",
    "listed",
    "open_reference",
    "open_sample",
    "read_source",
    "repeats_in_words",
    "sample",
    "samples",
    "sheets_of",
    "suppressed",
    "table_or_query",
    "tally",
    "total",
]  # fmt: skip
