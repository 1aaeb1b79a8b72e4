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

from workbook.errors import InputError

GENESIS = "0" * 64
"""What the first entry of every chain follows."""


def canonical(value: Any) -> str:
    """JSON in one form only: sorted keys, no spaces, letters as they are, numbers in Python's shortest form.

    Raises
    ------
    InputError
        A number is infinite or undefined, a key is not text, a text is not valid Unicode, or JSON has no such value.
    """
    _require_text_keys(value)
    try:
        text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
        text.encode("utf-8")
    except (TypeError, ValueError, RecursionError) as error:
        raise InputError(
            f"This cannot be kept on record: {error}.", "Use text, finite numbers, lists and None."
        ) from error
    return text


def _require_text_keys(value: Any) -> None:
    """JSON would silently turn the key 1 into "1", and the value read back would no longer be the one sealed."""
    if isinstance(value, dict):
        odd = [key for key in value if not isinstance(key, str)]
        if odd:
            raise InputError(f"This cannot be kept on record: {odd[0]!r} is not a text key.", "Use text as keys.")
        value = list(value.values())
    if isinstance(value, list | tuple):
        for part in value:
            _require_text_keys(part)


def storable(text: str) -> str:
    """Text that every database takes: what is no valid Unicode, or a null character, becomes a replacement mark."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "\ufffd")


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


def forge(origin: str, sequence: int, at: str, person_id: str, action: str, payload: Any, previous: str) -> Link:
    """The next link of a chain. `origin` is the project in which the chain began."""
    text, salt = canonical(payload), secrets.token_hex(32)
    payload_hash = digest(salt, text)
    sealed = _seal(origin, sequence, at, person_id, action, payload_hash, previous)
    return Link(sequence, at, person_id, action, text, salt, payload_hash, previous, sealed)


def _seal(origin: str, sequence: int, at: str, person_id: str, action: str, payload_hash: str, previous: str) -> str:
    return digest(origin, str(sequence), at, person_id, action, payload_hash, previous)


@dataclass(frozen=True)
class Verification:
    """Whether a log is whole.

    Attributes
    ----------
    ok : bool
    entries : int
        How many entries were sound before the first broken one.
    head : str
        Hash of the last sound entry.
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


def verify(origin: str, links: Iterable[Link], head: str | None = None) -> Verification:
    """Recompute a chain.

    Parameters
    ----------
    origin : str
        The project in which the chain began.
    links : iterable of Link
        In order of their sequence.
    head : str, optional
        A head hash noted earlier (each report prints one): the chain must still contain it.
    """
    previous, count, seen = GENESIS, 0, set()
    for expected, link in enumerate(links, start=1):
        problem = _problem(origin, link, expected, previous)
        if problem:
            return Verification(False, count, previous, expected, problem)
        previous, count = link.hash, expected
        seen.add(link.hash)
    if head and head not in seen:
        problem = f"The log ends at entry {count}, and the head given ({head[:12]}…) is not in it: its end was cut off."
        return Verification(False, count, previous, count + 1, problem)
    return Verification(True, count, previous)


def _problem(origin: str, link: Link, expected: int, previous: str) -> str:
    if link.sequence != expected:
        return f"Entry {expected} is missing."
    if link.previous != previous:
        return f"Entry {expected} does not follow the entry before it."
    if (link.payload is None) != (link.salt is None):
        return f"What entry {expected} says was taken away in part."
    if link.payload is not None and link.salt is not None and digest(link.salt, link.payload) != link.payload_hash:
        return f"What entry {expected} says was changed after it was written."
    sealed = _seal(origin, link.sequence, link.at, link.person_id, link.action, link.payload_hash, previous)
    if sealed != link.hash:
        return f"Entry {expected} was changed after it was written."
    return ""
