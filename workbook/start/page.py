"""The live parts of the Start page."""

from __future__ import annotations

from dataclasses import replace

from workbook.project import DataReference, Record
from workbook.start.answers import Columns, Sharing, UseCase
from workbook.start.echo import echo_in_words, echo_roles
from workbook.start.fitting import fit
from workbook.start.glossary import glossary
from workbook.start.sample_project import take_over
from workbook.start.seeing import profile_table, see
from workbook.start.sharing import coarse_tally, withheld_of, withheld_told
from workbook.start.tallying import roles_of, source_of, tally_or_none, there, wording_of
from workbook.ui.live import Ask, Custom, Live, Provided

TITLE = "Start"
QUESTION = "Which use case is this, and which rows can speak about it?"
MINUTES = 15
SECTIONS = (UseCase, Columns, Sharing)
REVISIONS: dict[str, int] = {}

ROLES = (
    "label",
    "label_positive",
    "label_equals",
    "label_is",
    "score",
    "selected",
    "decision",
    "decision_positive",
    "decision_equals",
    "trained_on_these_rows",
    "weight",
)
WORDS = ("unit", "units", "selected_means", "not_selected_means", "favourable", "positive_means", "negative_means")

PARTS = (
    Custom("project", "projects"),
    Ask("use_case", UseCase),
    Live("fit", reads=("use_case",), analyse=fit, say=lambda result: result.sentence),
    Custom("data", "connect", take_over),
    Custom("second_file", "groups file"),
    Live("rows_seen_safely", reads=("source",), analyse=see, show=profile_table),
    Ask("roles", Columns, ROLES),
    Ask("groups", Columns, ("groups", "groups_not_held", "code_meanings")),
    Ask("words", Columns, WORDS),
    Ask("amounts", Columns, ("amounts",)),
    Live("echo", reads=("tally", "columns"), analyse=echo_roles, say=echo_in_words),
    Ask("sharing", Sharing),
    Live("seen_by_others", reads=("withheld", "record"), analyse=withheld_of, say=withheld_told),
    Custom("map", "map"),
    Live("glossary", reads=(), analyse=glossary, show=lambda view: view),
)


def options(data: DataReference | None, columns: Columns) -> dict[str, tuple[str, ...]]:
    """Choices that forms offer: the columns of the rows, and those that hold groups."""
    return {"columns": data.columns if data else (), "groups": columns.groups}


def whatever_model(data: DataReference | None) -> DataReference | None:
    """How the rows are reached: another model does not make them other rows."""
    return replace(data, model_fingerprint=None) if data is not None else None


PROVIDES = {
    "options": Provided(("data", "columns"), options),
    "rows_reference": Provided(("data",), whatever_model),
    "source": Provided(("rows_reference",), source_of),
    "tally_or_none": Provided(("source", "columns"), tally_or_none),
    "tally": Provided(("tally_or_none", "columns"), there),
    "tally_for_others": Provided(("tally", "sharing.smallest_cell", "fairness.groups"), coarse_tally),
    "withheld": Provided(("tally_for_others",), lambda coarse: coarse),
    "tally_roles": Provided(("columns",), roles_of),
    "wording": Provided(("columns",), wording_of),
}


def blockers(record: Record) -> tuple[str, ...]:
    """What keeps later pages from computing anything."""
    columns = record.section(Columns)
    if record.data is None:
        return ("Connect a sample or your own file.",)
    found = []
    gone = [name for name in _named(columns) if name not in record.data.columns]
    if gone:
        found.append(f"Choose roles again: these rows have no column {', '.join(f'“{name}”' for name in gone)}.")
    if not (columns.score or columns.decision):
        found.append("Choose the column with the model's score, or with a decision; or train a model on Modelling.")
    if columns.label and not columns.label_positive and not columns.label_equals:
        found.append("Write which value of the label is the event.")
    if not columns.groups and not columns.groups_not_held:
        found.append("Choose the columns of groups, or say that you hold none.")
    if columns.trained_on_these_rows == "not said":
        found.append("Say whether the model was trained on these rows.")
    return tuple(found)


def _named(columns: Columns) -> tuple[str, ...]:
    """The columns that play a role."""
    single = (columns.label, columns.label_equals, columns.score, columns.decision, columns.decision_equals)
    return tuple(dict.fromkeys(name for name in (*single, columns.weight, *columns.groups) if name))


def progress(record: Record) -> float:
    """Share of the page's four steps that are done: use case, data, roles, groups."""
    columns = record.section(Columns)
    steps = (
        record.section(UseCase).decides != "not said",
        record.data is not None,
        bool(columns.score or columns.decision),
        bool(columns.groups or columns.groups_not_held),
    )
    return sum(steps) / len(steps)
