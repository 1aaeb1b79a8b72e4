"""The SQL for text files: read without guessing, then find the type that all values of a column allow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbook.data.sql import BLANKS, query, quoted, text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

WHOLE = r"[-+]?\d{1,18}"
PLAIN = r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?"
COMMA = r"[-+]?(\d+|[1-9]\d{0,2}(\.\d{3})+)(,\d+)?"
THOUSANDS = r"[-+]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?"
ZEROS = r"[-+]?0\d+"
QUESTIONS = (
    *(
        f"regexp_full_match({{value}}, '{each.replace('{', '{{').replace('}', '}}')}')"
        for each in (WHOLE, PLAIN, COMMA, THOUSANDS)
    ),
    "lower({value}) IN ('true', 'false')",
    "regexp_full_match({value}, '\\d{{4}}-\\d\\d-\\d\\d') AND TRY_CAST({value} AS DATE) IS NOT NULL",
    "TRY_CAST({value} AS TIMESTAMP) IS NOT NULL",
)
NOTHING = "'na', 'n/a', '#n/a', 'nan', 'null', 'none', '.', '-'"


def read_text(
    connection: DuckDBPyConnection, path: str, names: Sequence[str], delimiter: str, skip: int, longest: int
) -> DuckDBPyRelation:
    """A text file with every column as text; nothing is guessed and no row is passed over."""
    columns = "{" + ", ".join(f"{text(name)}: 'VARCHAR'" for name in names) + "}"
    return connection.sql(
        f"SELECT * FROM read_csv({text(path)}, auto_detect = false, columns = {columns}, delim = {text(delimiter)}, "
        f"quote = '\"', escape = '\"', header = false, skip = {int(skip)}, null_padding = false, strict_mode = true, "
        f"ignore_errors = false, max_line_size = {int(longest)})"
    )


def text_types(relation: DuckDBPyRelation, names: Sequence[str], delimiter: str) -> dict[str, str]:
    """For each text column the expression that gives it the type which all its values allow."""
    asked = [each for name in names for each in _questions(name)]
    row = query(relation, f"SELECT {', '.join(asked)} FROM rows_").fetchall()[0]
    width = len(QUESTIONS) + 2
    found = {name: row[place * width : (place + 1) * width] for place, name in enumerate(names)}
    commas = delimiter != "," and any(each[3] == each[0] and each[2] != each[0] for each in found.values())
    return {name: _cast(name, _kind(each, delimiter, commas)) for name, each in found.items()}


def _questions(name: str) -> list[str]:
    value = f"trim({quoted(name)}, {text(BLANKS)})"
    given = f"({value} <> '' AND lower({value}) NOT IN ({NOTHING}))"
    tests = [f"count(*) FILTER ({given} AND {test.format(value=value)})" for test in QUESTIONS]
    return [f"count(*) FILTER ({given})", *tests, f"count(*) FILTER (regexp_full_match({value}, {text(ZEROS)}))"]


def _kind(counts: Sequence[int], delimiter: str, commas: bool) -> str:
    """The narrowest kind that all given values of a column have; decimal commas where the file uses them."""
    given, whole, plain, comma, thousands, truth, day, moment, zeros = counts
    if not given or zeros:
        return "text"
    tests = [(whole, "whole"), (plain, "plain"), (truth, "truth"), (day, "day"), (moment, "moment")]
    marked = [(thousands, "thousands"), (comma, "comma")]
    if commas:
        tests.insert(1, (comma, "comma"))
    tests[2:2] = marked if delimiter == "," else marked[::-1]
    return next((kind for number_, kind in tests if number_ == given), "text")


def _cast(name: str, kind: str) -> str:
    value = f"trim({quoted(name)}, {text(BLANKS)})"
    known = f"CASE WHEN lower({value}) IN ('', {NOTHING}) THEN NULL ELSE {value} END"
    return {
        "text": f"NULLIF({value}, '')",
        "whole": f"({known})::BIGINT",
        "plain": f"({known})::DOUBLE",
        "thousands": f"(replace({known}, ',', ''))::DOUBLE",
        "comma": f"(replace(replace({known}, '.', ''), ',', '.'))::DOUBLE",
        "truth": f"(lower({known}))::BOOLEAN",
        "day": f"({known})::DATE",
        "moment": f"({known})::TIMESTAMP",
    }[kind]
