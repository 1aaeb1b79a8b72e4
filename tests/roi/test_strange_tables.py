"""What the Value page says of tables it was not written for: each sentence true, on small made-up rows."""

from __future__ import annotations

import pandas as pd

from workbook.data import tally
from workbook.outcomes import Wording
from workbook.roi.wronged import harmed

DEFENDANTS = Wording(
    units="defendants",
    selected_means="detained",
    not_selected_means="released",
    favourable=False,
    positive_means="reoffended",
    negative_means="did not reoffend",
)


def test_the_group_that_is_coloured_is_the_one_that_is_hit_first():
    """Where high scores are detained, those wronged first have high scores; where low scores are refused, low ones."""
    rows = pd.DataFrame({"y": [0] * 40 + [1] * 40, "s": [*[8, 9] * 10, *[2, 3] * 10] * 2, "g": ["high"] * 20 + ["low"] * 20 + ["high", "low"] * 20})  # fmt: skip
    for side, first in (("at_or_above", "high"), ("below", "low")):
        counted = tally(rows, label="y", score="s", groups=["g"], selected=side)
        assert harmed(counted, DEFENDANTS).names[0] == first
    flipped = rows.assign(y=1 - rows.y)
    assert harmed(tally(flipped, label="y", score="s", groups=["g"]), Wording()).names[0] == "low"
