"""Pictures: complete, safe, and without a verdict where none is due."""

from __future__ import annotations

import json

import numpy as np
import plotly.graph_objects as go
import pytest

from tests.fairness.tallies import tally_of
from workbook.fairness import audit
from workbook.fairness.figures import MOST_SHOWN, gaps_against_tolerance, rates_by_group
from workbook.fairness.looking import Look
from workbook.outcomes import Wording

HOSTILE = r"<b>x</b>&lt;i&gt; $\href{javascript:1}{x}$"
COUNTS = [[[300, 100], [40, 260]], [[200, 100], [90, 210]], [[20, 10], [10, 30]]]


def figures(**standing):
    seen = Look(audit(tally_of(COUNTS, [("a",), (HOSTILE,), (None,)])), **standing)
    return rates_by_group(seen), gaps_against_tolerance(seen)


@pytest.mark.parametrize("declared", [True, False])
def test_plotly_takes_them(declared):
    for figure in figures(declared=declared):
        go.Figure(figure)


def test_names_from_data_and_people_are_plain():
    for figure in figures(wording=Wording(units=HOSTILE, selected_means=HOSTILE, positive_means=HOSTILE)):
        texts = [figure["layout"]["title"]["text"]]
        for trace in figure["data"]:
            texts += [*trace["y"], *trace.get("hovertext", []), trace["name"]]
        assert "\uff1cb\uff1e" in json.dumps(texts, ensure_ascii=False)
        assert not any(sign in text for text in texts for sign in "<>&\\")


def test_each_dot_has_its_interval_and_its_n():
    rates, _ = figures()
    for trace in rates["data"]:
        low, high = trace["x"] - trace["error_x"]["arrayminus"], trace["x"] + trace["error_x"]["array"]
        assert (low <= trace["x"]).all() and (trace["x"] <= high).all()
        assert (low >= -1e-12).all() and (high <= 1 + 1e-12).all()
    assert sorted(label.split("  n ")[1] for label in rates["data"][0]["y"]) == ["600", "70", "700"]


def test_the_missing_group_is_shown_last():
    rates, _ = figures()
    assert rates["data"][0]["y"][-1].startswith("group missing")


def test_verdicts_have_shapes_and_only_where_due():
    _, declared = figures()
    _, exploring = figures(declared=False)
    assert {trace["name"] for trace in declared["data"]} <= {"Gap", "No gap", "Cannot tell"}
    symbols = [trace["marker"]["symbol"] for trace in declared["data"]]
    assert len(symbols) == len(set(symbols))
    assert [trace["name"] for trace in exploring["data"]] == ["Exploring"]


def test_many_groups_are_cut_and_it_is_said():
    seen = Look(audit(tally_of(np.random.default_rng(0).integers(20, 90, (60, 2, 2)))))
    figure = rates_by_group(seen)
    assert len(figure["data"][0]["y"]) == MOST_SHOWN
    assert f"{60 - MOST_SHOWN} more groups" in figure["layout"]["title"]["text"]


def test_the_background_is_the_pages():
    for figure in figures():
        assert "paper_bgcolor" not in figure["layout"] and "plot_bgcolor" not in figure["layout"]
