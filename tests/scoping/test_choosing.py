"""Is learning needed, which route, which use case: plain recommendations that follow from the answers."""

from __future__ import annotations

import pytest

from workbook.errors import WorkbookError
from workbook.scoping.answers import Affected, Expert, Route, ScopingAnswers, UseCaseIdea
from workbook.scoping.choosing import need_of, portfolio_of, sourcing_of
from workbook.scoping.gathering import creep_of, room_of

YES = {"rule_written": "no", "rule_tried": "yes", "history": "yes", "stable": "yes", "error_bearable": "yes"}


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, "Learning is worth trying."),
        ({"history": "not said"}, "Cannot tell yet."),
        ({"error_bearable": "no"}, "Do not let a model decide here."),
        ({"history": "no"}, "A rule, for now."),
        ({"rule_written": "yes", "rule_tried": "no"}, "Try the rule first."),
        ({"stable": "no"}, "Learning is worth trying, with care."),
    ],
)
def test_need(changes, verdict):
    assert need_of(ScopingAnswers(**(YES | changes))).verdict == verdict


def test_rice_is_reach_times_impact_times_confidence_over_effort():
    first = UseCaseIdea(title="A", reach=1000, impact="high", confidence=0.8, effort=4)
    second = UseCaseIdea(title="B", reach=500, impact="massive", confidence=0.5, effort=10)
    found = portfolio_of(ScopingAnswers(ideas=(second, first)))
    assert [one.title for one in found] == ["A", "B"]
    assert found[0].score == pytest.approx(1000 * 2 * 0.8 / 4) and found[1].score == pytest.approx(500 * 3 * 0.5 / 10)


def test_one_weight_can_flip_the_route():
    buy = Route(title="buy", speed=5, cost=4, control=1, skills=5, exit=2)
    build = Route(title="build", speed=2, cost=2, control=5, skills=2, exit=5)
    found = sourcing_of(ScopingAnswers(routes=(build, buy)))
    assert found.ranking[0].title == "buy" and found.flips


def test_a_choice_needs_two():
    with pytest.raises(WorkbookError, match="Fewer than two"):
        sourcing_of(ScopingAnswers(routes=(Route(),)))


def test_who_is_missing():
    answers = ScopingAnswers(
        people=(Expert(name="Dana", hat="product"), Expert(name="", hat="data")),
        affected=(Affected(who="Young applicants", harm="serious"), Affected(who="Staff", harm="small", voice="Union")),
    )
    room = room_of(answers)
    assert (
        "data" in room.missing_hats and "product" not in room.missing_hats and room.voiceless == ("Young applicants",)
    )


def test_scope_creep_needs_a_signature():
    with pytest.raises(WorkbookError, match="not been signed"):
        creep_of(ScopingAnswers(), None)
