"""The model in use, for everybody to read: who trained what, when, with which rows; and what is different today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from workbook.errors import WorkbookError
from workbook.modelling.choosing.answers import ModelChoice
from workbook.models.records import ModelRecord
from workbook.models.versions import changed_since
from workbook.project import DataReference
from workbook.ui.live import TableColumn, TableView

KINDS = {
    "recipe": "a recipe of this workbook",
    "estimator": "an estimator of a notebook",
    "skops file": "a skops file",
    "onnx file": "an ONNX file",
    "mlflow": "a model of MLflow",
    "torch": "a PyTorch module of a notebook",
    "function": "a function of a notebook",
    "endpoint": "a scoring endpoint",
}
NOT_SAID = "not said"
MOST_COLUMNS = 30


@dataclass(frozen=True)
class InUse:
    """What is known of the model on trial.

    Attributes
    ----------
    sentence : str
    facts : tuple of (str, str)
        What is asked, and the answer.
    warnings : tuple of str
        What is different from when it was put to use, or must be said with every result.
    """

    sentence: str
    facts: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...] = ()


def describe(
    record: ModelRecord | None,
    data: DataReference | None,
    choice: ModelChoice,
    score: str | None,
    label: str | None,
    groups: Sequence[str],
) -> InUse:
    """Who trained what, when, with which data, which columns, made with what.

    Raises
    ------
    WorkbookError
        No model is in use, and nobody said that the predictions are enough.
    """
    if record is None and choice.use == "predictions only" and data is not None:
        return _predictions_only(data, score)
    if record is None or data is None:
        raise WorkbookError(
            "No model is in use yet.",
            "Train a recipe, bring your own model, or choose to go on with predictions alone.",
        )
    facts = (
        ("Model", f"{record.title}: {KINDS[record.kind]}"),
        ("Trained by", _trained_by(record)),
        ("Trained when", _moment(record.at if record.recipe else record.trained_at) or NOT_SAID),
        ("With which data", _trained_with(record, data)),
        ("Put to use by", f"{record.by}, {_moment(record.at)}, on {record.data_label or 'the rows of then'}"),
        (f"Columns that it reads ({len(record.columns)})", _listed(record.columns)),
        ("Made with", record.made_with or ", ".join(record.packages) or NOT_SAID),
        ("Where it lies", _where(record)),
        ("Fingerprint", record.fingerprint[:12]),
    )
    return InUse(_sentence(record), facts, (*_changes(record, data), *_cautions(record, data, label, groups)))


def in_use_table(found: InUse) -> TableView:
    """The facts as a table."""
    columns = (TableColumn("asked", "What is asked"), TableColumn("told", "What is known"))
    return TableView("The model on trial", columns, tuple({"asked": one, "told": told} for one, told in found.facts))


def in_use_words(found: InUse) -> str:
    """The finding, and each warning as a paragraph of its own."""
    return "\n\n".join((found.sentence, *found.warnings))


def _predictions_only(data: DataReference, score: str | None) -> InUse:
    column = f"column “{score}”" if score else "the decisions in the rows"
    facts = (
        ("On trial", f"{column} of {data.label}"),
        ("Connected by", data.owner.name),
        ("Rows", f"{data.rows:,}, fingerprint {data.fingerprint[:12]}"),
    )
    return InUse(
        "The predictions alone are on trial: nobody here can ask the model what it would say of other values.", facts
    )


def _sentence(record: ModelRecord) -> str:
    if record.recipe:
        return f"On trial: “{record.title}”, trained by {record.by} on these rows, {_moment(record.at)}."
    who = f"trained by {record.trained_by}" if record.trained_by else "nobody said who trained it"
    return f"On trial: “{record.title}”, brought by {record.by}; {who}."


def _trained_by(record: ModelRecord) -> str:
    return record.by if record.recipe else record.trained_by or NOT_SAID


def _trained_with(record: ModelRecord, data: DataReference) -> str:
    if record.recipe:
        return f"{record.data_label or data.label}; each row is scored by a copy that did not learn from it"
    here = "the rows connected here" if record.trained_on and record.trained_on == data.rows_fingerprint else ""
    return "; ".join(filter(None, (here, record.trained_with))) or NOT_SAID


def _where(record: ModelRecord) -> str:
    if record.recipe:
        return "trained anew from the same rows when it is needed"
    if record.in_memory_only or not record.location:
        return f"in {record.by}'s notebook only: others see what was recorded"
    if record.kind == "endpoint":
        return f"the configured endpoint “{record.location}”"
    if record.kind == "mlflow":
        return f"{record.location} in the registry “{record.registry}”" if record.registry else record.location
    return "a private file of this project"


def _changes(record: ModelRecord, data: DataReference) -> tuple[str, ...]:
    """What is different from when it was put to use."""
    found = []
    missing = [name for name in record.columns if name not in data.columns]
    if record.brought_to and record.brought_to != data.rows_fingerprint:
        found.append(f"Other rows are connected now than when it was put to use ({record.data_label}).")
    if missing:
        found.append(f"The rows have no column {_listed(missing)} any more, and it reads that.")
    if data.model_fingerprint != record.fingerprint:
        found.append("It is not in use on the rows that are connected now: put it to use again.")
    different = changed_since(record.packages)
    if different:
        found.append(f"Packages differ from then: {'; '.join(different)}. Its scores may differ too.")
    return tuple(found)


def _cautions(record: ModelRecord, data: DataReference, label: str | None, groups: Sequence[str]) -> tuple[str, ...]:
    """What must be said with every result."""
    found = list(record.notes)
    if label and label in record.columns:
        found.append(f"It reads “{label}”, which says what happened: what it shows here will not be so on new cases.")
    protected = [name for name in groups if name in record.columns]
    if protected:
        found.append(f"It reads {_listed(protected)}, whose groups should be treated alike.")
    if not record.recipe:
        if record.trained_on and record.trained_on == data.rows_fingerprint:
            found.append("It learned from these rows: its errors here are smaller than they will be on new cases.")
        elif not (record.trained_with or record.trained_on):
            found.append(
                "Nobody said what it learned from: if these rows were among it, its errors here are too small."
            )
    return tuple(dict.fromkeys(found))


def _listed(names: Sequence[str]) -> str:
    more = len(names) - MOST_COLUMNS
    return ", ".join(f"“{name}”" for name in names[:MOST_COLUMNS]) + (f" and {more} more" if more > 0 else "")


def _moment(text: str) -> str:
    """A moment as people write it; what is no moment stays as it was typed."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{moment:%d %b %Y}" if len(text) <= len("2026-01-01") else f"{moment.astimezone():%d %b %Y at %H:%M}"
