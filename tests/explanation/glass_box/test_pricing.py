"""What reading costs: nothing for the same scores, something for noise, and the gap between groups with it."""

from __future__ import annotations

import numpy as np
import pytest

from tests.models.test_making import PAYOFF, roles, table
from workbook.explanation.glass_box.figures import curves_picture, price_picture
from workbook.explanation.glass_box.pricing import GlassBox, findings_of, gap_between, price
from workbook.explanation.glass_box.words import glass_box_in_words, headline
from workbook.models.making import make_study


@pytest.fixture(scope="module")
def study():
    frame = table(rows=6000)
    frame["x"] = (frame.y == "good") + np.random.default_rng(3).normal(0, 0.8, len(frame))
    return make_study(frame, roles(), payoff=PAYOFF, yearly_volume=10_000)


def good(study):
    return study.features.x.to_numpy(dtype=float)


def noise(study, seed=0):
    return np.random.default_rng(seed).random(study.rows)


def test_the_same_scores_cost_nothing(study):
    found = price(study, good(study), good(study), "logistic", "Same")
    assert (
        found.money == (0, 0, 0)
        and found.errors == (0, 0, 0)
        and found.changed[0] == 0
        and found.verdict == "cannot tell"
    )
    assert found.ranking[0] == 0 and found.gap.change[0] == 0


def test_noise_costs_something(study):
    found = price(study, good(study), noise(study), "logistic", "Noise")
    assert found.verdict == "costs" and found.money[2] < 0 and found.errors[1] > 0 and found.ranking[2] < 0


def test_the_better_one_pays(study):
    assert price(study, noise(study), good(study), "logistic", "Good").verdict == "pays"


def test_without_money_errors_decide():
    frame = table(rows=3000)
    frame["x"] = (frame.y == "good") * 1.0
    bare = make_study(frame, roles())
    found = price(bare, good(bare), noise(bare), "logistic", "Noise")
    assert found.money is None and found.verdict == "costs"


def test_pure_noise_is_seldom_called_a_price(study):
    """Two scores that say nothing: neither costs anything; a verdict comes about at most as often as stated."""
    called = sum(
        price(study, noise(study, 2 * seed), noise(study, 2 * seed + 1), "logistic", "N").verdict != "cannot tell"
        for seed in range(40)
    )
    assert called <= 5


def test_a_gap_that_opens_is_seen(study):
    right = (study.label == 1) == study.event_is_right
    everybody, nobody_in_a = np.ones(study.rows, dtype=bool), study.group != study.group_names.index("a")
    found = gap_between(study, right, everybody, nobody_in_a)
    assert found.before == 0 and found.after == 1 and found.change[1] > 0.9 and found.worst == "a"


def test_groups_too_small_to_compare_are_left_alone(study):
    few = study.where(np.arange(study.rows) < 40)
    assert gap_between(few, few.label == 1, few.label == 1, few.label == 1) is None


def box(study, *prices):
    return GlassBox("Boosting", prices, (), 3000, 0, "EUR", True, (), findings_of(prices))


def test_words_and_pictures_say_the_same(study):
    costs, free = (price(study, good(study), one, "logistic", "Plain") for one in (noise(study), good(study)))
    assert headline(box(study, costs)).startswith("Reading costs something here: −€")
    assert "cannot tell" in headline(box(study, free)) and "includes nothing at all" in glass_box_in_words(
        box(study, free)
    )
    assert price_picture(box(study, costs))["layout"]["title"]["text"] == headline(box(study, costs))
    assert price_picture(box(study)) is None and curves_picture(box(study)) is None
    assert glass_box_in_words(box(study)) == "No model that can be read was trained."


def test_findings_for_the_decision_table(study):
    costs, better = price(study, good(study), noise(study), "l", "L"), price(study, noise(study), good(study), "l", "L")
    assert [one.outcome for one in findings_of([costs, better])] == ["held", "failed"]
