"""Notebooks are prose with named live parts: thin cells, no outputs, nothing that only they know."""

from __future__ import annotations

import ast
import re

import nbformat
import pytest

from tests.cases import ROOT
from workbook.stages import STAGES, stage
from workbook.ui.cells import cells

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
ALWAYS = {"next", "top"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_is_thin(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3" and "version" not in notebook.metadata.get("language_info", {})
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        assert cell.outputs == [] and cell.execution_count is None
        assert len(cell.source.splitlines()) <= 8
        allowed = (ast.Import, ast.ImportFrom, ast.Assign, ast.Expr)
        assert all(isinstance(node, allowed) for node in ast.parse(cell.source).body)
        assert cell.metadata["jupyter"]["source_hidden"]


def test_every_stage_has_a_notebook_and_the_other_way_round():
    assert {one.notebook for one in STAGES} | {"app.ipynb", "room.ipynb"} == {path.name for path in NOTEBOOKS}


@pytest.mark.parametrize("name", [one.name for one in STAGES])
def test_a_notebook_shows_every_part_of_its_page_and_no_other(name):
    shown = [content for kind, content in cells(ROOT / "notebooks" / stage(name).notebook) if kind == "part"]
    assert set(shown) - ALWAYS == {part.name for part in stage(name).page.PARTS}
    assert len(shown) == len(set(shown))


@pytest.mark.parametrize("path", [path for path in NOTEBOOKS if path.name != "app.ipynb"], ids=lambda path: path.name)
def test_a_notebook_is_guided_reading(path):
    texts = [content for kind, content in cells(path) if kind == "text"]
    assert texts[0].startswith("# ") and "**The question of this page:**" in texts[0] and "minutes" in texts[0]
    assert sum(len(re.findall(r"^# ", text, re.M)) for text in texts) == 1
    assert any("**Discuss.**" in text for text in texts)
