"""Reads a notebook as what the app shows: text, and names of live parts. Nothing of it is executed."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

Shown = tuple[Literal["text", "part"], str]


def cells(notebook: Path) -> Iterator[Shown]:
    """What a notebook shows, in order: Markdown texts, and the names in its `page.<name>` cells."""
    for cell in json.loads(notebook.read_text("utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            yield "text", source
        elif cell["cell_type"] == "code":
            yield from (("part", name) for name in _parts(source))


def _parts(source: str) -> Iterator[str]:
    for statement in ast.parse(source).body:
        value = statement.value if isinstance(statement, ast.Expr) else None
        if isinstance(value, ast.Attribute) and isinstance(value.value, ast.Name) and value.value.id == "page":
            yield value.attr
