"""Which route and which use case: rankings by hand, how close they are, and what would turn them round."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.errors import WorkbookError
from workbook.scoping.answers import Route, ScopingAnswers, UseCaseIdea
from workbook.scoping.choosing import (
    CRITERIA,
    Flip,
    clear_lead,
    portfolio_in_words,
    portfolio_of,
    sourcing_in_words,
    sourcing_of,
)

BUY = Route(title="buy", speed=5, cost=4, control=1, skills=5, exit=2)
BUILD = Route(title="build", speed=2, cost=2, control=5, skills=2, exit=5)
POINTS = st.integers(1, 5)
ROUTES = st.builds(
    Route,
    title=st.just("build"),
    name=st.text("abc", max_size=3),
    speed=POINTS,
    cost=POINTS,
    control=POINTS,
    skills=POINTS,
    exit=POINTS,
)
WEIGHTS = st.fixed_dictionaries({f"weight_{name}": st.integers(0, 5) for name in CRITERIA})


def test_the_score_is_the_weighted_mean():
    weights = {"weight_speed": 1, "weight_cost": 2, "weight_control": 3, "weight_skills": 0, "weight_exit": 4}
    found = sourcing_of(ScopingAnswers(routes=(BUILD, BUY), **weights))
    assert {one.title: one.score for one in found.ranking} == pytest.approx({"build": 4.1, "buy": 2.4})  # 41/10, 24/10
    assert found.ranking[0].title == "build" and not found.close


def test_the_nearest_weight_that_flips_is_told():
    # With weights 3: buy 51, build 48 of 15. Control: 1 against 5 points, so one more weight makes 52 : 53.
    found = sourcing_of(ScopingAnswers(routes=(BUILD, BUY)))
    assert found.ranking[0].title == "buy" and found.close
    assert found.flips[0] == Flip("control", 3, 4, "build")
    assert Flip("cost", 3, 1, "build") in found.flips  # 51-8=43 against 48-4=44
    assert "build would come first if control weighed 4 instead of 3" in sourcing_in_words(found).replace(
        "Build", "build"
    )


@given(st.lists(ROUTES, min_size=2, max_size=4, unique_by=lambda one: one.name), WEIGHTS)
def test_each_flip_does_flip_and_nothing_nearer_does(routes, weights):
    if not any(weights.values()):
        return
    answers = ScopingAnswers(routes=tuple(routes), **weights)
    found = sourcing_of(answers)
    named = {told: name for name, told in CRITERIA.items()}
    for flip in found.flips:
        changed = weights | {f"weight_{named[flip.criterion]}": flip.instead}
        again = sourcing_of(ScopingAnswers(routes=tuple(routes), **changed))
        assert again.ranking[0].score > next(one.score for one in again.ranking if one.title == found.ranking[0].title)
        for nearer in range(flip.weight + 1, flip.instead):
            changed = weights | {f"weight_{named[flip.criterion]}": nearer}
            between = {
                one.title: one.score for one in sourcing_of(ScopingAnswers(routes=tuple(routes), **changed)).ranking
            }
            assert max(between.values()) == pytest.approx(between[found.ranking[0].title])


def test_a_tie_is_a_tie():
    first, second = BUY.model_copy(update={"name": "A"}), BUY.model_copy(update={"name": "B"})
    found = sourcing_of(ScopingAnswers(routes=(first, second)))
    assert found.tied and found.flips == ()
    assert "Buy (A) and buy (B) are level" in sourcing_in_words(found)


def test_different_routes_can_be_level_and_then_no_weight_is_singled_out():
    mirrored = Route(title="build", speed=4, cost=5, control=1, skills=5, exit=2)
    found = sourcing_of(ScopingAnswers(routes=(BUY, mirrored)))
    assert found.tied and found.flips == ()


def test_no_weight_can_help_a_route_that_is_worse_in_everything():
    worse = Route(title="build", speed=1, cost=1, control=1, skills=1, exit=1)
    found = sourcing_of(ScopingAnswers(routes=(worse, BUY)))
    assert found.flips == () and "No single weight" in sourcing_in_words(found)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"routes": (BUY,)}, "Fewer than two"),
        ({"routes": (BUY, BUY)}, "“buy” is listed twice"),
        ({"routes": (BUY, Route(title="build", speed=3))}, "“build” has no score for: cost, control, skills at hand"),
        ({"routes": (BUY, BUILD), **{f"weight_{name}": 0 for name in CRITERIA}}, "Every weight is zero"),
    ],
)
def test_nothing_is_ranked_on_what_nobody_said(changes, message):
    with pytest.raises(WorkbookError, match=message):
        sourcing_of(ScopingAnswers(**changes))


def test_rice_is_reach_times_impact_times_confidence_over_effort():
    first = UseCaseIdea(title="A", reach=1000, impact="high", confidence=0.8, effort=4)
    second = UseCaseIdea(title="B", reach=500, impact="massive", confidence=0.5, effort=10)
    found = portfolio_of(ScopingAnswers(ideas=(second, first)))
    assert [one.title for one in found] == ["A", "B"]
    assert [one.score for one in found] == pytest.approx([400, 75])
    assert (found[0].value, found[0].feasibility) == pytest.approx((2000, 0.2))
    assert clear_lead(found) and "5.3 times the score of “B”" in portfolio_in_words(found)


@pytest.mark.parametrize(
    ("reaches", "told"),
    [
        ((100, 60), "too close"),
        ((100, 50), "“0” comes first"),
        ((100, 100), "score alike"),
        ((100, 0), "a choice needs a second one. Without a score, for want of cases or confidence: “1”"),
        ((0, 0), "None can be compared yet"),
        ((100,), "a choice needs a second one"),
    ],
)
def test_a_lead_must_be_larger_than_rough_estimates_err(reaches, told):
    ideas = tuple(UseCaseIdea(title=str(place), reach=reach) for place, reach in enumerate(reaches))
    assert told in portfolio_in_words(portfolio_of(ScopingAnswers(ideas=ideas)))


def test_no_use_case_no_comparison():
    with pytest.raises(WorkbookError, match="No use case is listed"):
        portfolio_of(ScopingAnswers(ideas=(UseCaseIdea(title="  "),)))
