"""Whether the answers, results and data of a project are those that its log tells of.

The chain alone proves that the log is as it was written. Somebody with the database in hand could still change an
answer and leave the log alone; this finds it. Evidence about one person is not in the log, and not compared.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from workbook.project.acts import ANSWERED, CONNECTED, ERASED, RECORDED
from workbook.project.chain import Link, Verification, canonical, verify

Fault = tuple[int, str]
"""Sequence of the entry that is contradicted, and a sentence."""


@dataclass(frozen=True)
class Holdings:
    """What is held beside the log, as JSON values.

    Attributes
    ----------
    answers : mapping of (section, field) to value
    evidence : mapping of identifier to mapping
        Name, stage, sentence, result and fingerprints of each that is not about one person.
    data : mapping or None
        Fingerprint, rows and model fingerprint of the rows that are connected.
    """

    answers: Mapping[tuple[str, str], Any]
    evidence: Mapping[str, Mapping[str, Any]]
    data: Mapping[str, Any] | None


@dataclass
class _Told:
    """The log, replayed: for each thing, what was said last, and by which entry."""

    answers: dict[tuple[str, str], tuple[int, Any]] = field(default_factory=dict)
    evidence: dict[str, tuple[int, Mapping[str, Any]]] = field(default_factory=dict)
    data: tuple[int, Mapping[str, Any]] | None = None
    silent: dict[str, int] = field(default_factory=dict)
    """Action -> the last entry of that action whose payload was erased: what came before it proves nothing."""


def verify_project(
    origin: str, links: Iterable[Link], holdings: Holdings, *, stored_head: str, head: str | None = None
) -> Verification:
    """Verify a log, and that it agrees with what is held beside it.

    Parameters
    ----------
    origin, links, head
        As for `workbook.project.chain.verify`.
    holdings : Holdings
    stored_head : str
        The head that the project itself remembers.
    """
    links = tuple(links)
    found = verify(origin, links, head)
    if not found.ok:
        return found
    if stored_head != found.head:
        problem = f"The log ends at entry {found.entries}, but the project remembers another end: entries were cut off."
        return replace(found, ok=False, first_broken=found.entries + 1, problem=problem)
    told = _replay(links)
    faults = [
        *_unexplained_gaps(links),
        *_answers(told, holdings, len(links)),
        *_results(told, holdings, len(links)),
        *_rows(told, holdings),
    ]
    if not faults:
        return found
    sequence, problem = min(faults)
    return replace(found, ok=False, first_broken=sequence, problem=problem)


def _replay(links: Iterable[Link]) -> _Told:
    told = _Told()
    for link in links:
        if link.payload is None:
            told.silent[link.action] = link.sequence
            continue
        said = json.loads(link.payload)
        if link.action == ANSWERED:
            for name in said["removed"]:
                told.answers.pop((said["section"], name), None)
            told.answers |= {(said["section"], name): (link.sequence, value) for name, value in said["to"].items()}
        elif link.action == RECORDED and not said["personal"]:
            told.evidence[said["id"]] = (link.sequence, said)
        elif link.action == CONNECTED:
            told.data = (link.sequence, said)
    return told


def _unexplained_gaps(links: tuple[Link, ...]) -> Iterator[Fault]:
    """Whoever erases a payload says so in a later entry, which itself cannot be erased."""
    erased = {json.loads(link.payload)["entry"] for link in links if link.action == ERASED and link.payload is not None}
    for link in links:
        if link.payload is None and link.sequence not in erased:
            yield link.sequence, f"What entry {link.sequence} says is gone, and no entry tells who erased it."


def _answers(told: _Told, holdings: Holdings, entries: int) -> Iterator[Fault]:
    silent = told.silent.get(ANSWERED, 0)
    for (section, name), (sequence, value) in told.answers.items():
        held = holdings.answers.get((section, name), _NOTHING)
        if sequence > silent and (held is _NOTHING or canonical(held) != canonical(value)):
            yield sequence, f"The answer “{section}: {name}” is not the one that entry {sequence} tells of."
    for section, name in holdings.answers.keys() - told.answers.keys():
        if not silent:
            yield entries + 1, f"No entry tells of the answer “{section}: {name}”."


def _results(told: _Told, holdings: Holdings, entries: int) -> Iterator[Fault]:
    for identifier, (sequence, said) in told.evidence.items():
        held = holdings.evidence.get(identifier)
        if held is None or any(canonical(held[part]) != canonical(said[part]) for part in held):
            yield sequence, f"The result “{said['name']}” is not the one that entry {sequence} tells of."
    for identifier in holdings.evidence.keys() - told.evidence.keys():
        yield entries + 1, f"No entry tells of the result “{holdings.evidence[identifier]['name']}”."


def _rows(told: _Told, holdings: Holdings) -> Iterator[Fault]:
    if told.data is None or told.data[0] < told.silent.get(CONNECTED, 0):
        return
    sequence, said = told.data
    if holdings.data is None or any(holdings.data[part] != said[part] for part in holdings.data):
        yield sequence, f"The rows are not those that entry {sequence} tells of."


_NOTHING = object()
