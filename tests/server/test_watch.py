"""What can be watched: kernels, memory, who waits, what failed, and how long saves take, in a page and in a workshop."""

from __future__ import annotations

import os
import signal
import time

import pytest

from tests.browser import browsing, open_stage, serving
from tests.room.attending import Attendee, Leader
from tests.server.visiting import Visitor
from tests.server.walking import enter

pytestmark = pytest.mark.slow
WATCHER = "w" * 24


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("watched")
    token = folder / "metrics-token"
    token.write_text(WATCHER + "\n")
    token.chmod(0o600)
    more = {"WORKBOOK_METRICS_TOKEN_FILE": str(token), "WORKBOOK_MOST_KERNELS": "2"}
    with serving(folder, arguments=("--share", "--host", "127.0.0.1"), **more) as running:
        yield running


@pytest.fixture
def numbers(served):
    """The numbers of /metrics now, by name with labels."""

    def ask():
        answer = Visitor(served.base.rstrip("/")).ask("/metrics", Authorization=f"Bearer {WATCHER}")
        assert answer.status == 200
        lines = [line for line in answer.text.splitlines() if line and not line.startswith("#")]
        return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}

    return ask


def within(seconds, true):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.2)


def test_the_token_for_watching_opens_nothing_else(served):
    watcher = Visitor(served.base.rstrip("/"))
    for name in (f"/?token={WATCHER}", "/"):
        assert watcher.ask(name, Authorization=f"Bearer {WATCHER}").status == 302
    assert watcher.ask("/metrics", Authorization=f"Bearer {WATCHER}x").status == 404
    assert watcher.ask("/metrics", Authorization="Bearer  ").status == 404


def test_everything_that_matters_has_a_number_before_anything_happened(numbers):
    found = numbers()
    for name in (
        "workbook_kernels", "workbook_kernels_most", "workbook_kernels_starting", "workbook_kernels_lost_total", "workbook_people",
        "workbook_memory_bytes", "workbook_turned_away_total", "workbook_errors_total", "workbook_page_errors_total", "workbook_room_waiting",
        "workbook_room_listeners", "workbook_attempts_refused", "workbook_kernel_start_seconds_count", "workbook_record_write_seconds_count",
        'workbook_save_seconds_count{by="page"}', 'workbook_save_seconds_count{by="room"}',
        'workbook_saves_failed_total{by="page"}', 'workbook_saves_failed_total{by="room"}',
    ):  # fmt: skip
        assert name in found, name
    assert found["workbook_kernels_most"] == 2 and found["workbook_memory_bytes"] > 50e6


@pytest.mark.browser
def test_a_save_in_a_page_is_measured(served, numbers):
    with browsing() as page:
        page.goto(served.address)
        page.wait_for_selector(".wb-stage", state="attached")
        open_stage(page, "scoping")
        before = numbers()
        assert before["workbook_kernels"] == 1 and before["workbook_people"] == 1
        enter(page, "decision", "The credit desk approves or refuses each application")
        name = 'workbook_save_seconds_count{by="page"}'
        within(20, lambda: numbers()[name] > before[name])
        after = numbers()
        assert after['workbook_save_seconds_sum{by="page"}'] > before['workbook_save_seconds_sum{by="page"}']
        assert after['workbook_saves_failed_total{by="page"}'] == after["workbook_page_errors_total"] == 0
        page.close(run_before_unload=True)
    within(20, lambda: numbers()["workbook_kernels"] == 0)


def test_an_answer_in_a_workshop_is_measured(served, numbers):
    leader = Leader(served.base.rstrip("/"))
    leader.come_in_by(served.address)
    leader.begin()
    someone = Attendee(leader.base, code=leader.code)
    someone.join()
    leader.act("ask", activity="premortem")
    count = 'workbook_save_seconds_count{by="room"}'
    before = numbers()[count]
    assert someone.save({"nonsense": 1}).status == 400 and numbers()[count] == before
    assert someone.save({"text": "Nobody used it.", "sign": "No notes."}).status == 200
    found = numbers()
    assert found[count] == before + 1 and found['workbook_saves_failed_total{by="room"}'] == 0


def test_a_kernel_that_dies_and_a_page_that_finds_no_place_are_counted(served, numbers):
    owner = Visitor(served.base.rstrip("/"))
    owner.ask(f"/?{served.address.split('?')[1]}")
    owner.open_app()
    owner.open_app()
    assert owner.ask("/").status == 503 and numbers()["workbook_turned_away_total"] == 1
    os.kill(served.kernels()[0].pid, signal.SIGKILL)
    within(30, lambda: numbers()["workbook_kernels_lost_total"] == 1)
    assert numbers()["workbook_errors_total"] >= 1


def test_the_server_leaves_nothing_behind(served):
    """The last of this module: it ends the server."""
    import psutil

    line = psutil.Process(served.process.pid).environ().get("TMPDIR", "")
    sockets = [
        one.laddr
        for one in psutil.Process(served.process.pid).net_connections("unix")
        if str(one.laddr).endswith("/line")
    ]
    assert len(sockets) == 1 and str(sockets[0]).startswith(line)
    served.process.terminate()
    assert served.process.wait(20) == 0
    assert not os.path.exists(sockets[0])  # noqa: PTH110
