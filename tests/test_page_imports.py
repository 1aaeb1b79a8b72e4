"""What each page loads: heavy libraries stay out of pages that do not need them, also when every part of them is built."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from tests.cases import ROOT
from workbook.stages import STAGES

HEAVY = {
    "captum",
    "fairlearn",
    "interpret",
    "lime",
    "mlflow",
    "numba",
    "onnxruntime",
    "shap",
    "sklearn",
    "skops",
    "torch",
}
"""Each costs a second of processor time or more, or a hundred megabytes (shap: eight seconds and 300 MB)."""
NEEDED: dict[str, set[str]] = {}
"""What a page may load before anybody presses a button on it; nothing where it is not named."""
CODE = """
import sys
from workbook.opening import open_page
page = open_page({name!r})
for part in page.names:
    getattr(page, part)
print("loaded:", *sorted({{name.split(".")[0] for name in sys.modules}} & {heavy!r}))
"""


@pytest.mark.slow
@pytest.mark.parametrize("name", [one.name for one in STAGES])
def test_a_page_loads_what_it_needs(name, practice, tmp_path):
    shutil.copy(practice, tmp_path / "record.db")
    env = os.environ | {"WORKBOOK_DB": f"sqlite:///{tmp_path / 'record.db'}", "JUPYTERHUB_USER": "dana"}
    done = subprocess.run(
        [sys.executable, "-c", CODE.format(name=name, heavy=HEAVY)],
        capture_output=True, text=True, check=True, env=env, cwd=ROOT, timeout=200,
    )  # fmt: skip
    told = next(line for line in done.stdout.splitlines() if line.startswith("loaded:"))
    assert set(told.split()[1:]) == NEEDED.get(name, set())
