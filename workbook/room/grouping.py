"""Free words put together where they say nearly the same: by the words they share, nothing cleverer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

SHARED = 0.4
"""Two texts belong together where they share this part of the words of the shorter one."""
COMMON = frozenset(
    [
        "a",
        "about",
        "after",
        "all",
        "also",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "because",
        "been",
        "before",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "just",
        "like",
        "more",
        "most",
        "much",
        "my",
        "no",
        "not",
        "of",
        "on",
        "one",
        "only",
        "or",
        "other",
        "our",
        "out",
        "over",
        "she",
        "should",
        "so",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "to",
        "too",
        "up",
        "us",
        "very",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "whom",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
    ]
)


@dataclass(frozen=True)
class Group:
    """Texts that belong together, the longest first, and the words that they share."""

    texts: tuple[str, ...]
    shared: tuple[str, ...]


def grouped(texts: Iterable[str]) -> tuple[Group, ...]:
    """Texts in groups, the largest first. A text joins the first group with a text that it shares enough words with."""
    groups: list[list[str]] = []
    for text in sorted(texts, key=lambda text: (-len(text), text)):
        home = next((group for group in groups if any(_alike(text, other) for other in group)), None)
        if home is None:
            groups.append([text])
        else:
            home.append(text)
    made = (Group(tuple(group), _shared(group)) for group in groups)
    return tuple(sorted(made, key=lambda group: (-len(group.texts), group.texts)))


def words(text: str) -> frozenset[str]:
    """The words of a text that say something, without their endings."""
    found = re.findall(r"[^\W\d_]{2,}", text.casefold())
    return frozenset(_stem(word) for word in found if word not in COMMON)


def _stem(word: str) -> str:
    for ending in ("ing", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _alike(one: str, other: str) -> bool:
    here, there = words(one), words(other)
    if one.casefold().strip() == other.casefold().strip():
        return True
    return bool(here and there) and len(here & there) >= max(2, SHARED * min(len(here), len(there)))


def _shared(texts: list[str]) -> tuple[str, ...]:
    if len(texts) < 2:
        return ()
    return tuple(sorted(frozenset.intersection(*(words(text) for text in texts))))
