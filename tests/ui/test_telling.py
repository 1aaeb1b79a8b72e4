from __future__ import annotations

import json
import logging
import socket

import pytest

from workbook.errors import InputError, NotAllowed, WorkbookError
from workbook.project import Refused
from workbook.ui.guard import guarded
from workbook.ui.telling import ToTheServer, saves, saving, tell_the_server


@pytest.fixture
def line(tmp_path):
    """The server's end of a line that this process tells; afterwards the process tells nobody."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(str(tmp_path / "line"))
        heard.setblocking(False)
        tell_the_server(str(tmp_path / "line"))
        yield heard
    for logger in (saves, logging.getLogger("workbook")):
        for handler in [one for one in logger.handlers if isinstance(one, ToTheServer)]:
            logger.removeHandler(handler)
            handler.close()
    saves.propagate = True


def heard(line):
    told = []
    while True:
        try:
            told.append(json.loads(line.recv(600)))
        except BlockingIOError:
            return told


def test_a_save_tells_how_long_it_took(line):
    with saving():
        pass
    (told,) = heard(line)
    assert told["kind"] == "saved" and told["seconds"] >= 0


def test_what_a_person_is_told_about_their_entry_is_no_failure_of_the_record(line):
    for problem in (InputError("No."), Refused({"a": "no"}), NotAllowed("No.")):
        with pytest.raises(WorkbookError), saving():
            raise problem
    assert heard(line) == []
    with pytest.raises(WorkbookError), saving():
        raise WorkbookError("The database did not answer.")
    assert [one["kind"] for one in heard(line)] == ["save failed"]


def test_a_mistake_of_ours_is_told_without_what_it_was_about(line):
    guarded(lambda: 1 / 0)
    assert heard(line) == [{"kind": "error", "seconds": None}]


def test_saying_something_to_a_person_is_no_error(line):
    def refuse():
        raise InputError("No.")

    assert guarded(refuse) == (None, "No.")
    assert heard(line) == []


def test_a_line_that_nobody_listens_on_stops_no_save(line, tmp_path):
    line.close()
    (tmp_path / "line").unlink()
    with saving():
        saved = True
    assert saved


def test_a_line_that_is_full_stops_no_save(line):
    for _ in range(2000):
        with saving():
            pass
    assert 0 < len(heard(line)) < 2000


def test_it_is_told_once_however_often_a_page_is_opened(line, tmp_path):
    tell_the_server(str(tmp_path / "line"))
    tell_the_server("")
    with saving():
        pass
    assert len(heard(line)) == 1
