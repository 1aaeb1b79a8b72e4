"""What is quick stays quick: importing the package and asking the command line for help load nothing heavy."""

from __future__ import annotations

import subprocess
import sys

import pytest

LIST = "import sys; print(' '.join(sorted(sys.modules)))"


def loaded(code: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", f"{code}\n{LIST}"], capture_output=True, text=True, check=True)
    return set(done.stdout.split("\n")[-2].split())


def test_the_package_loads_nothing_heavy():
    assert not loaded("import workbook") & {"pandas", "ipywidgets", "plotly", "sqlalchemy", "pydantic", "numpy"}


def test_help_loads_nothing_heavy():
    code = "import workbook.cli\nworkbook.cli.parser().format_help()"
    assert not loaded(code) & {"pandas", "ipywidgets", "sqlalchemy", "numpy", "duckdb"}


@pytest.mark.parametrize(
    "name", ["workbook.project", "workbook.fairness", "workbook.roi", "workbook.data", "workbook.report"]
)
def test_analyses_load_no_widgets(name):
    assert not loaded(f"import {name}") & {"ipywidgets", "IPython", "anywidget"}


def test_names_that_people_type():
    import workbook

    assert callable(workbook.open_page) and callable(workbook.open_project) and workbook.__version__
    with pytest.raises(AttributeError):
        workbook.nonsense
