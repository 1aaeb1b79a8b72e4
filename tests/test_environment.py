"""environment.yml says the same as pyproject.toml, in names that conda knows."""

from __future__ import annotations

import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from tests.cases import ROOT

CONDA_NAMES = {"duckdb": "python-duckdb", "prometheus-client": "prometheus_client"}


def lines() -> list[str]:
    wanted = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    return [one for one in wanted if isinstance(one, str)]


def required() -> dict[str, SpecifierSet]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    found = {one.name: one.specifier for one in map(Requirement, project["dependencies"])}
    return {CONDA_NAMES.get(name, name): bounds for name, bounds in found.items()} | {
        "python": SpecifierSet(project["requires-python"])
    }


@pytest.mark.parametrize("line", lines())
def test_conda_reads_every_line(line):
    rattler = pytest.importorskip("rattler")
    assert rattler.MatchSpec(line).name is not None


def test_names_and_bounds_are_those_of_the_project():
    listed = {line.split()[0]: SpecifierSet(line.split(maxsplit=1)[1]) for line in lines() if " " in line}
    assert listed == required()


def test_it_installs_the_workbook_itself():
    wanted = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    assert {"pip": ["-e ."]} in wanted and "pip" in wanted


def test_the_lock_names_hashes_and_no_index():
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    assert "://" not in lock and lock.count("--hash=sha256:") > 300
    locked = {line.split("==")[0] for line in lock.splitlines() if "==" in line and not line.startswith(" ")}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    on_request = {"aif360", "jupyterhub", "torch"}  # large, or for one way of running it: asked for by name only
    extras = [names for extra, names in project["optional-dependencies"].items() if extra not in on_request]
    wanted = [*project["dependencies"], *(one for extra in extras for one in extra)]
    assert {Requirement(one).name.lower() for one in wanted} <= locked
