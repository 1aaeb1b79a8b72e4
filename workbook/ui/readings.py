"""Looks up by name what a live part reads, and runs its analysis once for each set of inputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from workbook.errors import WorkbookError
from workbook.project import Record, Section
from workbook.ui.live import Live, Provided

Provider = Provided | Callable[[Record], Any]


class Readings:
    """What the parts of all stages can read from one record of a project.

    Parameters
    ----------
    sections : mapping of str to type
        The answers of every stage, by section name.
    providers : mapping of str to Provided or callable
        Things made from the record ("tally", "policy"), by name.
    """

    def __init__(self, sections: Mapping[str, type[Section]], providers: Mapping[str, Provider]) -> None:
        self._sections = dict(sections)
        self._providers = dict(providers)
        self._remembered: dict[object, tuple[tuple[Any, ...], Any]] = {}

    def read(self, name: str, record: Record, exploring: Mapping[str, Any]) -> Any:
        """What `name` stands for: an exploring value first, then provided things, evidence, sections and fields."""
        if name in exploring:
            if isinstance(exploring[name], WorkbookError):
                raise exploring[name].with_traceback(None)
            return exploring[name]
        if name == "record":
            return record
        if name == "data":
            return record.data
        if name == "revision":
            return record.revision
        if name.startswith("evidence:"):
            return record.latest(name.removeprefix("evidence:"))
        if name in self._providers:
            return self._provide(name, record, exploring)
        section, _, field = name.partition(".")
        if section not in self._sections:
            raise KeyError(f"nothing is called {name!r} that a live part could read")
        answers = record.section(self._sections[section])
        return getattr(answers, field) if field else answers

    def another(self) -> Readings:
        """The same readings with a memory of their own."""
        return Readings(self._sections, self._providers)

    def section_named(self, name: str) -> type[Section]:
        """The answers of that section name."""
        return self._sections[name]

    def inputs(self, reads: tuple[str, ...], record: Record, exploring: Mapping[str, Any]) -> tuple[Any, ...]:
        """Everything that a part reads, in its order."""
        return tuple(self.read(name, record, exploring) for name in reads)

    def result(self, live: Live, record: Record, exploring: Mapping[str, Any] | None = None) -> Any:
        """The result of a live part; the same object again while what it reads stays equal."""
        inputs = self.inputs(live.reads, record, exploring or {})
        return self._remember(live, inputs, live.analyse)

    def _provide(self, name: str, record: Record, exploring: Mapping[str, Any]) -> Any:
        provider = self._providers[name]
        if isinstance(provider, Provided):
            return self._remember(name, self.inputs(provider.reads, record, exploring), provider.make)
        return self._remember(name, (record,), provider)

    def _remember(self, key: object, inputs: tuple[Any, ...], make: Callable[..., Any]) -> Any:
        known = self._remembered.get(key)
        if known is not None and _same(known[0], inputs):
            outcome = known[1]
        else:
            try:
                outcome = make(*inputs)
            except WorkbookError as error:
                outcome = error
            self._remembered[key] = (inputs, outcome)
        if isinstance(outcome, WorkbookError):
            raise outcome.with_traceback(None)  # the same error is told many times: its frames must not pile up
        return outcome


def _same(old: tuple[Any, ...], new: tuple[Any, ...]) -> bool:
    return len(old) == len(new) and all(
        a is b or (type(a) is type(b) and _equal(a, b)) for a, b in zip(old, new, strict=True)
    )


def _equal(a: Any, b: Any) -> bool:
    if isinstance(a, Record) or hasattr(a, "__array__"):  # rows are the same only where they are the same object
        return False
    return bool(a == b)
