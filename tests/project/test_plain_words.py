from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, Field, ValidationError

from workbook.project.plain_words import in_words


class Line(BaseModel):
    unit_cost: float = Field(default=0.0, ge=0)


class Costs(BaseModel):
    share: float = Field(default=0.5, gt=0, lt=1)
    count: int = 1
    lines: tuple[Line, ...] = ()


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"share": 1.0}, {"share": "It must be less than 1."}),
        ({"share": 0}, {"share": "It must be more than 0."}),
        ({"count": "many"}, {"count": "Enter a whole number."}),
        ({"count": 1.5, "share": "x"}, {"count": "Enter a whole number.", "share": "Enter a number."}),
        ({"lines": [{}, {"unit_cost": -1}]}, {"lines": "In line 2, unit cost: It must be at least 0."}),
    ],
)
def test_what_is_refused_is_told_by_field_in_plain_sentences(values: dict[str, Any], told: dict[str, str]) -> None:
    with pytest.raises(ValidationError) as refused:
        Costs(**values)
    assert in_words(refused.value) == told
