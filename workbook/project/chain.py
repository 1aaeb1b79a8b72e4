"""The hash chain of the audit log: each entry seals the one before and a salted hash of its payload.

A payload can be erased on request together with its salt; the chain still verifies, and nothing about the payload
can be guessed from the hash that stays.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

GENESIS = "0" * 64


def canonical(value: Any) -> str:
    """JSON in one form only: sorted keys, no spaces, no undefined numbers.

    Raises
    ------
    ValueError
        A number is infinite or undefined.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(*parts: str) -> str:
    """SHA-256 of the parts, each with its length before it, so that no two lists of parts collide."""
    sha = hashlib.sha256()
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        sha.update(f"{len(encoded)}:".encode())
        sha.update(encoded)
    return sha.hexdigest()


@dataclass(frozen=True)
class Link:
    """An entry as the chain sees it. `payload` and `salt` are None once they were erased."""

    sequence: int
    at: str
    person_id: str
    action: str
    payload: str | None
    salt: str | None
    payload_hash: str
    previous: str
    hash: str


def forge(project_id: str, sequence: int, at: str, person_id: str, action: str, payload: Any, previous: str) -> Link:
    """The next link of a project's chain."""
    text, salt = canonical(payload), secrets.token_hex(32)
    payload_hash = digest(salt, text)
    sealed = _seal(project_id, sequence, at, person_id, action, payload_hash, previous)
    return Link(sequence, at, person_id, action, text, salt, payload_hash, previous, sealed)


def _seal(project_id: str, sequence: int, at: str, person_id: str, action: str, payload_hash: str, previous: str) -> str:
    return digest(project_id, str(sequence), at, person_id, action, payload_hash, previous)


@dataclass(frozen=True)
class Verification:
    """Whether a log is whole.

    Attributes
    ----------
    ok : bool
    entries : int
    head : str
        Hash of the last entry.
    first_broken : int or None
        Sequence of the first entry that does not fit.
    problem : str
        What is wrong, as a sentence; empty where nothing is.
    """

    ok: bool
    entries: int
    head: str
    first_broken: int | None = None
    problem: str = ""


def verify(project_id: str, links: Iterable[Link], head: str | None = None) -> Verification:
    """Recompute a chain.

    Parameters
    ----------
    project_id : str
    links : iterable of Link
        In order of their sequence.
    head : str, optional
        A head hash noted earlier (each report prints one): the chain must still contain it.
    """
    previous, count, seen = GENESIS, 0, set()
    for expected, link in enumerate(links, start=1):
        problem = _problem(project_id, link, expected, previous)
        if problem:
            return Verification(False, count, previous, expected, problem)
        previous, count = link.hash, expected
        seen.add(link.hash)
    if head and head not in seen:
        return Verification(
            False, count, previous, count + 1, f"The log ends at entry {count}, but the head given ({head[:12]}…) is not in it: its end was cut off."
        )
    return Verification(True, count, previous)


def _problem(project_id: str, link: Link, expected: int, previous: str) -> str:
    if link.sequence != expected:
        return f"Entry {expected} is missing."
    if link.previous != previous:
        return f"Entry {expected} does not follow the entry before it."
    if link.payload is not None and (link.salt is None or digest(link.salt, link.payload) != link.payload_hash):
        return f"What entry {expected} says was changed after it was written."
    sealed = _seal(project_id, link.sequence, link.at, link.person_id, link.action, link.payload_hash, previous)
    if sealed != link.hash:
        return f"Entry {expected} was changed after it was written."
    return ""
