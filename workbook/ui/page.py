"""A page: its live parts by name, built when they are first asked for, refreshed together."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import Any

import ipywidgets as widgets

from workbook.models.sources.events import Wanted
from workbook.models.using import Ways
from workbook.project import Record
from workbook.ui.connect import Connect, Projects
from workbook.ui.connecting import use_frame
from workbook.ui.controls import Action, ThresholdSlider
from workbook.ui.desk import Desk
from workbook.ui.find_row import FindRow
from workbook.ui.form import Form
from workbook.ui.groups_file import GroupsFromFile
from workbook.ui.live import Act, Ask, Custom, Download, Explore, Live, TableColumn, TableView, Task
from workbook.ui.live import Part as Declared
from workbook.ui.long_work import LongWork
from workbook.ui.prose import prose
from workbook.ui.receiving import TakeFile
from workbook.ui.results import LivePart, Table
from workbook.ui.shell import Shell
from workbook.ui.using import use_model
from workbook.ui.what_if import WhatIf

WALK_COLUMNS = (
    TableColumn("number", "No."),
    TableColumn("title", "Stage"),
    TableColumn("question", "The question it answers"),
    TableColumn("minutes", "Minutes", "count"),
    TableColumn("state", "State", "verdict"),
    TableColumn("blockers", "What is missing"),
)


class Page:
    """One stage for one project. Its live parts are attributes: `page.inputs`, `page.groups`, `page.next`.

    Parameters
    ----------
    stage : str
        Name of the stage.
    wing : module
        The wing's `page` module: TITLE, PARTS and so on.
    desk : Desk
    following : tuple of str, optional
        Name and title of the stage that comes next.
    """

    def __init__(self, stage: str, wing: ModuleType, desk: Desk, following: tuple[str, str] | None = None) -> None:
        self._stage, self._wing, self._desk, self._following = stage, wing, desk, following
        self._declared: Mapping[str, Declared] = {part.name: part for part in wing.PARTS}
        self._built: dict[str, widgets.Widget] = {}
        self._lock = threading.RLock()
        self._shown = True
        self._behind = False
        desk.explored_by.append(self._explored_elsewhere)
        desk.store.subscribe(self._record_changed)

    @property
    def names(self) -> tuple[str, ...]:
        """The parts of this page, in order."""
        return tuple(self._declared)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._declared, "next", "top"]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        with self._lock:
            if name not in self._built:
                self._built[name] = self._build(name)
            return self._built[name]

    def connect(self, frame: Any, label: str = "DataFrame") -> str:
        """Connect a pandas DataFrame of this notebook as the rows of the project; returns what it holds, in words.

        The rows stay in this notebook's memory. In the notebook of another stage, connect the same frame again.
        """
        return use_frame(self._desk, frame, label)

    def use_model(
        self,
        model: Any,
        columns: Sequence[str] = (),
        title: str = "",
        *,
        event: int | None = None,
        trained_by: str = "",
        trained_at: str = "",
        trained_with: str = "",
        on_these_rows: bool | None = None,
        registry: str = "",
        i_trust_this_file_from: str | None = None,
        **module: Any,
    ) -> str:
        """Put a model of this notebook to use, for every page to ask; returns what it is, in words.

        Parameters
        ----------
        model : object
            A fitted estimator with its preparation (a pipeline), a PyTorch module, a function (DataFrame -> one score
            a row), the path of a .skops or .onnx file, an address of MLflow (models:/name@alias), or the name of a
            configured endpoint.
        columns : sequence of str, optional
            That it reads, in its order, where it does not say so itself.
        title : str, optional
            How people call it.
        event : {0, 1}, optional
            Place of the event among its classes, where the values of the label do not say.
        trained_by, trained_at, trained_with : str, optional
            Who trained it, when, with which data.
        on_these_rows : bool, optional
            Whether it was trained on the connected rows.
        registry : str, optional
            The configured name of a registry of MLflow.
        i_trust_this_file_from : str, optional
            The person from whom a pickle or joblib file came: opening one runs code. The name goes on record.
        **module
            For a PyTorch module: `scaling` (a fitted transformer), `gives` ("probability", "log odds" or
            "log odds of two"), `weights` (a file).
        """
        unknown = set(module) - {"scaling", "gives", "weights"}
        if unknown:
            raise TypeError(f"use_model() got an unexpected keyword argument {min(unknown)!r}")
        named = (columns,) if isinstance(columns, str) else tuple(columns)
        ways = Ways(named, title, Wanted(place=event), registry, i_trust_this_file_from, torch=module)
        said = {"trained_by": trained_by, "trained_at": trained_at, "trained_with": trained_with}
        return use_model(self._desk, model, ways, said, on_these_rows)

    def show(self, shown: bool) -> None:
        """Tell the page whether anybody sees it; a page that is not seen waits with its analyses."""
        self._shown = shown
        if shown and self._behind:
            self.refresh()

    def refresh(self) -> None:
        """Bring every part that was built up to date."""
        with self._lock:
            self._behind = False
            for name, widget in self._built.items():
                if isinstance(widget, LivePart | ThresholdSlider | Connect | Projects | GroupsFromFile | WhatIf):
                    widget.refresh()
                elif isinstance(self._declared.get(name), Custom) and isinstance(widget, Table):
                    widget.update(self._walk_table())

    def _record_changed(self, _record: Record) -> None:
        if self._shown:
            self.refresh()
        else:
            self._behind = True

    def _build(self, name: str) -> widgets.Widget:
        if name == "next":
            return self._next()
        if name == "top":
            return Shell(self._desk)
        if name not in self._declared:
            parts = ", ".join([*self._declared, "next"])
            raise AttributeError(f"This page has no part called {name!r}. It has: {parts}.")
        return self._builders()[type(self._declared[name])](self._declared[name])

    def _builders(self) -> dict[type, Callable[[Any], widgets.Widget]]:
        desk = self._desk
        revisions = getattr(self._wing, "REVISIONS", {})
        return {
            Live: lambda part: LivePart(part, desk, self._stage, revisions.get(part.records, 1)),
            Ask: lambda part: Form(desk.store, part.section, part.fields, self._options),
            Act: lambda part: Action(part, desk),
            Task: lambda part: LongWork(part, desk),
            Download: lambda part: Action(part, desk),
            Explore: lambda part: ThresholdSlider(part, desk, self._explored),
            Custom: self._custom,
        }

    def _custom(self, part: Custom) -> widgets.Widget:
        if part.kind == "map":
            return Table(self._walk_table())
        if part.kind == "groups file":
            return GroupsFromFile(self._desk)
        if part.kind == "file" and part.uses is not None:
            return TakeFile(self._desk, part.label, part.uses, part.accepts)
        if part.kind == "find row" and part.uses is not None:
            return FindRow(self._desk, part.label, part.uses)
        if part.kind == "what if" and part.uses is not None:
            return WhatIf(self._desk, part.uses)
        return Connect(self._desk, part.uses) if part.kind == "connect" else Projects(self._desk)

    def _options(self, record: Record) -> Mapping[str, tuple[str, ...]]:
        options: Mapping[str, tuple[str, ...]] = self._desk.readings.read("options", record, {})
        return {**options, **{name: ask() for name, ask in getattr(self._wing, "CHOICES", {}).items()}}

    def _explored(self) -> None:
        for refresh in tuple(self._desk.explored_by):
            refresh()

    def _explored_elsewhere(self) -> None:
        self._record_changed(self._desk.record)

    def _walk_table(self) -> TableView:
        rows = tuple(
            {
                "number": stage.number,
                "title": stage.title,
                "question": stage.question,
                "minutes": stage.minutes,
                "state": stage.state,
                "blockers": " ".join(stage.blockers),
            }
            for stage in self._desk.walk(self._desk.record)
        )
        return TableView("The walk", WALK_COLUMNS, rows)

    def _next(self) -> widgets.Widget:
        if self._following is None:
            return prose("**This was the last stage.** The report holds everything that was recorded.")
        name, title = self._following
        if "top" in self._built:  # a notebook in JupyterLab, where the app's addresses lead nowhere
            return prose(f"Next: the notebook of the stage **{title}**.")
        return prose(f"Next: [{title}](#{name})")
