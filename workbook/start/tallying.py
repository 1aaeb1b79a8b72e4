"""From what the team said about its columns to the tally and the words of every later page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbook.errors import WorkbookError
from workbook.outcomes import Wording
from workbook.project import DataReference
from workbook.start.answers import Columns

if TYPE_CHECKING:
    from workbook.data import Tally

SPLIT_SEED = 20261
"""Which rows choose and which value: the same for everybody who looks at the same file."""


def tally_of(data: DataReference | None, columns: Columns) -> Tally:
    """The tally of the connected rows, in halves that choose and halves that value.

    Raises
    ------
    WorkbookError
        Rows or roles are missing, or the rows are no longer there; the message says what to do.
    """
    from workbook.data import open_reference, tally

    check_roles(data, columns)
    assert data is not None
    source = open_reference(data.kind, data.location, data.connection, owner=data.owner.name, state=data.state)
    return tally(source, split=SPLIT_SEED, **tally_arguments(columns))


def check_roles(data: DataReference | None, columns: Columns) -> None:
    """Raise what is still missing before anything can be computed, one thing at a time."""
    if data is None:
        raise WorkbookError("No rows are connected yet.", "Connect a sample or your own file on the Start page.")
    if not (columns.score or columns.decision):
        raise WorkbookError(
            "Neither a score nor a decision was chosen.",
            "On the Start page, choose the column with the model's score, or with a decision.",
        )
    if columns.label and not columns.label_positive:
        raise WorkbookError(
            f"Column “{columns.label}” says what happened, but not which value counts.",
            "On the Start page, write the value that is the event.",
        )
    if columns.decision and not columns.decision_positive:
        raise WorkbookError(
            f"Column “{columns.decision}” holds the decision, but not which value means selected.",
            "On the Start page, write that value.",
        )


def tally_arguments(columns: Columns) -> dict[str, Any]:
    """The roles as arguments of `workbook.data.tally`."""
    return {
        "label": columns.label,
        "score": columns.score,
        "decision": columns.decision,
        "groups": columns.groups,
        "amounts": {one.name: one.expression for one in columns.amounts if one.name and one.expression} or None,
        "weight": columns.weight,
        "label_positive": columns.label_positive or 1,
        "decision_positive": columns.decision_positive or 1,
        "selected": columns.selected,
    }


def wording_of(columns: Columns) -> Wording:
    """The words for the people or things in the rows."""
    return Wording(
        unit=columns.unit,
        units=columns.units,
        selected_means=columns.selected_means,
        not_selected_means=columns.not_selected_means,
        favourable=columns.favourable,
        positive_means=columns.positive_means,
        negative_means=columns.negative_means,
        label_is="past decision" if columns.label_is == "past decision" else "outcome",
    )
