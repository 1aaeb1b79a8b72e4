"""A table as the CSV that the page hands over, by the drawing code itself in a browser."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.attacks import TEXTS, formulas_in_csv
from tests.browser import browsing
from workbook.ui.parts import script

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NUMBERS = (-5, 0.25, "-12", "1e5", None)


@pytest.fixture(scope="module")
def as_csv():
    with browsing() as page:
        page.goto("about:blank")
        code = script().replace("export function", "function")
        page.evaluate("(code) => { (0, eval)(code); }", f"(() => {{ {code}; globalThis.asCsv = asCsv; }})()")
        yield lambda view: page.evaluate("(view) => asCsv(view)", json.loads(json.dumps(view)))


def cells(written):
    return list(csv.reader(io.StringIO(written, newline="")))


def test_no_cell_is_a_formula_and_every_text_is_there(as_csv):
    texts = [text.encode("utf-8", "replace").decode() for text in TEXTS]
    columns = [{"key": "a", "title": text, "kind": "text"} for text in texts]
    written = as_csv({"columns": columns, "rows": [{"a": text} for text in texts]})
    assert formulas_in_csv(written) == []
    titles, *rows = cells(written)
    for place, text in enumerate(texts):
        for cell in (titles[place], rows[place][0]):
            assert cell.replace("'", "") == text.replace("'", ""), "nothing is lost but a mark is added"


def test_numbers_stay_numbers(as_csv):
    columns = [{"key": "a", "title": "A", "kind": "number"}, {"key": "b", "title": "B", "kind": "interval"}]
    written = as_csv({"columns": columns, "rows": [{"a": one, "b": [-0.1, -0.2, 0.3]} for one in NUMBERS]})
    assert cells(written)[0] == ["A", "B", "B low", "B high"]
    assert [row[0] for row in cells(written)[1:]] == ["-5", "0.25", "-12", "1e5", ""]
    assert {tuple(row[1:]) for row in cells(written)[1:]} == {("-0.1", "-0.2", "0.3")}
