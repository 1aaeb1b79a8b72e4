"""Checks of an installation, each ending in a plain sentence."""

from __future__ import annotations

import importlib.metadata
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from workbook.errors import WorkbookError

PACKAGES = (
    "anywidget",
    "duckdb",
    "ipywidgets",
    "jupyterlab",
    "pandas",
    "plotly",
    "pydantic",
    "scikit-learn",
    "sqlalchemy",
    "voila",
)


@dataclass(frozen=True)
class Check:
    """What was looked at. `needed`: the workbook does not work without it."""

    fine: bool
    sentence: str
    needed: bool = True


def checks() -> tuple[Check, ...]:
    """Everything that is worth knowing when something does not work."""
    return (_python(), *_packages(), _database(), _notebooks(), _pdf(), *_models(), _browser())


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    return Check((3, 11) <= sys.version_info[:2] < (3, 14), f"Python {version}; 3.11 to 3.13 are supported.")


def _packages() -> Iterator[Check]:
    for name in PACKAGES:
        try:
            yield Check(True, f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            yield Check(False, f"{name} is not installed. Install the workbook again with pip.")


def _told(look: Callable[[], str], needed: bool = True) -> Check:
    try:
        return Check(True, look(), needed)
    except (WorkbookError, OSError, ImportError) as error:
        return Check(False, str(error), needed)


def _database() -> Check:
    def look() -> str:
        from workbook.project import open_repository

        repository = open_repository()
        repository.close()
        return f"The record at {repository.url} can be opened."

    return _told(look)


def _notebooks() -> Check:
    from workbook.notebooks_folder import shipped

    found = len(list(shipped("notebooks").glob("*.ipynb")))
    return Check(found > 0, f"{found} notebooks are installed.")


def _pdf() -> Check:
    def look() -> str:
        import weasyprint

        return f"PDF reports can be written (weasyprint {weasyprint.__version__})."

    return _told(look, needed=False)


def _models() -> Iterator[Check]:
    from workbook.models.sources.kinds import kinds_here

    for kind in kinds_here():
        yield Check(kind.fine, kind.sentence, needed=False)


def _browser() -> Check:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    told = (
        "A browser for the tests was found."
        if found
        else "No Chromium: browser tests are skipped. Debian: apt-get install chromium"
    )
    return Check(found is not None, told, needed=False)
