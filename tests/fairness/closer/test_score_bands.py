"""Every rate in every score band: counted again from the rows, with intervals that hold and shrink."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.fairness.tallies import scored
from workbook.data import tally
from workbook.errors import WorkbookError
from workbook.fairness import audit, by_band
from workbook.fairness.closer.score_bands import band_rates_table, bands_in_words, distance_picture
from workbook.fairness.rates import DEFINITIONS

CUT = 0.45


def frame(n=1500, seed=2, lift=0.0):
    generator = np.random.default_rng(seed)
    score = generator.beta(2, 2, n).round(2)
    group = generator.choice(["a", "b", None], n, p=[0.6, 0.3, 0.1])
    event = generator.random(n) < np.clip(score + lift * (group == "b"), 0, 1)
    table = pd.DataFrame({"y": event.astype(float), "s": score, "g": group, "h": generator.choice(["x", "z"], n)})
    table.loc[:19, "y"] = np.nan
    table.loc[20:39, "s"] = np.nan
    return table


def counted(table, groups=("g",), **roles):
    return tally(table, label="y", label_positive=1, score="s", groups=list(groups), **roles)


def expected(rows, weight=None):
    """The rates of some rows, counted plainly."""
    w = np.ones(len(rows)) if weight is None else weight
    y, chosen = rows["y"].to_numpy(), rows["s"].to_numpy() >= CUT
    known = ~np.isnan(y)

    def share(above, below):
        return float(w[above & below].sum() / w[below].sum()) if w[below].sum() else np.nan

    return {
        "selection_rate": share(chosen, np.full(len(rows), True)),
        "true_positive_rate": share(chosen, y == 1),
        "false_positive_rate": share(chosen, y == 0),
        "false_negative_rate": share(~chosen, y == 1),
        "true_negative_rate": share(~chosen, y == 0),
        "positive_predictive_value": share(y == 1, chosen & known),
        "accuracy": share(chosen == (y == 1), known),
        "base_rate": share(y == 1, known),
        "false_discovery_rate": share(y == 0, chosen & known),
        "false_omission_rate": share(y == 1, ~chosen & known),
        "mean_score": float(np.average(rows["s"], weights=w)),
        "calibration_error": share(y == 1, known) - float(np.average(rows["s"][known], weights=w[known])),
    }


@pytest.mark.parametrize("groups", [("g",), ("g", "h")])
@pytest.mark.parametrize("weighted", [False, True])
def test_every_rate_of_every_band_is_that_of_its_rows(groups, weighted):
    table = frame().assign(w=np.random.default_rng(9).lognormal(0, 0.6, 1500))
    found = by_band(counted(table, groups, weight="w" if weighted else None), CUT, bands=4)
    known = table[table["s"].notna()]
    ends = [*found.edges[1:], np.inf]
    for key, row in found.frame.iterrows():
        *group, band = key
        here = known[(known["s"] >= found.edges[int(band) - 1]) & (known["s"] < ends[int(band) - 1])]
        for name, value in zip(groups, group, strict=True):
            here = here[here[name].isna() if value is None or value != value else here[name] == value]
        assert row["n"] == len(here) and row["positives"] == (here["y"] == 1).sum()
        told = expected(here, here["w"].to_numpy() if weighted else None)
        assert set(told) == {*DEFINITIONS, "mean_score", "calibration_error"}
        for metric, value in told.items():
            assert row[metric] == pytest.approx(value, abs=1e-12, nan_ok=True), (key, metric)
            if np.isfinite(row[f"{metric}_low"]):
                assert row[f"{metric}_low"] <= row[metric] + 1e-12 <= row[f"{metric}_high"] + 2e-12
            assert row[f"{metric}_rests_on"] <= len(here) + 1e-9
    assert found.frame["n"].sum() == len(known)


def test_rows_without_a_group_are_a_group_and_bands_add_up_to_the_audit():
    table = frame()
    found, whole = by_band(counted(table), CUT), audit(counted(table), CUT).by_group
    assert "g missing" in found.names and len(found.edges) == 5
    bands = found.frame.groupby(level=0, dropna=False)
    sizes = table.dropna(subset="s").groupby("g", dropna=False).size()
    assert bands["n"].sum().tolist() == sizes.tolist() and whole["n"].sum() == len(table)
    assert bands["selected"].sum().tolist() == whole["selected"].tolist()


def test_copies_change_no_number_and_shrink_every_interval():
    table = frame()
    once, four = (by_band(counted(one), CUT).frame for one in (table, pd.concat([table] * 4)))
    for metric in (*DEFINITIONS, "mean_score", "calibration_error"):
        assert four[metric].to_numpy() == pytest.approx(once[metric].to_numpy(), abs=1e-12, nan_ok=True)
        width = [(one[f"{metric}_high"] - one[f"{metric}_low"]).to_numpy() for one in (once, four)]
        known = np.isfinite(width[0])
        assert known.any() and (width[1][known] < width[0][known]).all(), metric


def test_a_score_that_is_off_for_one_group_is_found_in_its_bands_alone():
    found = by_band(counted(frame(6000, lift=0.2)), CUT)
    off = {group for place, group, _ in found.places if found.error.low[place] > 0}
    assert off == {"b"} and "b, scores" in bands_in_words(found)
    assert "5 of 15 bands" in distance_picture(found)["layout"]["title"]["text"]
    dots = [len(one["y"]) for one in distance_picture(found)["data"]]
    assert sum(dots) == len(band_rates_table(found).rows) == 15


def test_intervals_of_the_distance_and_of_the_mean_score_cover():
    """Bands of 80 rows, drawn anew: the distance is 0, the mean is that of a great many."""
    generator, held, mean_held = np.random.default_rng(3), [], []
    for _ in range(120):
        score = generator.beta(2, 3, 400)
        rows = scored(score, generator.random(400) < score)
        found = by_band(rows, CUT)
        held += list((found.error.low <= 0) & (found.error.high >= 0))
        whole = audit(rows, CUT).overall
        mean_held.append(whole["mean_score_low"] <= 0.4 <= whole["mean_score_high"])
    assert 0.93 <= np.mean(held) <= 0.98 and 0.90 <= np.mean(mean_held) <= 0.99


def test_a_score_that_is_no_probability_has_bands_and_no_distance():
    table = frame().assign(s=lambda one: 10 * one["s"])
    found = by_band(counted(table), 4.5)
    assert np.isnan(found.error.value).all() and np.isfinite(found.rates["base_rate"].value).all()
    assert "no probability" in bands_in_words(found)


def test_without_a_score_it_says_what_is_missing():
    table = pd.DataFrame({"y": [0, 1] * 5, "d": [0, 1] * 5, "g": ["a", "b"] * 5})
    with pytest.raises(WorkbookError, match="Score bands need a score"):
        by_band(tally(table, label="y", decision="d", groups=["g"]))
