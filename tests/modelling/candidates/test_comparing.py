"""Candidates in pairs: planted differences are found, noise is not, and nothing tells about fewer than ten people."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.modelling.candidates.made_up import made, scored
from workbook.errors import InputError
from workbook.modelling.candidates.comparing import compare
from workbook.modelling.candidates.result import verdict
from workbook.modelling.candidates.taking_part import Candidate
from workbook.models.changes import change
from workbook.models.folds import even_folds
from workbook.stats.ranking import auc


def noisy(known: np.ndarray, seed: int, much: float = 0.2) -> np.ndarray:
    return np.clip(known + np.random.default_rng(seed + 77_000).normal(0, much, len(known)), 0, 1)


def test_a_planted_difference_is_found():
    study, known = made()
    found = compare(study, [scored("guess", noisy(known, 1, 0.6)), scored("truth", known)], "guess")
    against = found.named("truth").over_reference
    assert verdict(against.ranking) == "better" and verdict(against.money) == "better" and against.brier[2] < 0
    assert found.leader == "truth" and [one.name for one in found.level] == ["truth"]


def test_the_other_way_round_is_the_opposite():
    study, known = made()
    two = [scored("guess", noisy(known, 1, 0.6)), scored("truth", known)]
    there, back = compare(study, two, "guess"), compare(study, two, "truth")
    for name in ("ranking", "money", "errors", "brier"):
        one = getattr(there.named("truth").over_reference, name)
        other = getattr(back.named("guess").over_reference, name)
        assert one == pytest.approx((-other[0], -other[2], -other[1]))


@pytest.mark.parametrize("money", [True, False])
def test_of_pure_noise_hardly_ever_anything_is_called_better(money):
    """Five scores that know nothing, two hundred times: "better" is said of any of them at most 1 time in 20."""
    claims = {"against the reference": 0, "by the leader": 0}
    for seed in range(200):
        study, _ = made(500, seed, money=money, noise=True)
        draw = np.random.default_rng(seed)
        found = compare(study, [scored(f"m{place}", draw.random(500)) for place in range(5)], "m0")
        apart = [one.over_reference for one in found.rivals if one.over_reference]
        claims["against the reference"] += any(
            verdict(each) in ("better", "worse") for one in apart for each in (one.ranking, one.money) if each
        )
        claims["by the leader"] += found.named("m0") not in found.level
    assert claims["against the reference"] <= 2 * 18  # two measures at 5 % each: 20 expected, 36 is 3.6 deviations
    assert claims["by the leader"] <= 18  # at most 10 expected


def test_two_that_know_as_much_are_told_apart_once_in_twenty():
    claimed = 0
    for seed in range(150):
        study, known = made(600, seed)
        found = compare(study, [scored("a", noisy(known, seed)), scored("b", noisy(known, seed + 500))], "a")
        claimed += verdict(found.named("b").over_reference.ranking) != "cannot tell"
    assert claimed <= 17  # 7.5 expected


def test_the_better_one_is_found_more_often_with_more_rows():
    def power(rows: int) -> int:
        found = 0
        for seed in range(30):
            study, known = made(rows, seed)
            pair = [scored("worse", noisy(known, seed, 0.5)), scored("better", noisy(known, seed + 500, 0.1))]
            found += verdict(compare(study, pair, "worse").named("better").over_reference.ranking) == "better"
        return found

    few, many = power(200), power(2000)
    assert few < many == 30


def test_money_is_that_of_changes():
    study, known = made()
    found = compare(study, [scored("a", noisy(known, 1)), scored("b", known)], "a")
    judging = study.half == 1
    cuts = {name: found.named(name).threshold for name in "ab"}
    before, after = (noisy(known, 1) >= cuts["a"])[judging], (known >= cuts["b"])[judging]
    own = change(study.where(judging), before, after, by_group=False)
    against = found.named("b").over_reference
    assert against.money == pytest.approx(own.money) and against.errors == pytest.approx(own.errors)
    assert against.changed == pytest.approx(own.changed[0])
    assert found.named("b").money[0] == pytest.approx(study.worth(known >= cuts["b"])[judging].sum())


def test_the_more_comparisons_the_wider():
    study, known = made()
    pair = [scored("a", noisy(known, 1)), scored("b", known)]
    more = [*pair, *(scored(f"m{place}", noisy(known, place)) for place in range(3, 8))]
    narrow, wide = (compare(study, some, "a").named("b").over_reference for some in (pair, more))
    for name in ("ranking", "money", "errors", "brier"):
        one, other = getattr(narrow, name), getattr(wide, name)
        assert one[0] == pytest.approx(other[0]) and other[2] - other[1] > one[2] - one[1] > 0


def test_the_half_that_judges_chooses_nothing():
    """Turning round what happened to those who judge changes no threshold and no leader."""
    study, known = made()
    turned = np.where(study.half == 1, 1 - study.label, study.label)
    other = replace(study, label=turned, if_selected=np.where(turned == 1, 1.0, -1.0))
    two = [scored("a", noisy(known, 1)), scored("b", known)]
    one, two_ = compare(study, two, "a"), compare(other, two, "a")
    assert [each.threshold for each in one.rivals] == [each.threshold for each in two_.rivals]
    assert one.leader == two_.leader and one.named("b").money[0] > 0 > two_.named("b").money[0]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000))
def test_a_risk_and_a_score_are_the_same_thing(seed):
    study, known = made(600, seed)
    risk = Candidate("risk", "Risk", "recipe", 1 - known, side="below")
    found = compare(study, [scored("score", known), risk], "score")
    one, other = found.rivals
    assert one.ranking == pytest.approx(other.ranking) and one.money == pytest.approx(other.money)
    assert other.over_reference.ranking == pytest.approx((0, 0, 0), abs=1e-9)
    assert other.threshold == pytest.approx(1 - one.threshold)


def test_without_money_everybody_selects_as_many_as_today():
    study, known = made(4000, money=False)
    today = (known > 0.8).astype(float)
    candidates = [Candidate("today", "Today", "today", decided=today), scored("a", noisy(known, 1)), scored("b", known)]
    found = compare(study, candidates, "a", today)
    assert found.measure == "ranking" and found.leader == "b"
    for name in ("a", "b"):
        assert found.named(name).selected == pytest.approx(found.named("today").selected, abs=0.03)
    assert found.named("today").ranking is None and found.named("today").money is None


def test_where_today_selects_all_the_declared_policy_says_how_many():
    study, known = made(4000, money=False)
    found = compare(study, [scored("a", noisy(known, 1)), scored("b", known)], "a", np.ones(4000))
    assert found.named("b").selected == pytest.approx(study.decided(study.score).mean(), abs=0.03)


def test_only_rows_that_all_can_score_count():
    study, known = made()
    partly = np.where(np.arange(1200) % 4 == 0, np.nan, known)
    found = compare(study, [scored("a", noisy(known, 1)), scored("b", partly)], "a")
    rows = np.isfinite(partly)
    assert found.rows == rows.sum() < found.of
    assert found.named("a").ranking[0] == pytest.approx(auc(noisy(known, 1)[rows], study.label[rows] == 1))


def test_an_empty_score_does_not_take_the_rows_from_the_others():
    study, known = made()
    empty = scored("empty", np.where(np.arange(1200) < 100, known, np.nan))
    found = compare(study, [scored("a", noisy(known, 1)), scored("b", known), empty], "a")
    assert found.rows == 1200 and len(found.rivals) == 2 and "Empty" in found.notes[0]


def test_what_fewer_than_ten_decide_otherwise_is_not_told():
    study, known = made()
    turned = known.copy()
    turned[np.flatnonzero(study.half == 1)[:4]] = 1 - turned[np.flatnonzero(study.half == 1)[:4]]
    found = compare(study, [scored("a", known), scored("b", turned)], "a")
    against = found.named("b").over_reference
    assert against.changed is None and against.money is None and against.errors is None
    assert against.ranking is not None and len(found.level) == 2


def test_where_fewer_than_ten_are_selected_their_money_is_not_told():
    study, known = made(4000)
    few = np.zeros(4000)
    few[np.flatnonzero(study.half == 1)[:5]] = 1
    found = compare(study, [scored("a", known), Candidate("few", "Few", "today", decided=few)], "a")
    assert (
        found.named("few").selected is None and found.named("few").money is None and found.named("few").errors is None
    )


@pytest.mark.parametrize("rows", [50, 75])
def test_too_few_rows_compare_nothing(rows):
    study, known = made(rows)
    with pytest.raises(InputError, match="each half needs 20"):
        compare(study, [scored("a", known), scored("b", noisy(known, 1))], "a")


def test_one_kind_of_outcome_compares_nothing():
    study, known = made()
    with pytest.raises(InputError, match="either outcome"):
        compare(replace(study, label=np.ones_like(study.label)), [scored("a", known), scored("b", known)], "a")


def test_rows_without_an_outcome_count_nowhere():
    study, known = made()
    hidden = replace(study, label=np.where(np.arange(1200) % 3 == 0, 2, study.label))
    found = compare(hidden, [scored("a", noisy(known, 1)), scored("b", known)], "a")
    assert found.rows == 800 and found.of == 1200


def test_rows_that_stand_for_two_count_twice():
    study, known = made()
    weight = np.where(np.arange(1200) % 2 == 0, 2.0, 1.0)
    pair = [scored("a", noisy(known, 1)), scored("b", known)]
    one, other = compare(study, pair, "a"), compare(replace(study, weight=weight), pair, "a")
    judging = study.half == 1
    decided = known >= other.named("b").threshold
    wrong = np.average(decided[judging] != (study.label[judging] == 1), weights=weight[judging])
    assert other.named("b").errors[0] == pytest.approx(wrong) and one.judged == other.judged


def test_the_chances_of_a_score_column_of_the_other_outcome_are_turned():
    study, known = made(roles={"selected": "below"})
    column = Candidate("score column", "Score column", "score column", 1 - known, "below")
    found = compare(study, [scored("a", known), column], "a")
    assert found.named("score column").brier == pytest.approx(found.named("a").brier)


@pytest.mark.parametrize("scale", [850.0, -3.0])
def test_a_score_that_is_no_chance_has_no_brier_score(scale):
    study, known = made()
    found = compare(study, [scored("a", known), scored("points", known * scale, side="at_or_above")], "a")
    assert found.named("points").brier is None and found.named("points").ranking is not None


def test_folds_need_not_be_even():
    study, known = made()
    again = replace(study, folds=even_folds(study.label, study.group, 3))
    assert compare(again, [scored("a", known), scored("b", noisy(known, 1))], "a").rows == 1200
