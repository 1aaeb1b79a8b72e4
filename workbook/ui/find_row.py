"""A field in which somebody writes whom they mean; what they wrote is neither saved nor shown to others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import traitlets

from workbook.ui.desk import Desk
from workbook.ui.guard import guarded
from workbook.ui.parts import Part

LONGEST = 200
"""More signs than this are no identifier."""


class FindRow(Part):
    """Takes an identifier, hands it to `uses`, and shows what that says.

    Parameters
    ----------
    desk : Desk
    label : str
    uses : callable
        (desk, what was written) -> what the person is told.
    """

    state = traitlets.Dict().tag(sync=True)

    def __init__(self, desk: Desk, label: str, uses: Callable[[Desk, str], str]) -> None:
        super().__init__(part="find_row", state={"label": label})
        self._desk, self._uses = desk, uses

    def find(self, written: str) -> str:
        """Look for the row; returns what is said."""
        says, problem = guarded(lambda: self._uses(self._desk, written.strip()[:LONGEST]))
        self.state = {**self.state, "says": problem or says, "problem": bool(problem)}
        return problem or says or ""

    def receive(self, message: Mapping[str, Any]) -> None:
        """What was written on the page."""
        if "find" in message:
            self.find(str(message["find"]))
