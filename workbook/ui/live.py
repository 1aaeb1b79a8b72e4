"""What a page is made of, declared once: the notebook, the app, the report and the tests come from these lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Live:
    """One result on a page.

    Parameters
    ----------
    name : str
        How the notebook calls it: `page.<name>`.
    reads : tuple of str
        What the analysis is given, in this order: "tally", "policy", "record", a section ("roi"),
        a field of a section ("fairness.tolerance"), or an evidence name ("evidence:fairness.audit").
    analyse : callable
        Pure function of what is read; returns a frozen result. May raise `WorkbookError`,
        which the page shows as "not yet": what is missing and what to do.
    show : callable, optional
        Result -> Plotly figure (a dict or a `plotly.graph_objects.Figure`) or a `TableView`.
    say : callable, optional
        Result -> the finding in plain words (str, plain text, paragraphs separated by blank lines).
    records : str, optional
        Evidence name under which the person may record this result; "" where it cannot be recorded.
    keep : callable, optional
        Result -> JSON-ready dict that goes into the evidence (aggregates only, never rows or cells).
    record_label : str
        On the button that records it.
    record_says : callable, optional
        Result -> the sentence of the evidence, where everybody may read less than the page shows; else as `say`.
    picks : str, optional
        A field ("section.field") that a click in the picture answers, with the `customdata` of the point.
    """

    name: str
    reads: tuple[str, ...]
    analyse: Callable[..., Any]
    show: Callable[[Any], Any] | None = None
    say: Callable[[Any], str] | None = None
    records: str = ""
    keep: Callable[[Any], dict[str, Any]] | None = None
    record_label: str = "Record as evidence"
    record_says: Callable[[Any], str] | None = None
    picks: str = ""


@dataclass(frozen=True)
class Ask:
    """A form on a page: fields of one section of answers.

    Parameters
    ----------
    name : str
        How the notebook calls it: `page.<name>`.
    section : type
        The `Section` whose fields are asked.
    fields : tuple of str, optional
        Which fields, in order; all of them where it is empty.
    """

    name: str
    section: type
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Act:
    """A button that does one thing for the project; `do` is given the `Desk` and returns the sentence to show."""

    name: str
    label: str
    do: Callable[[Any], str]
    help: str = ""


@dataclass(frozen=True)
class Task:
    """A button for work that takes longer than a glance: it runs in a worker, with progress and cancel.

    Parameters
    ----------
    name : str
        How the notebook calls it: `page.<name>`.
    label : str
        On the button.
    run : callable
        Desk, progress (share done, words) and cancelled () -> the sentence to show. It asks `cancelled` between its
        steps and returns early where that is true, keeping nothing.
    help : str, optional
        What it does and about how long it takes.
    """

    name: str
    label: str
    run: Callable[[Any, Callable[[float, str], None], Callable[[], bool]], str]
    help: str = ""


@dataclass(frozen=True)
class Download:
    """A button that hands a file to the person; `make` is given the `Desk` and returns (file name, type, bytes)."""

    name: str
    label: str
    make: Callable[[Any], tuple[str, str, bytes]]
    help: str = ""


@dataclass(frozen=True)
class Explore:
    """A slider over the thresholds of the tally; moving it recomputes whatever rests on "policy".

    `declared` names the field ("section.field") that holds the declared threshold.
    """

    name: str
    label: str
    declared: str


@dataclass(frozen=True)
class Custom:
    """A live part of its own kind that `workbook.ui` builds by its `kind` ("projects", "connect", "groups file", "map", "file",
    "what if", "find row").

    `uses` is what that kind needs from the stage: for "connect", a function that takes over a sample's roles; for
    "file", one that uses a file (desk, path, the name it came with -> what the person is told). `label` names that
    file, `accepts` says which files may arrive (`workbook.data.Accepted`) where they hold something else than rows.
    For "what if", it gives a `workbook.ui.trying.TryOut` for the desk; for "find row", what to do with what was written
    (desk, text -> what the person is told).
    """

    name: str
    kind: str
    uses: Callable[..., Any] | None = None
    label: str = ""
    accepts: Any = None


Part = Live | Ask | Act | Task | Download | Explore | Custom


@dataclass(frozen=True)
class Provided:
    """Something that other parts read by name: made from what it reads, and remembered while that stays equal."""

    reads: tuple[str, ...]
    make: Callable[..., Any]


@dataclass(frozen=True)
class TableColumn:
    """A column of a `TableView`: its key in the rows, its title, and how its cells are written."""

    key: str
    title: str
    kind: str = "text"
    unit: str = ""


@dataclass(frozen=True)
class TableView:
    """A table to be shown: text, counts, rates, money, verdicts, and intervals as (value, low, high)."""

    caption: str
    columns: tuple[TableColumn, ...]
    rows: tuple[Mapping[str, Any], ...] = field(default_factory=tuple)
