"""A row is known by its number, or by its identifier."""

from __future__ import annotations

import pandas as pd
import pytest

from workbook.errors import InputError
from workbook.models.rows import place_of

FRAME = pd.DataFrame({"id": [f"c{n}" for n in range(400)], "g": ["a", "b"] * 200, "coded": range(1000, 1400)})


@pytest.mark.parametrize("case", ["0", "401", "-1", "1.5", "", "x", "²", "１２３４５６７"])
@pytest.mark.parametrize("identifier", [None, "id", "gone"])
def test_rows_that_are_not_there(case, identifier):
    with pytest.raises(InputError, match="There is no row"):
        place_of(case, 400, FRAME, identifier)


def test_a_row_by_number_or_by_who_it_is():
    assert place_of("1", 400, FRAME, None) == 0 and place_of("400", 400, FRAME, None) == 399
    assert place_of("c7", 400, FRAME, "id") == 7 and place_of("7", 400, FRAME, "id") == 6
    assert place_of("1003", 400, FRAME, "coded") == 3
    with pytest.raises(InputError, match="200 rows belong to “a”"):
        place_of("a", 400, FRAME, "g")
