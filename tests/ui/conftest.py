"""A project on the loan sample, and its desk, without a browser."""

from __future__ import annotations

import pytest

from workbook.opening import begin_sample
from workbook.project import Person, open_repository
from workbook.stages import open_desk

DANA = Person("dana", "Dana")


@pytest.fixture
def repository(tmp_path):
    opened = open_repository(f"sqlite:///{tmp_path / 'record.db'}")
    yield opened
    opened.close()


@pytest.fixture
def project(repository):
    return begin_sample(repository, DANA)


@pytest.fixture
def desk(repository, project):
    return open_desk(repository, project, DANA)
