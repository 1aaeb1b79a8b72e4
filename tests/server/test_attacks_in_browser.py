"""Attacks as names and answers, on every page of the app and of a workshop in a real browser, and in what it downloads."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.attacked import Attacked, begin
from tests.attacks import MARKUP, PLANTED, TEXTS, as_words, formulas_in_csv, missing_from, planted_in_html, steering_in
from tests.browser import Served, browsing, open_stage, serving
from tests.server.visiting import Visitor
from tests.server.walking import unfold
from workbook.project import current_person, open_repository
from workbook.stages import STAGES

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SHARED = ("--share", "--host", "127.0.0.1")
ROUNDS = (3, 40)
SVG = "svg g defs clippath rect path text tspan circle line style lineargradient stop use filter"


@dataclass(frozen=True)
class Opened:
    """The app in a browser on a project of attacks, and the dialogs that came up."""

    page: object
    attacked: Attacked
    served: Served
    dialogs: list[str]


@pytest.fixture(scope="module", params=ROUNDS)
def opened(request, tmp_path_factory) -> Iterator[Opened]:
    """Somebody with an attack as name, in a project of attacks."""
    folder = tmp_path_factory.mktemp("attacked")
    with pytest.MonkeyPatch.context() as patch, serving(folder, arguments=SHARED) as served:
        patch.setenv("WORKBOOK_UPLOADS", str(folder / "uploads"))
        repository = open_repository(f"sqlite:///{folder / 'record.db'}")
        attacked = begin(repository, current_person(), request.param)
        name = f"{TEXTS[request.param]} {MARKUP[0]}"
        invited = repository.invite(attacked.desk.record.project_id, current_person(), name, "owner")
        dialogs: list[str] = []
        with browsing() as page:
            page.on("dialog", lambda one: (dialogs.append(one.message), one.dismiss()))
            page.goto(f"{served.base}join?code={invited.code}")
            page.wait_for_selector(".wb-stage", state="attached")
            page.get_by_text(MARKUP[0]).first.wait_for()
            assert not missing_from(shown_words(page), twins([name]))
            yield Opened(page, attacked, served, dialogs)
        repository.close()


def shown_words(page) -> str:
    """All that the page shows, what stands in fields and lists included; wide twins of signs as the signs themselves."""
    told = page.evaluate(
        "() => document.body.innerText + ' ' + [...document.querySelectorAll('input, textarea, option, [aria-label]')]"
        ".map((one) => [one.value, one.textContent, one.getAttribute('aria-label')].join(' ')).join(' ')"
        " + ' ' + [...document.querySelectorAll('svg text')].map((one) => one.textContent).join(' ')"
    )
    return unicodedata.normalize("NFKC", told)


def twins(texts) -> list[str]:
    return [unicodedata.normalize("NFKC", as_words(text)) for text in texts]


def open_everything(page, name) -> None:
    """A stage with all its folds open, all pictures drawn and their tables shown."""
    if name != "overview":
        open_stage(page, name)
    unfold(page)
    closed = page.get_by_role("button", name="Show as table").locator("visible=true")
    while closed.count():
        closed.first.click()
    page.wait_for_function(
        "() => [...document.querySelectorAll('.wb-chart-canvas:not([data-drawn])')].every((one) => !one.checkVisibility())"
    )


@pytest.mark.parametrize("name", ["overview", *(one.name for one in STAGES)])
def test_a_page_shows_attacks_as_text(opened, name):
    page = opened.page
    open_everything(page, name)
    assert page.evaluate(PLANTED) == [] and opened.dialogs == []
    assert not missing_from(shown_words(page), twins([opened.attacked.desk.record.name]))
    assert not page.get_by_text("Something went wrong on our side").locator("visible=true").count()
    for chart in page.locator(".wb-chart-canvas[data-drawn]:visible").all()[:6]:
        chart.hover()
    assert page.evaluate(PLANTED) == [] and opened.dialogs == []


def test_names_in_rows_are_shown_as_they_are(opened):
    page, rows = opened.page, opened.attacked.rows
    open_everything(page, "start")
    assert not missing_from(shown_words(page), twins(rows.columns))
    open_everything(page, "fairness")
    groups = [text for name in rows.columns[2:4] for text in rows[name].dropna().unique()]
    shown = shown_words(page)
    meaning = opened.attacked.desk.read("columns").code_meanings[0]
    assert not missing_from(shown, twins([one for one in groups if one != meaning.code] + [meaning.meaning]))


def test_what_the_page_hands_over_is_harmless(opened, tmp_path):
    page = opened.page
    read = 0
    for stage in STAGES:
        open_everything(page, stage.name)
        for button in page.locator(".wb-chart-tools button:visible", has_text="CSV").all():
            with page.expect_download() as download:
                button.click()
            download.value.save_as(tmp_path / "table.csv")
            assert formulas_in_csv((tmp_path / "table.csv").read_text("utf-8")) == []
            read += 1
        for button in page.locator(".wb-chart-tools button:visible", has_text="SVG").all()[:2]:
            with page.expect_download() as download:
                button.click()
            download.value.save_as(tmp_path / "chart.svg")
            drawn = (tmp_path / "chart.svg").read_text("utf-8")
            assert planted_in_html(drawn, SVG) == []
    assert read > 5 and opened.dialogs == []


def test_the_report_in_a_browser_is_text(opened, tmp_path):
    page = opened.page
    open_stage(page, "decision")
    page.get_by_role("button", name="Show the log").click()
    page.get_by_text("earlier entries are in the export").first.wait_for()
    assert page.evaluate(PLANTED) == []
    with page.expect_download() as download:
        page.get_by_role("button", name="Report as a web page").click()
    download.value.save_as(tmp_path / "report.html")
    report = page.context.new_page()
    report.goto((tmp_path / "report.html").as_uri())
    assert report.evaluate("window.hacked") is None and report.locator("a, script, img, iframe, form").count() == 0
    assert not missing_from(report.locator("body").inner_text(), [opened.attacked.desk.record.name])
    report.close()
    assert opened.dialogs == []


def test_what_is_watched_and_logged_names_nobody(opened):
    token = opened.served.address.split("token=")[1]
    told = Visitor(opened.served.base.rstrip("/")).ask("/metrics", Authorization=f"Bearer {token}").text
    assert "workbook_kernels " in told and "hacked" not in told
    labelled = [line for line in told.splitlines() if "{" in line and not line.startswith("#")]
    assert all(
        re.fullmatch(r'\w+\{[a-z_]+="[\w.+/ -]*"(,[a-z_]+="[\w.+/ -]*")*\} [-+\w.]+', line) for line in labelled
    ), labelled
    log = (opened.served.folder / "server.log").read_text("utf-8", "replace")
    assert steering_in(log) == [] and "Traceback" not in log and "hacked" not in log
