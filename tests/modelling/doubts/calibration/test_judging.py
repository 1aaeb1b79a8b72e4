"""Calibration: a score that is right is left alone, planted distortions are seen and mended, and the money is in pairs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.isotonic import IsotonicRegression

from tests.modelling.candidates.made_up import made
from workbook.errors import InputError
from workbook.modelling.doubts.calibration.figures import reliability_picture, repairs_table
from workbook.modelling.doubts.calibration.judging import calibrate, joined_bands, worth_selecting
from workbook.modelling.doubts.calibration.repairing import REPAIRS, isotonic, platt
from workbook.modelling.doubts.calibration.words import calibration_in_words, finding
from workbook.models.changes import change, widened


def sharpened(known: np.ndarray, by: float = 3.0) -> np.ndarray:
    """As sure as an overfitted model: log odds times three."""
    return 1 / (1 + np.exp(-by * np.log(known / (1 - known))))


def gains(rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Worth 1 with the event, −3 without it: selecting pays from 75 % on."""
    return np.full(rows, 1.0), np.full(rows, -3.0)


def test_a_score_that_is_right_is_left_alone():
    study, known = made(6000)
    found = calibrate(study, known, "Truth")
    assert not found.before.off and "means what it says" in finding(found)
    assert "Leave it" in calibration_in_words(found)


@pytest.mark.parametrize("name", ["Platt", "Isotonic"])
def test_a_score_that_is_too_sure_is_seen_and_mended(name):
    study, known = made(6000)
    found = calibrate(study, sharpened(known), "Sure")
    mended = next(one for one in found.after if one.name == name)
    assert found.before.off and mended.over_before[2] < 0
    assert mended.error[0] < found.before.error[0] / 1.5


def test_the_repair_is_judged_by_rows_that_it_never_saw():
    """Turning round what happened to those who judge changes no chance that a repair gives."""
    study, known = made(2000)
    turned = replace(study, label=np.where(study.half == 1, 1 - study.label, study.label))
    one, other = (calibrate(each, sharpened(known), "Sure") for each in (study, turned))
    assert [band.score for band in one.after[0].bands] == pytest.approx(
        [band.score for band in other.after[0].bands], abs=0.2
    )
    assert one.after[0].over_before[0] < 0 < other.after[0].brier[0] - one.after[0].brier[0]


def test_platt_keeps_the_order_and_finds_the_curve():
    known = np.random.default_rng(0).uniform(0.02, 0.98, 20_000)
    happened = np.random.default_rng(1).random(20_000) < known
    mended = platt(sharpened(known), happened, np.ones(20_000))(sharpened(known))
    assert (np.argsort(mended) == np.argsort(known)).all() and np.abs(mended - known).max() < 0.02


def test_isotonic_steps_are_those_of_the_library_and_may_fall():
    draw = np.random.default_rng(2)
    score = draw.random(500)
    happened = draw.random(500) < 1 - score
    steps = IsotonicRegression(increasing=False, y_min=0, y_max=1, out_of_bounds="clip").fit(score, happened)
    found = isotonic(score, happened, np.ones(500))(np.array([0.1, np.nan, 0.9]))
    assert found[[0, 2]] == pytest.approx(steps.predict([0.1, 0.9])) and np.isnan(found[1]) and found[0] > found[2]


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 500), st.sampled_from(list(REPAIRS)), st.sampled_from([1.0, 850.0, -4.0]))
def test_whatever_the_score_a_repair_gives_chances(seed, name, scale):
    draw = np.random.default_rng(seed)
    score = draw.random(200) * scale
    found = REPAIRS[name](score, draw.random(200) < 0.4, draw.uniform(0.5, 2, 200))(score)
    assert ((found >= 0) & (found <= 1)).all()


def test_of_a_score_that_is_right_a_repair_is_seldom_called_better():
    claimed = 0
    for seed in range(100):
        study, known = made(600, seed)
        claimed += any(one.over_before[2] < 0 for one in calibrate(study, known, "Truth").after)
    assert claimed <= 7  # at most 2.5 expected


def test_money_is_that_of_changes_at_either_threshold():
    study, known = made(4000, yearly_volume=1000.0)
    study = study.at(0.7)
    score = sharpened(known)
    found = calibrate(study, score, "Sure", gains(4000))
    judging, choosing = study.half == 1, study.half == 0
    chance = platt(score[choosing], study.label[choosing] == 1, study.weight[choosing])(score)
    part, mended = study.where(judging), found.after[0]
    own = change(part, study.decided(score)[judging], study.decided(chance)[judging], by_group=False)
    assert mended.declared.changed == pytest.approx(own.changed[0])
    before, after = (worth_selecting(one, gains(4000))[judging] for one in (score, chance))
    own = change(part, before, after, by_group=False)
    assert mended.breaking_even.money == pytest.approx(widened(own.money, 4)) and found.per_year
    assert found.pays_from == pytest.approx((0.75, 0.75))
    assert (worth_selecting(score, gains(4000)) == (score >= 0.75)).all()


def test_mending_pays_where_the_chance_decides():
    study, known = made(6000)
    worth = gains(6000)
    sure = replace(study, if_selected=np.where(study.label == 1, worth[0], worth[1]), if_not=np.zeros(6000))
    found = calibrate(sure, sharpened(known), "Sure", worth)
    assert all(one.breaking_even.money[1] > 0 for one in found.after)
    assert "helps" in calibration_in_words(found) or "nearer to what happened" in calibration_in_words(found)


@pytest.mark.parametrize("score", ["points", "other outcome"])
def test_a_score_that_is_no_chance_becomes_one(score):
    study, known = made(3000)
    given_ = 300 + 550 * known if score == "points" else 1 - known
    found = calibrate(study, given_, "Points")
    assert found.before is None and "is no chance" in finding(found)
    assert not found.best.off and "makes chances of it" in calibration_in_words(found)
    assert len(repairs_table(found).rows) == 2 and len(reliability_picture(found)["data"]) == 3


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 1000), st.floats(0.01, 0.99), st.integers(20, 400))
def test_no_band_counts_fewer_than_ten(seed, share, rows):
    draw = np.random.default_rng(seed)
    happened, band = (draw.random(rows) < share).astype(float), draw.integers(0, 10, rows)
    joined = joined_bands(happened, band)
    counts = [int(((joined == code) & (happened == kind)).sum()) for code in np.unique(joined) for kind in (0, 1)]
    assert len(np.unique(joined)) == 1 or all(one == 0 or one >= 10 for one in counts)
    assert (np.diff(joined[np.argsort(band, kind="stable")]) >= 0).all()


def test_few_changes_are_not_told():
    study, known = made(300)
    close = replace(study, cut=np.full(300, 0.5))
    found = calibrate(close, known, "Truth")
    for one in found.after:
        assert one.declared.changed is None or one.declared.changed == 0 or one.declared.changed * found.judged >= 10


@pytest.mark.parametrize("rows", [40, 70])
def test_too_few_rows_mend_nothing(rows):
    study, known = made(rows)
    with pytest.raises(InputError, match="each half needs 20"):
        calibrate(study, known, "Truth")


def test_missing_scores_and_outcomes_count_nowhere():
    study, known = made(2000)
    score = np.where(np.arange(2000) % 5 == 0, np.nan, known)
    hidden = replace(study, label=np.where(np.arange(2000) % 7 == 0, 2, study.label))
    found = calibrate(hidden, score, "Truth")
    assert found.judged + found.chose == (np.isfinite(score) & hidden.known).sum()
