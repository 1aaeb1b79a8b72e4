"""A project on the loan sample, and its desk, without a browser."""

from __future__ import annotations

import shutil

import pytest

from tests.conftest import DANA
from workbook.project import open_repository
from workbook.stages import open_desk


@pytest.fixture
def repository(tmp_path, practice):
    """A record of its own that holds the practice project."""
    shutil.copy(practice, tmp_path / "record.db")
    opened = open_repository(f"sqlite:///{tmp_path / 'record.db'}")
    yield opened
    opened.close()


@pytest.fixture
def project(repository):
    return repository.projects(DANA)[0].id


@pytest.fixture
def desk(repository, project):
    return open_desk(repository, project, DANA)
