"""A form over one section of answers: every accepted edit is saved, every refused one stays visible and is told."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import traitlets

from workbook.errors import WorkbookError
from workbook.project import Conflict, Record, Refused, Section
from workbook.ui.form_fields import Options, form_fields, read_entry
from workbook.ui.parts import Part, to_json
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
    conflicts: Any = traitlets.List().tag(sync=True)
    message = traitlets.Unicode("").tag(sync=True)
    answered = traitlets.Unicode("").tag(sync=True)
    read_only = traitlets.Bool(False).tag(sync=True)

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
        contested = set(self.conflicts) - {name}
        draft = self._draft | {name: entered}
        problems: dict[str, str] = {}
        read: dict[str, Any] = {}
        for field, raw in draft.items():
            if field in contested:  # nobody has chosen yet: no other edit may carry it over theirs
                problems[field] = self.errors.get(field, "")
                continue
            try:
                read[field] = read_entry(specs[field], raw)
            except WorkbookError as error:
                problems[field] = str(error)
        self._draft, self.conflicts = draft, sorted(contested)
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
                self._store.refresh()
                problems[conflict.field] = str(conflict)
                self.conflicts = sorted({*self.conflicts, conflict.field})
        self.errors, self.message = problems, message
        self._show(self._store.record)

    def _show(self, record: Record) -> None:
        if record.project_id != self._project:
            self._project, self._draft, self.errors, self.message, self.conflicts = record.project_id, {}, {}, "", []
        stored = record.section(self._section).model_dump(mode="json")
        refused = {name: why for name, why in record.refused(self._section).items() if name in self._names}
        if refused:
            self.errors = refused | self.errors
        fields = form_fields(self._section, self._names, self._options(record), str(stored.get("currency") or ""))
        with self.hold_sync():
            self.read_only = not record.may("write")
            if fields != self.fields_shown:
                self.fields_shown = fields
            self.values = {name: stored[name] for name in self._names} | self._draft

    def settle(self, name: str, whose: str) -> None:
        """End a conflict: save what this person entered ("mine"), or take what somebody else did."""
        if name not in self.conflicts:
            return
        if whose == "mine":
            self.enter(name, self._draft[name])
            return
        self._draft = {field: raw for field, raw in self._draft.items() if field != name}
        self.errors = {field: text for field, text in self.errors.items() if field != name}
        self.conflicts = [field for field in self.conflicts if field != name]
        self._show(self._store.record)

    def receive(self, message: Mapping[str, Any]) -> None:
        """An edit in the browser, over the value that was shown there when it began; or the end of a conflict."""
        if "settle" in message:
            self.settle(str(message["settle"]), str(message.get("whose")))
        elif "edit" in message:
            name, entered = str(message["edit"]), message.get("value")
            try:
                if "over" not in message or not self._contest(name, entered, message["over"]):
                    self.enter(name, entered)
            finally:
                self.answered = str(message.get("mark", ""))

    def _contest(self, name: str, entered: Any, over: Any) -> bool:
        """Whether this field was written elsewhere while it was written here; then nothing is saved yet."""
        record = self._store.record
        theirs = record.answers.get(self._section.section, {}).get(name)
        if theirs is None or name in self._draft or name not in self._names:
            return False
        stored = record.section(self._section).model_dump(mode="json")[name]
        if _same(stored, over) or _same(stored, entered):
            return False
        self._draft = self._draft | {name: entered}
        self.errors = self.errors | {name: str(Conflict(name, entered, theirs.value, theirs.person, theirs.at))}
        self.conflicts = sorted({*self.conflicts, name})
        self._show(record)
        return True


def _same(one: Any, other: Any) -> bool:
    """Whether two values are the same to a browser, which writes 100.0 as 100."""
    return bool(json.loads(to_json(one)) == json.loads(to_json(other)))
