"""Pictures say their finding, and text from people stays text."""

from __future__ import annotations

import plotly.graph_objects as go
import pytest

from workbook.scoping.answers import ScopingAnswers
from workbook.scoping.briefing import brief_of
from workbook.scoping.choosing import Ranked, Scored, Sourcing
from workbook.scoping.figures import brief_table, hats_table, routes_ranked, value_and_feasibility
from workbook.scoping.gathering import room_of

HOSTILE = "<b>A</b> & $x$"
CLEAR = (Scored("A", 2000, 0.2, 400), Scored("B", 1500, 0.05, 75))
BUY, BUILD = Ranked("buy", 3.4), Ranked("build", 3.2)


@pytest.mark.parametrize(
    ("found", "title"),
    [
        (CLEAR, "“A” promises most for its effort"),
        ((CLEAR[0], Scored("C", 1500, 0.2, 300)), "No use case is clearly ahead"),
        (CLEAR[:1], "“A” has nothing to compare with"),
    ],
)
def test_the_title_of_the_use_cases_is_the_finding(found, title):
    assert value_and_feasibility(found)["layout"]["title"]["text"] == title


@pytest.mark.parametrize(
    ("found", "title"),
    [
        (Sourcing((BUY, BUILD), True, ()), "Buy comes first, narrowly"),
        (Sourcing((BUY, BUILD), False, ()), "Buy comes first"),
        (Sourcing((BUY, Ranked("build", 3.4)), True, ()), "The first two are level"),
    ],
)
def test_the_title_of_the_routes_is_the_finding(found, title):
    assert routes_ranked(found)["layout"]["title"]["text"] == title


def test_the_first_route_lies_on_top():
    trace = routes_ranked(Sourcing((BUY, BUILD), False, ()))["data"][0]
    assert (trace["y"], trace["x"]) == (["build", "buy"], [3.2, 3.4])


@pytest.mark.parametrize(
    "figure",
    [
        value_and_feasibility((Scored(HOSTILE, 9, 1, 9), CLEAR[0])),
        routes_ranked(Sourcing((Ranked(HOSTILE, 3), BUILD), False, ())),
    ],
)
def test_names_never_become_markup_and_plotly_accepts_the_figure(figure):
    shown = str(go.Figure(figure).to_plotly_json())
    # A dollar sign may stay: charts are drawn with mathematics switched off.
    assert "<b>" not in shown and figure["layout"]["paper_bgcolor"] == "rgba(0,0,0,0)"
    assert figure["layout"]["xaxis"]["title"]["text"]


def test_tables_have_a_row_for_each_hat_and_each_point():
    assert len(hats_table(room_of(ScopingAnswers())).rows) == 6
    points = brief_of(ScopingAnswers())
    for view in (hats_table(room_of(ScopingAnswers())), brief_table(points)):
        assert all(set(row) == {column.key for column in view.columns} for row in view.rows)
    assert [row["name"] for row in brief_table(points).rows] == [one.name for one in points]
