"""A room on SQLite and on a real PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import DANA, Server
from workbook.project import Person, Repository, open_repository
from workbook.room.record import Room
from workbook.room.store import Rooms
from workbook.room.taking_part import People


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
    return DANA


@pytest.fixture
def rooms(repository: Repository) -> Rooms:
    return Rooms(repository)


@pytest.fixture
def people(rooms: Rooms) -> People:
    return People(rooms)


@pytest.fixture
def here(rooms: Rooms, repository: Repository, dana: Person) -> Room:
    """A room that is open and in its lobby."""
    return rooms.open(repository.create_project("Consumer loans", dana), dana)
