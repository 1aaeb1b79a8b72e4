"""What every live part of the page must be able to do with its result."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from workbook.ui.live import Live, TableView
from workbook.ui.parts import to_json


def checked(live: Live, result: Any) -> None:
    """The result can be said and drawn: plain text, axes with units, every row of a table has its cells."""
    if live.say:
        told = live.say(result)
        assert told.strip() and not {"nan", "None"} & set(told.replace(".", " ").replace(",", " ").split())
    shown = live.show(result) if live.show else None
    if isinstance(shown, TableView):
        assert shown.caption and shown.rows
        for row in shown.rows:
            assert {one.key for one in shown.columns} <= set(row)
        to_json({"rows": list(shown.rows)})
    elif shown is not None:
        assert shown["layout"]["title"]["text"] and shown["data"]
        axes = [one for name, one in shown["layout"].items() if name.startswith("xaxis")]
        assert axes and all(one["title"]["text"] for one in axes)
        assert "<b>" not in to_json(shown)


def numbers(value: Any) -> Iterator[float]:
    """Every number in what is kept."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from numbers(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from numbers(inner)
    elif isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        yield float(value)
