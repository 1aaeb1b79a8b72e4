"""What runs in other processes: they save and acknowledge, until they are done or killed."""

from __future__ import annotations

import os
from pathlib import Path

from tests.project.sections import Range
from workbook.project import Person, open_repository


def save_and_acknowledge(url: str, project_id: str, who: Person, acknowledged: str, start: int, count: int) -> None:
    """Save `counter` = start, start + 1, …; write each number to a file once its save returned."""
    repository = open_repository(url)
    file = os.open(Path(acknowledged), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for number in range(start, start + count):
        repository.save(project_id, who, Range, {"counter": number})
        os.write(file, f"{number}\n".encode())


def just_open(url: str) -> None:
    """Open a database that may still be empty."""
    open_repository(url).close()
