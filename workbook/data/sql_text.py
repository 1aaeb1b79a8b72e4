"""The SQL for text files: read without guessing, then find the type that all values of a column allow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    *(f"regexp_full_match(value_, {text(each)})" for each in (WHOLE, PLAIN, COMMA, THOUSANDS)),
    "lower_ IN ('true', 'false')",
    r"regexp_full_match(value_, '\d{4}-\d\d-\d\d') AND TRY_CAST(value_ AS DATE) IS NOT NULL",
    "TRY_CAST(value_ AS TIMESTAMP) IS NOT NULL",
    f"regexp_full_match(value_, {text(ZEROS)})",
)
NOTHING = r"(na|n/a|#n/a|nan|null|none|\.|-)?"
"""How an empty value is written, in small letters. A pattern: planned in a tenth of the time that a list of words takes,
where there are hundreds of columns."""
GIVEN = f"NOT regexp_full_match(lower_, {text(NOTHING)})"
FIRST_ROWS = 10_000


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


def text_types(
    relation: DuckDBPyRelation, names: Sequence[str], delimiter: str, first: int = FIRST_ROWS
) -> dict[str, str]:
    """For each text column the expression that gives it the type which all its values allow.

    What the first rows rule out is not asked of the others: most tests of most columns.
    """
    nothing = (0,) * (len(QUESTIONS) + 1)  # a column without any value is not in the answer
    few = relation.limit(first)
    counted = {name: tuple(counts) for name, *counts in query(few, _asked_of_all()).fetchall()}
    found = {name: counted.get(name, nothing) for name in names}
    if query(few, "SELECT count(*) FROM rows_").fetchall()[0][0] == first:
        found |= _whole_file(relation, {name: _possible(counts) for name, counts in found.items()})
    commas = delimiter != "," and any(each[3] == each[0] and each[2] != each[0] for each in found.values())
    return {name: _cast(name, _kind(each, delimiter, commas)) for name, each in found.items()}


def _asked_of_all() -> str:
    """How many values of each column are given and pass each test, asked once over (column, value).

    The statement stays short so, which is most of its cost on the files that people have.
    """
    asked = [f"count(*) FILTER ({GIVEN})", *(f"count(*) FILTER ({GIVEN} AND {test})" for test in QUESTIONS)]
    values = "UNPIVOT rows_ ON COLUMNS(*) INTO NAME name_ VALUE raw_"
    trimmed = f"SELECT name_, trim(raw_, {text(BLANKS)}) AS value_, lower(value_) AS lower_ FROM ({values})"
    return f"SELECT name_, {', '.join(asked)} FROM ({trimmed}) GROUP BY name_"


def _possible(counts: Sequence[int]) -> list[int]:
    """Which tests a column has not failed yet; none where it is text already."""
    given, *tests, zeros = counts
    if zeros:
        return []
    passed = [place for place, count in enumerate(tests) if count == given]
    return [*passed, len(tests)] if passed else []


def _whole_file(relation: DuckDBPyRelation, possible: Mapping[str, Sequence[int]]) -> dict[str, tuple[int, ...]]:
    """The counts over all rows, for the columns and tests that the first rows left open; a failed test counts -1."""
    left = [(name, places) for name, places in possible.items() if places]
    found = {name: (1, *(-1 for _ in QUESTIONS[1:]), 0) for name, places in possible.items() if not places}
    if not left:
        return found
    asked, values = [], []
    for at, (name, places) in enumerate(left):
        values.append(f"trim({quoted(name)}, {text(BLANKS)}) AS value_{at}, lower(value_{at}) AS lower_{at}")
        for test in ("true", *(QUESTIONS[place] for place in places)):
            here = f"{GIVEN} AND {test}".replace("value_", f"value_{at}").replace("lower_", f"lower_{at}")
            asked.append(f"count(*) FILTER ({here})")
    row = iter(query(relation, f"SELECT {', '.join(asked)} FROM (SELECT {', '.join(values)} FROM rows_)").fetchall()[0])
    for name, places in left:
        given, counts = next(row), {place: next(row) for place in places}
        found[name] = (
            given,
            *(counts.get(place, -1) for place in range(len(QUESTIONS) - 1)),
            counts[len(QUESTIONS) - 1],
        )
    return found


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
    known = f"CASE WHEN regexp_full_match(lower({value}), {text(NOTHING)}) THEN NULL ELSE {value} END"
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
