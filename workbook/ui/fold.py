"""Depth behind the first view: a heading that opens, and what lies under it, built when it is first opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ipywidgets as widgets
import traitlets

from workbook.ui.parts import Part

MARK = "In depth:"
"""A heading of the second level that begins so opens a fold; the next one of that level ends it."""


class Heading(Part):
    """The heading of a fold, as a button."""

    title = traitlets.Unicode("").tag(sync=True)
    opened = traitlets.Bool(False).tag(sync=True)

    def __init__(self, title: str, toggled: Callable[[bool], None]) -> None:
        super().__init__(part="fold", title=title)
        self._toggled = toggled

    def receive(self, message: Mapping[str, Any]) -> None:
        """A click: {"open": whether it is to be open}."""
        if "open" in message:
            self._toggled(bool(message["open"]))


class Fold(widgets.VBox):
    """A heading and what it hides.

    Parameters
    ----------
    title : str
    build : callable
        Makes what lies under the heading; called once, when somebody first opens it.
    """

    def __init__(self, title: str, build: Callable[[], Sequence[widgets.Widget]]) -> None:
        self._build = build
        self._built = False
        self.heading = Heading(title, self.toggle)
        self.body = widgets.VBox()
        super().__init__([self.heading, self.body])
        self.add_class("wb-fold")
        self.toggle(False)

    def toggle(self, opened: bool) -> None:
        """Open or close."""
        if opened and not self._built:
            self._built = True
            self.body.children = tuple(self._build())
        self.body.layout.display = "block" if opened else "none"
        self.heading.opened = opened


Cell = tuple[str, str]


def sections(cells: Sequence[Cell]) -> list[tuple[str, list[Cell]]]:
    """Cells under the folds they belong to: ("", cells) for what is always seen, (title, cells) for a fold.

    Parameters
    ----------
    cells : sequence of (kind, content)
        As `workbook.ui.cells` reads them; a text is taken apart at its headings of the second level.
    """
    found: list[tuple[str, list[Cell]]] = [("", [])]
    for kind, content in cells:
        for text in _at_headings(content) if kind == "text" else [content]:
            heading = text.splitlines()[0].removeprefix("## ").strip() if text.startswith("## ") else ""
            if heading.startswith(MARK):
                title = heading.removeprefix(MARK).strip()
                found.append((title[:1].upper() + title[1:], []))
                text = text.partition("\n")[2].strip()
            elif heading and found[-1][0]:
                found.append(("", []))
            if text:
                found[-1][1].append((kind, text))
    return [(title, held) for title, held in found if held]


def _at_headings(markdown: str) -> list[str]:
    texts: list[list[str]] = [[]]
    for line in markdown.splitlines():
        if line.startswith("## "):
            texts.append([])
        texts[-1].append(line)
    return [text for lines in texts if (text := "\n".join(lines).strip())]
