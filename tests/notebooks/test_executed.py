"""Every notebook runs from top to bottom on a fresh record, and leaves widgets and no error."""

from __future__ import annotations

import nbformat
import pytest
from nbclient import NotebookClient

from tests.cases import ROOT


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.name)
def test_it_runs(path, tmp_path, monkeypatch, forks):
    monkeypatch.setenv("WORKBOOK_DB", f"sqlite:///{tmp_path / 'record.db'}")
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert not [output for output in outputs if output.output_type == "error"]
    assert any("application/vnd.jupyter.widget-view+json" in output.get("data", {}) for output in outputs)
