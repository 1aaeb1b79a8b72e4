"""A form over one section of answers: every accepted edit is saved, every refused one stays visible and is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import traitlets

from workbook.errors import WorkbookError
from workbook.project import Conflict, Record, Refused, Section
from workbook.ui.form_fields import Options, form_fields, read_entry
from workbook.ui.parts import Part
from workbook.ui.store import Store


class Field:
    """One field of a form, for code: read `value`, or set it as a person would enter it."""

    def __init__(self, form: Form, name: str) -> None:
        self._form = form
        self._name = name

    @property
    def value(self) -> Any:
        """What the form shows: the saved value, or the draft that was refused."""
        return self._form.shown(self._name)

    @value.setter
    def value(self, entered: Any) -> None:
        self._form.enter(self._name, entered)

    @property
    def error(self) -> str:
        """Why the entry was refused; empty where it was not."""
        return str(self._form.errors.get(self._name, ""))


class Form(Part):
    """Fields of one section, bound to the store.

    Parameters
    ----------
    store : Store
    section : type of Section
    names : sequence of str, optional
        Which fields, in order; all where empty.
    options : callable, optional
        Record -> choices for fields with `options_from`.
    """

    fields_shown: Any = traitlets.List().tag(sync=True)
    values = traitlets.Dict().tag(sync=True)
    errors = traitlets.Dict().tag(sync=True)
    message = traitlets.Unicode("").tag(sync=True)

    def __init__(
        self,
        store: Store,
        section: type[Section],
        names: Sequence[str] = (),
        options: Callable[[Record], Options] | None = None,
    ) -> None:
        super().__init__(part="form")
        self._store, self._section, self._names = store, section, tuple(names or section.model_fields)
        self._options = options or (lambda record: {})
        self._draft: dict[str, Any] = {}
        self._project = store.project_id
        self.fields = {name: Field(self, name) for name in self._names}
        store.subscribe(self._show)

    def shown(self, name: str) -> Any:
        """The value that the form shows for a field."""
        return self._draft[name] if name in self._draft else self.values[name]

    def enter(self, name: str, entered: Any) -> None:
        """Save one edit together with the drafts that were refused before it."""
        specs = {spec["name"]: spec for spec in self.fields_shown}
        if name not in specs:
            return
        draft = self._draft | {name: entered}
        problems: dict[str, str] = {}
        read: dict[str, Any] = {}
        for field, raw in draft.items():
            try:
                read[field] = read_entry(specs[field], raw)
            except WorkbookError as error:
                problems[field] = str(error)
        self._draft = draft
        self._save(name, read, problems)

    def _save(self, name: str, read: Mapping[str, Any], problems: dict[str, str]) -> None:
        message = ""
        if name in read:
            try:
                self._store.update(self._section, **read)
                self._draft = {field: raw for field, raw in self._draft.items() if field in problems}
            except Refused as refused:
                problems |= {field or "": text for field, text in refused.fields.items()}
                message = problems.pop("", "")
                elsewhere = [text for field, text in problems.items() if field not in self._names]
                message = " ".join([message, *elsewhere]).strip()
            except Conflict as conflict:
                problems[conflict.field] = str(conflict)
                self._store.refresh()
        self.errors, self.message = problems, message
        self._show(self._store.record)

    def _show(self, record: Record) -> None:
        if record.project_id != self._project:
            self._project, self._draft, self.errors, self.message = record.project_id, {}, {}, ""
        stored = record.section(self._section).model_dump(mode="json")
        refused = {name: why for name, why in record.refused(self._section).items() if name in self._names}
        if refused:
            self.errors = refused | self.errors
        fields = form_fields(self._section, self._names, self._options(record))
        with self.hold_sync():
            if fields != self.fields_shown:
                self.fields_shown = fields
            self.values = {name: stored[name] for name in self._names} | self._draft

    def receive(self, message: Mapping[str, Any]) -> None:
        """An edit in the browser: {"edit": field name, "value": what was entered}."""
        if "edit" in message:
            self.enter(str(message["edit"]), message.get("value"))
