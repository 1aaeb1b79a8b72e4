"""Where a team stands: value and benefit in pairs, those who are wronged, and what is said about it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from workbook.data import tally
from workbook.errors import WorkbookError
from workbook.outcomes import Policy, Wording
from workbook.roi.answers import RoiAnswers, Worth
from workbook.roi.flat_top import flat_top, thinned
from workbook.roi.payoffs import assumptions, payoff_of
from workbook.roi.standing import Standing, case_of, ground, standing
from workbook.roi.words import value_in_words

ANSWERS = RoiAnswers(
    true_positive=Worth(constant=1.0, owner="Dana"),
    false_positive=Worth(constant=-2.0, owner="Dana"),
    yearly_volume=10_000,
    volume_owner="Dana",
    today="accept all",
)
WORDING = Wording(
    units="applicants",
    selected_means="approved",
    not_selected_means="refused",
    positive_means="repaid",
    negative_means="defaulted",
)


def loans(n: int = 2000, seed: int = 1) -> pd.DataFrame:
    generator = np.random.default_rng(seed)
    score = generator.random(n).round(2)
    repaid = (generator.random(n) < 0.2 + 0.7 * score).astype(int)
    return pd.DataFrame(
        {"y": repaid, "s": score, "g": generator.choice(["a", "b"], n), "d": (generator.random(n) < 0.5).astype(int)}
    )


def stand(
    threshold: float | None = 0.5,
    answers: RoiAnswers = ANSWERS,
    table: pd.DataFrame | None = None,
    wording: Wording = WORDING,
    **roles: object,
) -> Standing:
    counted = tally(
        loans() if table is None else table,
        **{"label": "y", "score": "s", "groups": ["g"], "decision": "d", "split": 3, **roles},
    )
    found = ground(counted, payoff_of(answers), answers, wording, "no")
    return standing(found, counted, None if threshold is None else Policy.at(threshold), answers, wording)


@pytest.mark.parametrize("today", ["accept all", "accept none", "given decision"])
@pytest.mark.parametrize("side", ["at_or_above", "below"])
def test_benefit_is_value_less_today(today, side):
    found = stand(answers=ANSWERS.model_copy(update={"today": today}), selected=side)
    assert found.value is not None and found.benefit is not None and found.ground.today is not None
    assert found.benefit[0] == pytest.approx(found.value[0] - found.ground.today)


def test_the_benefit_of_changing_nothing_is_certain():
    """At the lowest threshold all are approved, as today: in pairs the benefit is zero, without any doubt."""
    assert stand(threshold=0.0).benefit == (0.0, 0.0, 0.0)


def test_the_benefit_is_surer_than_two_totals():
    found = stand(threshold=0.1)
    assert found.value is not None and found.benefit is not None
    assert found.benefit[2] - found.benefit[1] < 0.5 * (found.value[2] - found.value[1])


def test_a_typed_value_is_taken_off():
    found = stand(answers=ANSWERS.model_copy(update={"today": "typed value", "today_value": 1000.0}))
    assert found.value is not None and found.benefit == pytest.approx(tuple(one - 1000 for one in found.value))


def test_a_case_needs_what_it_compares_with():
    with pytest.raises(WorkbookError, match="carry no decision"):
        answers = ANSWERS.model_copy(update={"today": "given decision"})
        case_of(stand(answers=answers, decision=None), answers)
    with pytest.raises(WorkbookError, match="threshold has been declared"):
        case_of(stand(threshold=None), ANSWERS)


def test_the_wronged_are_the_good_ones_refused():
    table = loans()
    found = stand(threshold=0.5)
    assert found.place is not None
    assert found.ground.harmed.so_far[:, found.place].sum() == ((table.y == 1) & (table.s < 0.5)).sum()
    flagged = stand(threshold=0.5, wording=Wording(favourable=False))
    assert flagged.place is not None
    assert flagged.ground.harmed.so_far[:, flagged.place].sum() == ((table.y == 0) & (table.s >= 0.5)).sum()


def dots_of(figure: dict[str, Any]) -> list[dict[str, Any]]:
    return [trace for trace in figure["data"] if trace.get("yaxis") == "y2"]


def lit(figure: dict[str, Any]) -> int:
    """Dots that the colour scale of their axis shows in full."""
    found = 0
    for trace in dots_of(figure):
        scale = figure["layout"][trace["marker"]["coloraxis"]]
        turn = scale["cmin"] + scale["colorscale"][1][0] * (scale["cmax"] - scale["cmin"])
        for side, colour in (
            (trace["x"] < turn, scale["colorscale"][0][1]),
            (trace["x"] >= turn, scale["colorscale"][3][1]),
        ):
            found += int(side.sum()) if colour.endswith(",1.0)") else 0
    return found


def test_dots_are_as_many_as_people():
    found = stand()
    figure = flat_top(found)
    people = int(found.ground.harmed.counts.sum())
    drawn = sum(len(trace["x"]) for trace in dots_of(figure))
    per_dot = int(np.ceil(people / drawn))
    assert f"1 dot = {per_dot}" in figure["layout"]["yaxis2"]["title"]["text"]
    assert drawn * per_dot == pytest.approx(people, abs=2 * per_dot)
    assert found.place is not None
    assert lit(figure) * per_dot == pytest.approx(found.ground.harmed.so_far[:, found.place].sum(), rel=0.1)


@pytest.mark.parametrize("side", ["at_or_above", "below"])
def test_only_the_position_changes_when_the_slider_moves(side):
    counted = tally(loans(), label="y", score="s", groups=["g"], split=3, selected=side)
    standing_on = ground(counted, payoff_of(ANSWERS), ANSWERS, WORDING, "no")
    one, other = (flat_top(standing(standing_on, counted, Policy.at(at), ANSWERS, WORDING)) for at in (0.3, 0.7))
    assert all(a is b for a, b in zip(one["data"][:-1], other["data"][:-1], strict=True))
    assert len(one["data"][-1]["x"]) == 1
    assert one["layout"]["shapes"] != other["layout"]["shapes"] and lit(one) != lit(other)


def test_a_curve_keeps_its_extremes_when_it_is_thinned():
    values = np.random.default_rng(4).normal(size=20_000)
    kept = thinned(values, (17,))
    assert len(kept) <= 400 and {0, 17, len(values) - 1, int(values.argmin()), int(values.argmax())} <= set(
        kept.tolist()
    )


def test_a_past_decision_tells_no_repayment_story():
    said = value_in_words(
        stand(wording=Wording(units="applicants", positive_means="approved", label_is="past decision"))
    )
    assert "past decision" in said and "not money that was repaid or lost" in said and "who approved" not in said


def test_a_model_that_was_trained_on_these_rows_claims_nothing():
    counted = tally(loans(), label="y", score="s", split=3)
    found = standing(
        ground(counted, payoff_of(ANSWERS), ANSWERS, WORDING, "yes"), counted, Policy.at(0.5), ANSWERS, WORDING
    )
    assert found.curve.claimed and not found.claimed
    assert "trained on these rows" in value_in_words(found) and "exploring" in value_in_words(found)


def test_rows_that_are_left_out_are_named():
    table = loans()
    table["y"] = table["y"].astype(float)
    table.loc[:2, "y"] = np.nan
    table.loc[10:14, "s"] = np.nan
    said = value_in_words(stand(table=table))
    assert "3 rows have no label" in said and "5 rows have a label but no score" in said


def test_a_hostile_group_name_does_not_reach_the_figure():
    table = loans()
    table["g"] = table["g"].map({"a": "<b>a</b>", "b": "<i>b"})
    texts = str(flat_top(stand(table=table))["layout"]) + str(
        [trace.get("name") for trace in flat_top(stand(table=table))["data"]]
    )
    assert "<b>a" not in texts and "<i>b" not in texts


def test_what_carries_the_case_comes_first():
    answers = RoiAnswers(
        true_positive=Worth(amount="loan", per_unit=0.2),
        yearly_volume=1000,
        costs=({"title": "Build", "low": 1, "likely": 90_000, "high": 100_000},),
    )
    weighty, light = assumptions(answers, {"loan": 5000.0}), assumptions(answers, {"loan": 10.0})
    assert [one.name for one in weighty][:2] == ["Cases a year", "Selected, and rightly so"]
    assert [one.name for one in light][:2] == ["Cases a year", "Build"]


def test_a_few_large_amounts_are_named():
    table = loans()
    generator = np.random.default_rng(2)
    answers = ANSWERS.model_copy(update={"true_positive": Worth(amount="a", per_unit=0.2)})
    for spread, warned in ((0.0, False), (2.5, True)):
        table["a"] = generator.lognormal(8, spread, len(table))
        said = value_in_words(stand(answers=answers, table=table, amounts={"a": "a"}))
        assert ("A few large amounts" in said) == warned
