"""A notebook is read for its text and its part names; nothing of it runs."""

from __future__ import annotations

import json

from workbook.ui.cells import cells


def write(path, *sources):
    kinds = {"m": "markdown", "c": "code"}
    path.write_text(json.dumps({"cells": [{"cell_type": kinds[kind], "source": [source]} for kind, source in sources]}))
    return path


def test_texts_and_parts_in_order(tmp_path):
    notebook = write(
        tmp_path / "a.ipynb",
        ("m", "# Title"),
        ("c", 'from workbook import open_page\npage = open_page("fairness")'),
        ("c", "page.groups"),
        ("m", "Read it."),
        ("c", "page.gaps\npage.next"),
    )
    assert list(cells(notebook)) == [
        ("text", "# Title"),
        ("part", "groups"),
        ("text", "Read it."),
        ("part", "gaps"),
        ("part", "next"),
    ]


def test_nothing_else_is_taken_from_code(tmp_path):
    notebook = write(tmp_path / "a.ipynb", ("c", "import os\nos.system\npage.groups.result\nprint(page.gaps)"))
    assert list(cells(notebook)) == []
