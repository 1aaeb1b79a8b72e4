"""Only what changed of a picture is sent, and a page that came later gets the rest on asking."""

import json

from hypothesis import given
from hypothesis import strategies as st

from workbook.ui.pieces import Pieces, joined
from workbook.ui.results import Chart

CURVE = {"type": "scatter", "x": [0, 1, 2], "y": [1.0, 2.0, 1.5]}


def mark(x):
    return {"type": "scatter", "x": [x], "y": [0]}


def sent(widget):
    return json.loads(widget.state)


def test_a_curve_that_stays_is_sent_once():
    chart = Chart({"data": [CURVE, mark(1)], "layout": {}})
    first = sent(chart)
    assert list(first["pieces"].values()) == [CURVE, mark(1)]
    assert first["figure"]["data"] == list(first["pieces"])
    chart.update({"data": [dict(CURVE), mark(2)], "layout": {}})
    second = sent(chart)
    assert list(second["pieces"].values()) == [mark(2)]
    assert second["figure"]["data"][0] == first["figure"]["data"][0]


def test_a_later_view_is_given_what_it_lacks():
    chart = Chart({"data": [CURVE, mark(1)], "layout": {}})
    chart.update({"data": [CURVE, mark(2)], "layout": {}})
    answered = []
    chart.send = lambda content, buffers=None: answered.append(content)
    chart.receive({"pieces": sent(chart)["figure"]["data"] + ["unknown"]})
    assert [json.loads(text) for text in answered[0]["pieces"].values()] == [CURVE, mark(2)]


def test_a_trace_shown_twice_stays_two_traces():
    pieces = Pieces()
    names, new = pieces.name([CURVE, CURVE])
    assert len(names) == 2 and len(new) == 1


@given(st.lists(st.lists(st.integers(0, 5), max_size=4), min_size=1, max_size=6))
def test_what_was_sent_always_adds_up_to_the_picture(figures):
    pieces, held = Pieces(), {}
    for xs in figures:
        state = json.loads(joined({"says": "x"}, {"data": [mark(x) for x in xs], "layout": {"height": 1}}, pieces))
        held |= state["pieces"]
        assert [held[name] for name in state["figure"]["data"]] == [mark(x) for x in xs]
        held = {name: held[name] for name in state["figure"]["data"]}
