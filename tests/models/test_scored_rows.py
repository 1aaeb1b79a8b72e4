"""Rows written with scores beside them are the same rows: dates stay dates, whole numbers whole, gaps gaps."""

from __future__ import annotations

import numpy as np
import pytest

from workbook.data import read_source
from workbook.models.rows import frame_of
from workbook.models.scored_rows import free_name, write_rows


def test_types_and_gaps_survive(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_UPLOADS", str(tmp_path / "uploads"))
    path = tmp_path / "rows.csv"
    path.write_text('id,day,"odd ""name""",x,yes\n1,2026-01-02,<b>,0.1,true\n,,,,\n3,2026-03-04,c,0.3,false\n')
    source = read_source(path)
    frame = frame_of(source).assign(score=np.array([0.5, np.nan, 0.25]))
    written = read_source(write_rows("p1", frame, "scored.parquet", {**source.types, "score": "DOUBLE"}))
    assert written.types == {**source.types, "score": "DOUBLE"}
    back = frame_of(written)
    assert back.drop(columns="score").equals(frame_of(source))
    assert back["score"].tolist()[::2] == [0.5, 0.25] and np.isnan(back["score"][1])


@pytest.mark.parametrize(
    ("taken", "found"),
    [((), "score"), (("other",), "score"), (("Score",), "score (2)"), (("score", "SCORE (2)"), "score (3)")],
)
def test_a_name_that_is_free(taken, found):
    assert free_name("score", taken) == found
