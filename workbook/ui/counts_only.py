"""What those read who may not see rows: the tally coarsened, so that no page can give a small count away."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from workbook.errors import WorkbookError
from workbook.project import Record
from workbook.ui.readings import Readings
from workbook.ui.store import Store

COARSE = "tally_for_others"
"""The provider of the coarse tally; it reads the full one."""
COUNTS = ("tally", "tally_or_none")
"""What holds the counts of the rows: the coarse tally stands in place of each."""


class CountsOnly:
    """Reads the rows on behalf of somebody who may not, and hands out what was made of them only.

    Parameters
    ----------
    store : Store
    readings : Readings
        With a memory of its own: it holds the full tally, which no part of a page is given.
    """

    def __init__(self, store: Store, readings: Readings) -> None:
        self._store, self._readings = store, readings
        self._seen: tuple[Record | None, dict[str, Any]] = (None, {})

    def given(self, record: Record) -> dict[str, Any]:
        """What stands in place of the tally; nothing for those who may see rows."""
        if record.sees_rows:
            return {}
        if self._seen[0] is not record:
            self._seen = (record, self._made(record))
        return dict(self._seen[1])

    def _made(self, record: Record) -> dict[str, Any]:
        try:
            reference = self._store.repository.reference_for_counts(record.project_id, self._store.person)
            coarse = self._readings.read(COARSE, replace(record, data=reference), {})
        except WorkbookError as problem:
            return {**dict.fromkeys(COUNTS, problem), "withheld": None}
        return {**dict.fromkeys(COUNTS, coarse.tally), "withheld": coarse}
