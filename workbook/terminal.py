"""What is said in a terminal. Sentences hold names from people and files, and none of these may steer it."""

from __future__ import annotations

import sys
import unicodedata
from typing import TextIO

JOINERS = "\u200c\u200d"
"""Invisible, but part of how Persian, Indic scripts and emoji are written."""


def as_line(text: object) -> str:
    """Text as one line; a sign that would steer a terminal, end the line or turn its direction stands there as its code."""
    return "".join(sign if _is_seen(sign) else ascii(sign)[1:-1] for sign in str(text))


def _is_seen(sign: str) -> bool:
    return sign.isprintable() or sign in JOINERS or unicodedata.category(sign) == "Zs"


def say(*sentences: object, to: TextIO | None = None) -> None:
    """Print each sentence on a line of its own, to the standard output or to another stream."""
    for sentence in sentences:
        print(as_line(sentence), file=to or sys.stdout)
