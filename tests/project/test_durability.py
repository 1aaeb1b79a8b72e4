"""What was acknowledged as saved is there, whoever was killed; and many may write at once."""

from __future__ import annotations

import multiprocessing
import random
import time
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from tests.conftest import Server
from tests.project.savers import save_and_acknowledge
from workbook.errors import WorkbookError
from workbook.project import Person, Repository, open_repository

KILLS = 50
ENDLESS = 1_000_000


def saver(url: str, project_id: str, who: Person, file: Path, start: int, count: int = ENDLESS) -> BaseProcess:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.project.savers"])
    process = context.Process(
        target=save_and_acknowledge, args=(url, project_id, who, str(file), start, count), daemon=True
    )
    process.start()
    return process


def acknowledged(file: Path) -> list[int]:
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def wait_for_first(file: Path, process: BaseProcess, known: int) -> None:
    give_up = time.monotonic() + 30
    while len(acknowledged(file)) <= known and time.monotonic() < give_up:
        assert process.is_alive(), "the saver died by itself"
        time.sleep(0.001)


def assert_all_there(repository: Repository, project_id: str, who: Person, numbers: list[int]) -> int:
    """Each acknowledged save is in the log, in order, at most one more is; the record holds the last one."""
    deadline = time.monotonic() + 30
    while True:  # a database server may still be at what the killed saver had sent: read until log and record agree
        told = [entry.payload["to"]["counter"] for entry in repository.log(project_id, who)[1:] if entry.payload]
        stored = repository.record(project_id, who).answers["range"]["counter"]
        if stored.value == told[-1] or time.monotonic() > deadline:
            break
    assert [number for number in told if number in set(numbers)] == numbers
    assert stored.value == told[-1] and stored.value - numbers[-1] in (0, 1)
    found = repository.verify(project_id)
    assert found.ok, found.problem
    return int(stored.value)


@pytest.mark.slow
def test_an_acknowledged_save_survives_fifty_kills_of_the_saver(
    repository: Repository, project_id: str, dana: Person, url: str, tmp_path: Path
) -> None:
    file, choice, last, killed_writing = tmp_path / "acknowledged", random.Random(2), 0, 0
    for _ in range(KILLS):
        known = len(acknowledged(file))
        process = saver(url, project_id, dana, file, start=last + 1)
        wait_for_first(file, process, known)
        time.sleep(choice.uniform(0, 0.02))
        process.kill()
        process.join()
        last = assert_all_there(repository, project_id, dana, acknowledged(file))
        killed_writing += process.exitcode == -9
    assert killed_writing == KILLS
    assert len(acknowledged(file)) >= KILLS


@pytest.mark.slow
def test_an_acknowledged_save_survives_kills_of_the_postgresql_server(
    server: Server, dana: Person, tmp_path: Path
) -> None:
    url = server.new_database()
    repository, file, last = open_repository(url), tmp_path / "acknowledged", 0
    project_id = repository.create_project("Consumer loans", dana)
    for _ in range(3):
        known = len(acknowledged(file))
        process = saver(url, project_id, dana, file, start=last + 1)
        wait_for_first(file, process, known)
        time.sleep(0.05)
        server.kill()
        process.join(30)
        with pytest.raises(WorkbookError, match="did not answer"):
            repository.record(project_id, dana)
        server.start()
        last = assert_all_there(repository, project_id, dana, acknowledged(file))
    repository.close()


def test_many_processes_write_at_once_and_none_is_turned_away(
    repository: Repository, project_id: str, dana: Person, url: str, tmp_path: Path
) -> None:
    writers, saves = 6, 20
    files = [tmp_path / f"writer-{number}" for number in range(writers)]
    running = [saver(url, project_id, dana, file, 1000 * place, saves) for place, file in enumerate(files, start=1)]
    for process in running:
        process.join(60)
    assert [process.exitcode for process in running] == [0] * writers
    assert [len(acknowledged(file)) for file in files] == [saves] * writers
    found = repository.verify(project_id)
    assert (found.ok, found.entries) == (True, 1 + writers * saves)
    assert repository.record(project_id, dana).answers["range"]["counter"].version == writers * saves
