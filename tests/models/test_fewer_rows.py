"""Fewer rows: every label and group in its share, the same folds, and never just the first ones."""

from __future__ import annotations

import numpy as np

from tests.models.test_making import roles, table
from workbook.models.fewer_rows import fewer
from workbook.models.making import make_study


def test_a_small_study_is_left_as_it_is():
    study = make_study(table(), roles())
    assert fewer(study, 400)[0] is study


def test_labels_groups_and_folds_keep_their_shares():
    study = make_study(table(rows=3000), roles())
    some, drawn = fewer(study, 700)
    assert some.rows == drawn.sum() == 700 == len(some.folds[0].test)
    for code in np.unique(study.label * 10 + study.group):
        share, whole = ((one.label * 10 + one.group == code).mean() for one in (some, study))
        assert abs(share - whole) < 0.01
    assert np.sum([one.test for one in some.folds], axis=0).tolist() == [1] * 700
    assert not (fewer(study, 700, seed=1)[1] == drawn).all() and drawn[:700].sum() < 300


def test_every_fold_keeps_its_share_also_of_every_fifth_row():
    study = make_study(table(rows=3000), roles())
    some, _ = fewer(study, 600)
    assert all(90 <= one.test.sum() <= 150 for one in some.folds)
