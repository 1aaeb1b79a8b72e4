"""The app used wrongly on purpose: twice, too long, in two tabs, with markup in names, broken off in the middle."""

from __future__ import annotations

import os
import signal
import time
import unicodedata
from contextlib import contextmanager

import numpy as np
import pandas as pd
import pytest

from tests.browser import browsing, open_stage, serving
from tests.server.walking import choose, declare, enter, field, says, section
from workbook.project import current_person, open_repository
from workbook.roi.answers import RoiAnswers
from workbook.scoping.answers import ScopingAnswers

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MARKUP = '<img src=x onerror="window.hacked=1"> & <script>window.hacked=1</script> 😀'
GROUPS = ("<b onmouseover=alert(1)>Süd</b>", "<script>window.hacked=1</script>", "😀 &amp; Cie", "{{7*7}} $x$")


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("abuse")) as running:
        yield running


@pytest.fixture
def page(served, sample):
    """The app on the loan sample, whatever other tests began."""
    with browsing() as opened:
        opened.goto(f"{served.address}&project={sample}")
        opened.wait_for_selector(".wb-stage", state="attached")
        yield opened


@pytest.fixture(scope="module")
def sample(served):
    with reading(served) as (repository, person):
        return next(one.id for one in repository.projects(person) if one.name == "Consumer loans")


@pytest.fixture
def saved(served, sample):
    """The record of the sample project, read past the app."""

    def read(project=sample):
        with reading(served) as (repository, person):
            return repository.record(project, person)

    return read


@contextmanager
def reading(served):
    repository = open_repository(f"sqlite:///{served.folder / 'record.db'}")
    yield repository, current_person()
    repository.close()


def uploads(served):
    return [path for path in (served.folder / "uploads").rglob("*") if path.is_file()]


def within(seconds, true):
    """Wait until something is so; a busy machine has twelve times as long."""
    deadline = time.monotonic() + 12 * seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.1)


def test_buttons_clicked_twice(page, saved):
    open_stage(page, "decision")
    sign = page.get_by_role("button", name="Sign the decision")
    for _ in range(3):  # the same refusal each time: the button must come back each time
        sign.click()
        page.get_by_text("Nothing is decided yet").wait_for()
        page.wait_for_function(
            "![...document.querySelectorAll('button')].some((one) => one.disabled && one.textContent.startsWith('Sign'))"
        )
    open_stage(page, "fairness")
    section(page, "gaps").get_by_role("button", name="Record as evidence").dblclick()
    section(page, "gaps").get_by_text("Recorded, with your name").wait_for()
    open_stage(page, "scoping")
    field(page, "people").locator("li").first.wait_for()
    before = field(page, "people").locator("li").count()
    field(page, "people").get_by_role("button", name="Add a person").dblclick()
    page.wait_for_function(f"document.querySelectorAll(\"[data-field='people'] li\").length === {before + 1}")
    field(page, "people").get_by_role("button", name="Remove person 1", exact=True).dblclick()
    page.wait_for_function(f"document.querySelectorAll(\"[data-field='people'] li\").length === {before}")
    page.wait_for_timeout(300)
    assert field(page, "people").locator("li").count() == before
    assert [one.name for one in saved().evidence].count("fairness.audit") == 1


def test_a_project_begun_twice_is_begun_once(page, served):
    open_stage(page, "start")
    page.get_by_label("Begin another project").fill(MARKUP)
    page.get_by_role("button", name="Begin").dblclick()
    page.locator(".wb-project").get_by_text("<script>").wait_for()
    listed = page.locator(".wb-projects li").filter(has_text="<script>")
    listed.first.wait_for()
    page.wait_for_timeout(500)
    assert listed.count() == 1
    with reading(served) as (repository, person):
        assert [one.name for one in repository.projects(person)].count(MARKUP) == 1


def test_a_new_project_stays_open_on_every_stage(page):
    open_stage(page, "start")
    page.get_by_label("Begin another project").fill("Second")
    page.get_by_role("button", name="Begin").click()
    page.evaluate("location.hash = 'scoping'")  # at once: the answer of the kernel is still under way
    page.wait_for_selector("a.wb-stage[href='#scoping'][aria-current='page']")
    page.locator(".wb-project").get_by_text("Second").wait_for()
    for name in ("fairness", "start"):
        open_stage(page, name)
        assert page.locator(".wb-project").inner_text() == "Second"
    page.reload()
    page.wait_for_selector(".wb-stage", state="attached")
    page.locator(".wb-project").get_by_text("Second").wait_for()


def test_markup_in_names_and_answers_is_text(page, served, tmp_path):
    told = []
    page.on("dialog", lambda dialog: (told.append(dialog.message), dialog.dismiss()))
    generator = np.random.default_rng(3)
    rows = pd.DataFrame(
        {
            "<i>paid</i>": generator.integers(0, 2, 400),
            "s&amp;": generator.random(400).round(2),
            "g": generator.choice(GROUPS, 400),
        }
    )
    rows.to_csv(tmp_path / "<u>rows.csv", index=False)
    open_stage(page, "start")
    page.get_by_label("Begin another project").fill(f"{MARKUP} 2")
    page.get_by_role("button", name="Begin").click()
    page.locator(".wb-project").get_by_text("<script>").wait_for()
    page.locator("input[type=file]").first.set_input_files(tmp_path / "<u>rows.csv")
    page.get_by_text("Connected: <u>rows.csv, 400 rows").wait_for()
    choose(page, "label", "<i>paid</i>")
    enter(page, "label_positive", "1")
    choose(page, "score", "s&amp;")
    field(page, "groups").get_by_label("g", exact=True).check()
    enter(page, "selected_means", MARKUP[:60])
    page.get_by_text("400 cases in all").wait_for()
    open_stage(page, "fairness")
    declare(page, "0.5")
    page.wait_for_selector("section[aria-label='groups']:visible .wb-chart-canvas[data-drawn]")
    drawn = page.locator("section[aria-label='groups']:visible .wb-chart-canvas")
    written = unicodedata.normalize("NFKC", drawn.inner_text())  # a picture shows signs of markup as their wide twins
    assert all(name in written for name in GROUPS)
    drawn.hover()
    section(page, "groups").get_by_role("button", name="Show as table").click()
    open_stage(page, "decision")
    enter(page, "decided_by", MARKUP)
    enter(page, "reason", MARKUP)
    choose(page, "choice", "no-go")
    with page.expect_download() as download:
        page.get_by_role("button", name="Report as a web page").click()
    report = page.context.new_page()
    download.value.save_as(tmp_path / "report.html")
    report.goto((tmp_path / "report.html").as_uri())
    assert MARKUP in report.locator("body").inner_text()
    for one in (page, report):
        assert one.evaluate("window.hacked") is None and not one.locator("img[src=x]").count()
    assert not told and not page.locator("main script, .wb-main script").count()


def test_five_thousand_characters_are_refused_whole(page, saved):
    open_stage(page, "scoping")
    long = "Every loan is looked at twice. 😀 " * 160
    box = field(page, "decision").locator("textarea")
    before = saved().section(ScopingAnswers).decision
    box.fill("")
    page.keyboard.insert_text(long)  # as pasted
    box.blur()
    field(page, "decision").locator(".wb-error").get_by_text("600").wait_for()
    assert box.input_value() == long and saved().section(ScopingAnswers).decision == before
    box.fill("Short.")
    box.blur()
    field(page, "decision").locator(".wb-error").wait_for(state="detached")
    assert saved().section(ScopingAnswers).decision == "Short."


def test_typing_ahead_of_the_kernel_loses_nothing(page, saved):
    """Two fields of a group and two of a row, faster than any answer comes back."""
    open_stage(page, "roi")
    page.wait_for_selector("[data-field='true_positive']:visible")
    page.evaluate("""() => {
      const type = (name, label, text) => {
        const root = document.querySelector(`[data-field='${name}']`);
        const box = root.querySelector('#' + CSS.escape([...root.querySelectorAll('label')].find((one) => one.textContent.startsWith(label)).htmlFor));
        box.focus(); box.value = text; box.dispatchEvent(new Event('change', { bubbles: true }));
      };
      type('true_positive', 'Each case', '111'); type('true_positive', 'Owner', 'Ada'); type('true_positive', 'Source', 'Ledger');
      type('costs', 'Owner', 'Ben'); type('costs', 'Source', 'Offer');
    }""")
    within(15, lambda: saved().section(RoiAnswers).costs[0].source == "Offer")
    saved = saved().section(RoiAnswers)
    assert (saved.true_positive.constant, saved.true_positive.owner, saved.true_positive.source) == (
        111,
        "Ada",
        "Ledger",
    )
    assert saved.costs[0].owner == "Ben"


@pytest.mark.parametrize("choice", ["Keep mine", "Take theirs"])
def test_two_tabs_on_one_field_show_both_values(page, served, saved, choice):
    other = page.context.new_page()
    other.goto(served.base)
    other.wait_for_selector(".wb-stage", state="attached")
    for tab in (page, other):
        open_stage(tab, "scoping")
        tab.wait_for_selector("[data-field='process']:visible")
    mine, theirs = f"By rota ({choice})", f"By lot ({choice})"
    page.bring_to_front()
    box = field(page, "process").locator("textarea")
    box.fill(mine)  # not left yet, so not saved yet
    enter(other, "process", theirs)
    within(10, lambda: saved().section(ScopingAnswers).process == theirs)
    page.wait_for_timeout(2500)  # the poll brings their value while this person still writes
    assert box.input_value() == mine
    box.blur()
    told = field(page, "process").locator(".wb-error")
    told.get_by_text(theirs).wait_for()
    assert mine in told.inner_text() and saved().section(ScopingAnswers).process == theirs
    enter(page, "technical", f"Finds 80 of 100 ({choice})")
    within(10, lambda: saved().section(ScopingAnswers).technical.endswith(f"({choice})"))
    assert saved().section(ScopingAnswers).process == theirs, "another edit carried the open conflict over theirs"
    field(page, "process").get_by_role("button", name=choice).click()
    wanted = mine if choice == "Keep mine" else theirs
    told.wait_for(state="detached")
    within(10, lambda: saved().section(ScopingAnswers).process == wanted)
    assert box.input_value() == wanted


def test_back_and_forward_and_addresses_that_lead_nowhere(page, served):
    for name in ("scoping", "fairness", "roi"):
        open_stage(page, name)
    page.go_back()
    page.wait_for_selector("a.wb-stage[href='#fairness'][aria-current='page']")
    page.go_back()
    page.wait_for_selector("a.wb-stage[href='#scoping'][aria-current='page']")
    page.go_forward()
    page.wait_for_selector("a.wb-stage[href='#fairness'][aria-current='page']")
    assert page.url.endswith("#fairness") and page.locator("section[aria-label='gaps']:visible").count() == 1
    page.evaluate("location.hash = '<script>alert(1)</script>'")
    page.get_by_role("heading", name="What needs you").wait_for()
    page.goto(f"{served.base}?project=nonsense#roi")
    page.get_by_text("cannot be opened").wait_for()


def test_uploads_broken_off_leave_nothing(page, served, tmp_path):
    big = tmp_path / "big.csv"
    with big.open("wb") as file:
        file.write(b"paid,points\n")
        file.truncate(400 * 2**20)  # long enough on its way that it can be broken off
    empty, wrong, huge = tmp_path / "empty.csv", tmp_path / "picture.csv", tmp_path / "huge.csv"
    empty.touch()
    wrong.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50)
    with huge.open("wb") as file:
        file.truncate(501 * 2**20)
    before = set(uploads(served))
    open_stage(page, "start")
    chosen = page.locator("input[type=file]").first

    chosen.set_input_files(big)
    within(10, lambda: set(uploads(served)) > before)
    assert chosen.is_disabled(), "a second file must not be sent into the first"
    page.locator(".wb-upload").first.locator("xpath=..").get_by_role("button", name="Cancel").click()
    page.get_by_text("Cancelled: nothing was kept.").wait_for()
    assert set(uploads(served)) == before

    for path, told in ((huge, "the limit here is 500 MB"), (empty, "is empty"), (wrong, "picture.csv")):
        chosen.set_input_files(path)
        page.locator(".wb-upload [role=status]").first.get_by_text(told).wait_for()
        within(5, chosen.is_enabled)
        assert set(uploads(served)) == before

    chosen.set_input_files(big)
    within(10, lambda: set(uploads(served)) > before)
    page.reload()
    page.wait_for_selector(".wb-stage", state="attached")
    within(20, lambda: set(uploads(served)) == before)
    open_stage(page, "start")
    page.get_by_text("Connected:").first.wait_for()


def test_nonsense_as_a_threshold_is_told(page):
    open_stage(page, "fairness")
    typed = page.get_by_label("Threshold as a number").locator("visible=true")
    for text in ("half", "inf", "nan", "1e999", "0,5,5"):
        typed.fill(text)
        typed.press("Enter")
        page.get_by_text(f"“{text}” is not a number").locator("visible=true").wait_for()
    typed.fill("0,6")
    typed.press("Enter")
    says(page, "gaps").get_by_text("Exploring").wait_for()


def test_a_killed_kernel_is_told_and_nothing_saved_is_lost(page, served):
    open_stage(page, "scoping")
    enter(page, "success", "Fewer people wait.")
    page.get_by_text("Saved ").first.wait_for()
    page.wait_for_timeout(500)
    before = served.children()
    os.kill(served.kernels()[-1].pid, signal.SIGKILL)
    told = page.get_by_role("alert").filter(has_text="The connection is lost.")
    told.get_by_text("The program behind this page has ended.").wait_for(timeout=120_000)
    assert "Everything that was saved is safe." in told.inner_text()
    assert served.children() == before - 1, "a kernel was started that no page can use"
    told.get_by_role("button", name="Reconnect").click()
    page.wait_for_selector("a.wb-stage[href='#scoping'][aria-current='page']", timeout=120_000)
    page.wait_for_selector("[data-field='success']:visible")
    assert field(page, "success").locator("textarea").input_value() == "Fewer people wait."
    told.wait_for(state="detached")


def test_a_server_that_is_gone_is_told(tmp_path):
    with serving(tmp_path) as other, browsing() as page:
        page.goto(other.address)
        page.wait_for_selector(".wb-stage", state="attached")
        other.process.kill()
        told = page.get_by_role("alert").filter(has_text="The connection is lost.")
        told.wait_for(timeout=120_000)
        told.get_by_role("button", name="Reconnect").click()
        told.get_by_text("Is it still running?").wait_for()
