"""Reports hold no script and no markup that came from people, ask no other host, and print on one page first."""

from __future__ import annotations

import re

import numpy as np
import pytest

from workbook.errors import InputError
from workbook.report import Document, Grid, Items, Paragraph, Part, Picture, render, to_html
from workbook.report.svg import svg

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}",
    "=cmd|' /C calc'!A0",
    "&lt;b&gt;",
    "‮abc",
]
FIGURE = {
    "data": [
        {"x": [0, 1, 2], "y": [1.0, 2.0, 1.0], "mode": "lines", "line": {"width": 0}},
        {
            "x": [0, 1, 2],
            "y": [2.0, 3.0, 2.0],
            "mode": "lines",
            "line": {"width": 0},
            "fill": "tonexty",
            "fillcolor": "#ccc",
        },
        {
            "x": np.array([0.5, 1.5]),
            "y": np.array([1.0, 2.0]),
            "mode": "markers",
            "yaxis": "y2",
            "marker": {"opacity": np.array([1.0, 0.2])},
        },
    ],
    "layout": {
        "xaxis": {"title": {"text": "T"}},
        "yaxis": {"domain": [0.4, 1]},
        "yaxis2": {"domain": [0, 0.3]},
        "shapes": [],
        "annotations": [],
    },
}


def document(text: str) -> Document:
    parts = (
        Part(
            text, (Paragraph(text, strong=True), Items((text,)), Grid((text,), ((text,),)), Picture(titled(text), text))
        ),
    )
    return Document(title=text, subtitle=text, summary=parts, annex=parts, footer=text)


def titled(text: str) -> dict:
    note = {"x": 1, "y": 1, "text": text}
    return FIGURE | {"layout": FIGURE["layout"] | {"annotations": [note], "yaxis": {"title": {"text": text}}}}


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_people_is_never_markup(text):
    html = to_html(document(text))
    assert "<script" not in html and "<img" not in html and ">49<" not in html
    assert not re.search(r"\bon\w+=", re.sub(r">[^<]*<", "><", html))


def test_it_asks_no_other_host():
    html = to_html(document("x"))
    assert not re.findall(r"(?:src|href)\s*=", html) and "@import" not in html and "url(" not in html


def test_pdf_is_written_and_the_summary_fits_a_page():
    pytest.importorskip("weasyprint")
    assert render(document("A report"), "pdf").startswith(b"%PDF")


def test_other_kinds_are_refused():
    with pytest.raises(InputError, match="docx"):
        render(document("x"), "docx")


def test_a_file_name_is_safe():
    assert document("../../Ünter <b>&").file_name == "nter-b"
    assert document("‮").file_name == "report"


def test_svg_draws_every_mark_within_the_paper():
    drawn = svg(FIGURE)
    assert drawn.count("<circle") == 2 and drawn.count("<polygon") == 1
    places = [float(one) for one in re.findall(r'c[xy]="([-\d.]+)"', drawn)]
    assert all(0 <= one <= 900 for one in places)


def test_svg_draws_bars_by_category():
    bars = {
        "data": [{"type": "bar", "x": ["now", "year 1"], "y": [-5.0, 7.0]}, {"x": ["now", "year 1"], "y": [1.0, 2.0]}],
        "layout": {},
    }
    drawn = svg(bars)
    assert drawn.count("<rect") == 2 and "year 1" in drawn and "<polyline" in drawn
