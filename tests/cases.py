"""Published figures and real tables that tests hold our numbers against; they lie outside the project."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("WORKBOOK_CASES", ROOT.parent / "shared"))


def published(topic: str) -> dict[str, dict[str, Any]]:
    """Published cases of a topic by their identifier; skips the test where the folder is not there."""
    path = SHARED / "cases" / f"{topic}.json"
    if not path.is_file():
        pytest.skip("the published cases are not there: set WORKBOOK_CASES to the folder that holds cases/ and data/")
    return {case["id"]: case for case in json.loads(path.read_text("utf-8"))}


def data_file(name: str) -> Path:
    """A real table by its file name; skips the test where it is not there."""
    path = SHARED / "data" / name
    if not path.is_file():
        pytest.skip(f"the table {name} is not there: set WORKBOOK_CASES to the folder that holds cases/ and data/")
    return path
