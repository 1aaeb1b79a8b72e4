"""A report as a frozen tree: headings, paragraphs, lists, tables, pictures. It knows no HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Paragraph:
    """Plain text. `strong` for the sentence that must be read."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class Items:
    """A list of plain sentences."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table: titles and rows of plain text."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Picture:
    """A figure as the pages draw it, with its title."""

    figure: dict[str, Any]
    title: str


Block = Paragraph | Items | Grid | Picture


@dataclass(frozen=True)
class Part:
    """A heading with what stands under it."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """A report: one page that decides, then what it rests on."""

    title: str
    subtitle: str
    summary: tuple[Part, ...]
    annex: tuple[Part, ...] = field(default_factory=tuple)
    footer: str = ""

    @property
    def file_name(self) -> str:
        """A safe file name made of the title."""
        kept = "".join(sign if sign.isalnum() and sign.isascii() else "-" for sign in self.title.lower())
        return "-".join(filter(None, kept.split("-")))[:60] or "report"
