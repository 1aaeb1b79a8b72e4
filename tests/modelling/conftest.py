"""A desk on a copy of the practice project, with a model in use where a test asks for one."""

from __future__ import annotations

import shutil

import pytest

from tests.conftest import DANA
from workbook.modelling.choosing.using import train_recipe
from workbook.project import open_repository
from workbook.stages import open_desk


@pytest.fixture
def desk(practice, tmp_path):
    shutil.copy(practice, tmp_path / "record.db")
    repository = open_repository(f"sqlite:///{tmp_path / 'record.db'}")
    yield open_desk(repository, repository.projects(DANA)[0].id, DANA)
    repository.close()


@pytest.fixture
def trained_desk(desk):
    """With gradient boosting trained and in memory."""
    train_recipe(desk, lambda *_: None, lambda: False)
    return desk
