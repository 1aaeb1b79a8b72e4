"""What can go wrong when answers are saved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from workbook.errors import WorkbookError
from workbook.project.people import Person


class Refused(WorkbookError):
    """Answers that do not fit their section; nothing was saved.

    Attributes
    ----------
    fields : mapping of str to str
        Field -> what is wrong; "" for what concerns the section as a whole.
    """

    def __init__(self, fields: Mapping[str, str]) -> None:
        told = " ".join(
            f"{name.replace('_', ' ').capitalize()}: {text}" if name else text for name, text in fields.items()
        )
        super().__init__(told, "Nothing was saved; what you entered is still in the form.")
        self.fields = dict(fields)


class Conflict(WorkbookError):
    """Somebody else changed the same field meanwhile; both values are kept for the person to choose from."""

    def __init__(self, field: str, mine: Any, theirs: Any, by: Person, at: datetime) -> None:
        super().__init__(
            f"{by.name} changed this to “{theirs}” at {at.astimezone():%H:%M}, while you entered “{mine}”.",
            "Nothing is overwritten until you choose: keep yours, or take theirs.",
        )
        self.field, self.mine, self.theirs, self.by, self.at = field, mine, theirs, by, at
