"""The same tests on SQLite and on a real PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Server
from workbook.project import Person, Repository, open_repository


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'workbook.db'}"
    running: Server = request.getfixturevalue("server")
    return running.new_database()


@pytest.fixture
def repository(url: str) -> Iterator[Repository]:
    opened = open_repository(url)
    yield opened
    opened.close()


@pytest.fixture
def dana() -> Person:
    return Person("dana", "Dana Ørsted")


@pytest.fixture
def project_id(repository: Repository, dana: Person) -> str:
    return repository.create_project("Consumer loans", dana)
