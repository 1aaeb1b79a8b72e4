"""Other mixes: the share or the mean moves by what is said, the rest keeps its proportions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.modelling.slices.simulated import study
from workbook.errors import InputError
from workbook.modelling.stress.reweighting import Drift, EventShare, MoreOf, NewestOnly

KINDS = (EventShare(30), MoreOf("c0", "a", 2), MoreOf("group", "old", 3), Drift("x0", 0.5), Drift("x1", -0.4))
SEED = st.integers(0, 500)


def mean(values, weight):
    return np.average(values, weights=weight)


@settings(max_examples=20, deadline=None)
@given(SEED, st.sampled_from(KINDS), st.floats(0, 1.5), st.booleans())
def test_no_row_counts_less_than_nothing_and_no_strength_changes_nothing(seed, kind, strength, weighted):
    here = study(seed, 200, weighted=weighted)
    assert (kind.factors(here, strength) >= 0).all()
    assert kind.factors(here, 0.0) == pytest.approx(np.ones(here.rows))


@settings(max_examples=20, deadline=None)
@given(SEED, st.floats(-60, 60), st.floats(0.1, 1.5), st.booleans())
def test_the_share_of_the_event_moves_by_what_is_said(seed, change, strength, weighted):
    here = study(seed, 300, weighted=weighted)
    before = mean(here.label == 1, here.weight)
    after = mean(here.label == 1, here.weight * EventShare(change).factors(here, strength))
    assert after == pytest.approx(np.clip(before * (1 + strength * change / 100), 0.001, 0.999))


def test_rows_of_unknown_outcome_keep_their_weight():
    here = study(1, 300)
    some = replace(here, label=np.where(np.arange(300) < 50, 2, here.label))
    assert (EventShare(50).factors(some)[:50] == 1).all()


@settings(max_examples=20, deadline=None)
@given(SEED, st.floats(-0.8, 0.8), st.booleans())
def test_the_mean_moves_by_what_is_said(seed, deviations, weighted):
    here = study(seed, 400, weighted=weighted)
    values = here.features["x0"].to_numpy()
    place = np.clip((values - values.mean()) / values.std(), -3, 3)
    after = mean(place, here.weight * Drift("x0", deviations).factors(here))
    assert after - mean(place, here.weight) == pytest.approx(deviations, abs=1e-6)


def test_missing_values_keep_their_weight_and_their_share():
    here = study(1, 400)
    gaps = here.features.assign(x0=here.features.x0.where(np.arange(400) >= 100))
    factors = Drift("x0", 0.5).factors(replace(here, features=gaps))
    assert (factors[:100] == 1).all() and factors[100:].mean() == pytest.approx(1)


def test_more_of_a_value_or_a_group():
    here = study(3, 300)
    assert set(MoreOf("c0", "a", 4).factors(here, 0.5)[(here.features.c0 == "a").to_numpy()]) == {2.0}
    assert set(MoreOf("group", "old", 3).factors(here)[here.group == 0]) == {1.0}


def test_only_the_newest_count():
    here, moment = study(3, 100), np.random.default_rng(0).permutation(100).astype(float)
    full = NewestOnly(20).factors(here, 1.0, moment)
    assert full.sum() == 20 and moment[full == 1].min() == 80
    assert NewestOnly(20).factors(here, 0.5, moment).sum() == 60
    assert (NewestOnly(20).factors(here, 2.0, moment) == full).all()


@pytest.mark.parametrize(
    ("kind", "change", "told"),
    [
        (NewestOnly(20), {}, "when a row is from"),
        (MoreOf("c9", "a"), {}, "reads no column"),
        (MoreOf("c0", "zz"), {}, "No row has"),
        (MoreOf("x0", "many"), {}, "No row has"),
        (MoreOf("group", "nobody"), {}, "No row has"),
        (Drift("c0"), {}, "no number"),
        (Drift("x9"), {}, "no number"),
        (Drift("x0", 9), {}, "cannot move so far"),
        (EventShare(), {"label": np.ones(600, dtype=int)}, "same one"),
        (EventShare(), {"label": np.full(600, 2)}, "same one"),
        (Drift("x0"), {"features": study().features.assign(x0=3)}, "same in all"),
        (Drift("x0"), {"features": study().features.assign(x0=np.nan)}, "same in all"),
    ],
)
def test_what_cannot_be_done_is_told(kind, change, told):
    with pytest.raises(InputError, match=told):
        kind.factors(replace(study(), **change))
