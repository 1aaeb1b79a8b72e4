"""A case whose values people change: on each change what follows; on request the nearest changes that turn the decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

import traitlets

from workbook.errors import InputError
from workbook.ui.desk import Desk
from workbook.ui.form_fields import number_in
from workbook.ui.guard import guarded
from workbook.ui.parts import Part, to_json
from workbook.ui.trying import Proposal, Tried, TryField, TryOut


class WhatIf(Part):
    """One case, its values, and what follows from them.

    What is tried out here belongs to the person who tries it: it is neither saved nor shown to others.
    """

    state = traitlets.Unicode("{}").tag(sync=True)

    def __init__(self, desk: Desk, uses: Callable[[Desk], TryOut]) -> None:
        super().__init__(part="what_if")
        self._desk, self._project = desk, desk.store.project_id
        self._try_out = uses(desk)
        self._case = ""
        self._changes: dict[str, Any] = {}
        self._refused: dict[str, tuple[Any, str]] = {}
        self._seen: Tried | None = None
        self._found: tuple[Proposal, ...] = ()
        self._told = ""
        self._answered = self._acknowledged = 0
        self.refresh()

    @property
    def seen(self) -> Tried | None:
        """What is shown; None where nothing can be."""
        return self._seen

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """The changes that were found on request."""
        return self._found

    def refresh(self) -> None:
        """Look again, at the project as it is now; what was tried in another project is forgotten."""
        if self._desk.store.project_id != self._project:
            self._project = self._desk.store.project_id
            self._case, self._changes, self._refused = "", {}, {}
            self._forget_found()
        self._show(*guarded(lambda: self._try_out.look(self._case, self._changes)))

    def choose(self, case: str) -> str:
        """Take another case: a row for those who may see rows, or "" for a made-up one; returns a problem or ""."""
        seen, problem = guarded(lambda: self._try_out.look(case.strip(), {}))
        if seen is None:
            self._draw(problem=problem)
            return problem
        self._case, self._changes, self._refused = case.strip(), {}, {}
        self._forget_found()
        self._show(seen, "")
        return ""

    def change(self, name: str, entered: Any) -> str:
        """Change one value, as typed; returns a problem or ""."""
        known = {one.name: one for one in self._seen.fields} if self._seen else {}
        if name not in known:
            return ""
        value, problem = guarded(lambda: {"value": _read(known[name], entered)})
        if value is None:
            self._refused[name] = (entered, problem)
            self._draw()
            return problem
        self._refused.pop(name, None)
        return self._take({**self._changes, name: value["value"]})

    def take(self, place: int) -> str:
        """Take over one of the changes that were found; returns a problem or ""."""
        if not 0 <= place < len(self._found):
            return ""
        self._refused = {}
        return self._take({**self._changes, **self._found[place].values}, keep_found=True)

    def begin_again(self) -> None:
        """Undo every change."""
        self._refused = {}
        self._take({})

    def search(self) -> str:
        """Ask for the nearest changes that turn the decision round; returns what is said about them."""
        found, problem = guarded(lambda: self._try_out.nearest(self._case, self._changes))
        self._told, self._found = (problem, ()) if found is None else found
        self._draw()
        return self._told

    def _take(self, changes: dict[str, Any], keep_found: bool = False) -> str:
        seen, problem = guarded(lambda: self._try_out.look(self._case, changes))
        if seen is None:
            self._draw(problem=problem)
            return problem
        self._changes = {
            one.name: changes[one.name] for one in seen.fields if one.name in changes and one.value != one.begun
        }
        if not keep_found:
            self._forget_found()
        self._show(seen, "")
        return ""

    def _forget_found(self) -> None:
        self._found, self._told = (), ""

    def _show(self, seen: Tried | None, problem: str) -> None:
        self._seen = seen
        self._draw(problem=problem)

    def _draw(self, problem: str = "") -> None:
        may, _ = guarded(self._try_out.may_choose)
        self._acknowledged = self._answered
        seen = asdict(self._seen) if self._seen is not None else {}
        self.state = to_json(
            {
                **seen,
                "may_choose": bool(may),
                "hint": self._try_out.hint,
                "chosen": self._case,
                "refused": {name: {"entered": entered, "why": why} for name, (entered, why) in self._refused.items()},
                "problem": problem,
                "told": self._told,
                "proposals": [one.says for one in self._found],
                "answered": self._answered,
            }
        )

    def receive(self, message: Mapping[str, Any]) -> None:
        """What was done on the page; its number goes back, so that the page sends one thing at a time."""
        self._answered = int(message.get("number") or 0)
        acts: dict[str, Callable[[], Any]] = {
            "choose": lambda: self.choose(str(message["choose"])),
            "change": lambda: self.change(str(message["change"]), message.get("value")),
            "take": lambda: self.take(int(message["take"])),
            "begin_again": self.begin_again,
            "search": self.search,
        }
        for name, act in acts.items():
            if name in message:
                _, problem = guarded(act)
                if problem:
                    self._draw(problem=problem)
        if self._acknowledged != self._answered:  # nothing came of it, and the page waits for an answer
            self._draw()


def _read(field: TryField, entered: Any) -> float | str | None:
    """A value as it was typed. Raises `InputError` where it is none."""
    if entered is None or entered == "":
        return None
    if field.kind == "choice":
        if entered not in field.options:
            raise InputError(f"“{entered}” is not one of the values of {field.name}.", "Choose one of the list.")
        return str(entered)
    if isinstance(entered, int | float):
        return float(entered)
    text = str(entered).strip().replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace("\u2212", "-")
    return number_in(text, str(entered).strip())
