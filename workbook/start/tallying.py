"""From what the team said about its columns to the tally and the words of every later page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbook.errors import WorkbookError
from workbook.outcomes import Wording
from workbook.project import DataReference
from workbook.start.answers import Columns

if TYPE_CHECKING:
    from workbook.data import Equals, Source, Tally

SPLIT_SEED = 20261
"""Which rows choose and which value: the same for everybody who looks at the same file."""


def source_of(data: DataReference | None) -> Source:
    """The connected rows, with the groups of the second file beside them.

    Raises
    ------
    WorkbookError
        No rows are connected, or they are no longer there; the message says what to do.
    """
    from workbook.data import join_groups, open_reference

    if data is None:
        raise WorkbookError("No rows are connected yet.", "Connect a sample or your own file on the Start page.")
    whose = {"owner": data.owner.name, "state": data.state}
    source = open_reference(data.kind, data.location, data.connection, sheet=data.sheet, **whose)
    second = data.groups_file
    if second is None:
        return source
    groups = open_reference(second.kind, second.location, sheet=second.sheet, **whose)
    return join_groups(source, groups, (second.key, second.key_there))


def tally_or_none(source: Source, columns: Columns) -> Tally | None:
    """The tally, or None of rows that say what happened and not yet what was decided: a model can be trained on them."""
    nothing_decided = not (columns.score or columns.decision)
    return None if nothing_decided and columns.label else tally_of(source, columns)


def there(tally: Tally | None, columns: Columns) -> Tally:
    """The tally. Raises `WorkbookError` where there is none yet."""
    if tally is None:
        check_roles(columns)
        raise WorkbookError("Nothing was decided in these rows.")
    return tally


def tally_of(source: Source, columns: Columns) -> Tally:
    """The tally of the connected rows, in halves that choose and halves that value.

    Raises
    ------
    WorkbookError
        Roles are missing, or the rows are not what the roles say; the message says what to do.
    """
    from workbook.data import tally

    check_roles(columns)
    return tally(source, **roles_of(columns))


def roles_of(columns: Columns) -> dict[str, Any]:
    """The roles and the halves as arguments of `workbook.data.tally`; rows that a model learns from need no score.

    Raises
    ------
    WorkbookError
        A column was named without the value that counts.
    """
    check_values(columns)
    return {"split": SPLIT_SEED, **tally_arguments(columns)}


def check_roles(columns: Columns) -> None:
    """Raise what is still missing before anything can be computed, one thing at a time."""
    if not (columns.score or columns.decision):
        raise WorkbookError(
            "Neither a score nor a decision was chosen.",
            "On the Start page, choose the column with the model's score, or with a decision; or train a model on the "
            "Modelling page and let every page speak of it.",
        )
    check_values(columns)


def check_values(columns: Columns) -> None:
    """Raise where a column was named and not the value in it that counts."""
    if columns.label and not columns.label_positive and not columns.label_equals:
        raise WorkbookError(
            f"Column “{columns.label}” says what happened, but not which value counts.",
            "On the Start page, write the value that is the event.",
        )
    if columns.decision and not columns.decision_positive and not columns.decision_equals:
        raise WorkbookError(
            f"Column “{columns.decision}” holds the decision, but not which value means selected.",
            "On the Start page, write that value.",
        )


def tally_arguments(columns: Columns) -> dict[str, Any]:
    """The roles as arguments of `workbook.data.tally`."""
    return {
        "label": _event(columns.label, columns.label_equals),
        "score": columns.score,
        "decision": _event(columns.decision, columns.decision_equals),
        "groups": columns.groups,
        "amounts": {one.name: one.expression for one in columns.amounts if one.name and one.expression} or None,
        "weight": columns.weight,
        "label_positive": columns.label_positive or 1,
        "decision_positive": columns.decision_positive or 1,
        "selected": columns.selected,
    }


def _event(column: str | None, same_as: str | None) -> str | Equals | None:
    from workbook.data import equals

    return equals(column, same_as) if column and same_as else column


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
        codes=tuple((one.column, one.code, one.meaning.strip()) for one in columns.code_meanings),
    )
