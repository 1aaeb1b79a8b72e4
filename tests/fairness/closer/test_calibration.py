"""Calibration within groups: right scores are let pass, wrong ones are found, published figures are met."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.cases import data_file, published
from tests.fairness.tallies import scored
from workbook.data import tally
from workbook.errors import WorkbookError
from workbook.fairness.closer.calibration import bands_table, calibration, calibration_in_words, calibration_picture


def rows(n=4000, lift=0.0, seed=1):
    generator = np.random.default_rng(seed)
    score, group = generator.random(n).round(3), generator.choice(["a", "b"], n)
    chance = np.clip(score + np.where(group == "b", lift, 0.0), 0, 1)
    return scored(score, generator.random(n) < chance, group == "b")


def test_a_score_that_is_right_is_seldom_called_off():
    called = sum(bool(calibration(rows(n=600, seed=seed)).off) for seed in range(60))
    assert called <= 0.25 * 60  # two groups at 5 % each, on 60 tables


def test_a_score_that_is_wrong_for_one_group_is_found_there():
    found = calibration(rows(lift=0.15))
    assert found.off == ("g1",) and "g1 the score does not mean what it says" in calibration_in_words(found)
    assert "g1" in calibration_picture(found)["layout"]["title"]["text"]


def test_bands_hold_every_row_once_and_about_as_many_each():
    found = calibration(rows())
    assert found.n.sum() == 4000 and sum(row["n"] for row in bands_table(found).rows) == 4000
    assert found.n.sum(axis=0).min() > 0.7 * 400
    assert ((found.low <= found.share) & (found.share <= found.high)).all()


def test_shares_of_the_deciles_are_the_published_ones():
    case = published("fairness")["fair-compas-calibration-within-groups"]
    table = pd.read_csv(data_file("compas-scores-two-years.csv"))
    table["s"] = table["decile_score"] / 10
    found = calibration(tally(table, label="two_year_recid", score="s", groups=["race"]))
    for race, deciles in case["expected"].items():
        place = found.names.index(race)
        for band in np.flatnonzero(found.n[place] > 0):
            decile = found.score[place, band] * 10
            if abs(decile - round(decile)) < 1e-9:
                expected = deciles[str(round(decile))]
                assert found.share[place, band] == pytest.approx(expected, abs=case["tolerance"])
    assert (found.n > 0).any(axis=0).sum() > 6


@pytest.mark.parametrize(
    ("change", "said"),
    [(lambda s: s * 10, "no probability"), (lambda s: 1 - s, "probability of the other outcome")],
)
def test_a_score_that_promises_nothing_is_told(change, said):
    frame = pd.DataFrame({"y": [0, 0, 1, 1] * 20, "s": [0.1, 0.2, 0.8, 0.9] * 20, "g": ["a", "b"] * 40})
    with pytest.raises(WorkbookError, match=said):
        calibration(tally(frame.assign(s=change(frame["s"])), label="y", score="s", groups=["g"]))


def test_without_a_label_it_says_what_is_missing():
    frame = pd.DataFrame({"s": [0.1, 0.2] * 20, "g": ["a", "b"] * 20})
    with pytest.raises(WorkbookError, match="needs a score and a label"):
        calibration(tally(frame, score="s", groups=["g"]))


def weighted_rows(n=3000, lift=0.0, copies=1, seed=4):
    generator = np.random.default_rng(seed)
    score = generator.random(n).round(2)
    label = (generator.random(n) < np.clip(score + lift, 0, 1)).astype(int)
    table = pd.DataFrame({"y": label, "s": score, "w": generator.lognormal(0, 1, n)})
    return pd.concat([table] * copies), table


def test_weights_count_people_as_people_and_doubt_by_effective_rows():
    table, _ = weighted_rows()
    found = calibration(tally(table, label="y", score="s", weight="w"))
    assert found.n.sum() == len(table) and found.n.sum() == sum(row["n"] for row in bands_table(found).rows)
    assert (found.rests_on < found.n).all()
    plain = calibration(tally(table, label="y", score="s"))
    assert (found.high - found.low).mean() > 1.2 * (plain.high - plain.low).mean()
    larger = calibration(tally(table.assign(w=1000 * table["w"]), label="y", score="s", weight="w"))
    assert larger.low == pytest.approx(found.low) and larger.by_chance == pytest.approx(found.by_chance)


def test_copies_leave_the_distance_and_shrink_where_it_may_lie():
    once, many = (calibration(tally(weighted_rows(600, 0.1, copies)[0], label="y", score="s")) for copies in (1, 5))
    assert many.error == pytest.approx(once.error)
    assert (many.error_high - many.error_low < once.error_high - once.error_low).all()


@pytest.mark.parametrize("lift", [0.0, 0.06])
def test_the_interval_of_the_distance_covers(lift):
    """Bands of a hundred rows; the true distance is that of the chances behind the rows in each band."""
    held = []
    for seed in range(100):
        _, table = weighted_rows(1000, lift, seed=seed)
        found = calibration(scored(table["s"].to_numpy(), table["y"].to_numpy()))
        band = np.searchsorted(found.edges[1:-1], table["s"], side="right")
        apart = (np.clip(table["s"] + lift, 0, 1) - table["s"]).groupby(band).mean()
        truth = float((apart.abs() * table.groupby(band).size()).sum() / len(table))
        held.append(found.error_low[0] <= truth <= found.error_high[0])
    assert np.mean(held) >= 0.93
