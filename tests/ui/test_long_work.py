"""Long work runs beside the page, says how far it is, can be cancelled, and tells its errors."""

import threading

from workbook.errors import WorkbookError
from workbook.ui.live import Task
from workbook.ui.long_work import LongWork

PATIENCE = 20


def work(run):
    return LongWork(Task("train", "Train", run, "About a minute."), desk=None)


def test_work_reports_and_ends():
    seen = []

    def run(_desk, progress, cancelled):
        for step in range(4):
            progress(step / 4, f"Step {step + 1} of 4")
            seen.append((part.state["running"], part.state["says"].split(" ·")[0]))
        return "Four models were fitted."

    part = work(run)
    part.receive({"press": True})
    part.wait(PATIENCE)
    assert seen == [(True, f"Step {step} of 4") for step in range(1, 5)]
    assert part.state["says"] == "Four models were fitted." and not part.state.get("running")


def test_work_is_cancelled_at_its_next_step_and_a_second_click_starts_nothing():
    reached, starts = threading.Event(), []

    def run(_desk, progress, cancelled):
        starts.append(1)
        reached.set()
        for _ in range(PATIENCE * 100):
            if cancelled():
                return "stopped"
            threading.Event().wait(0.01)
        return "never cancelled"

    part = work(run)
    part.start()
    assert reached.wait(PATIENCE)
    part.start()
    part.receive({"cancel": True})
    part.wait(PATIENCE)
    assert part.state["says"] == "Cancelled: nothing was kept." and starts == [1] and not part.running


def test_an_error_is_told_with_what_to_do_and_the_button_is_there_again():
    def run(_desk, progress, cancelled):
        raise WorkbookError("Too few rows to train on.", "Connect more.")

    part = work(run)
    part.start()
    part.wait(PATIENCE)
    assert part.state["problem"] and "Connect more." in part.state["says"] and not part.state.get("running")


def test_what_remains_is_estimated_from_what_is_done(monkeypatch):
    part = work(lambda *_: "")
    monkeypatch.setattr("workbook.ui.long_work.time.monotonic", lambda: 100.0)
    part._begun = 40.0
    part._progress(0.5, "Half")
    assert part.state["says"] == "Half · about 60 seconds more"
    part._progress(0.01, "Begun")
    assert part.state["says"] == "Begun"
