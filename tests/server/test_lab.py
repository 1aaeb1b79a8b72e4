"""The whole walk in JupyterLab: five notebooks, one server, on a file that the workbook has never seen."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.browser import browsing, serving
from tests.server.walking import choose, declare, enter, field, record, says, section
from workbook.fairness.answers import FairnessAnswers
from workbook.project import current_person, open_repository, verify_export
from workbook.roi.answers import RoiAnswers

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PEOPLE = 3000


def own_rows() -> pd.DataFrame:
    """Loans of a savings bank as its own database writes them: points to 100, a district, an age, an amount."""
    generator = np.random.default_rng(41)
    district = generator.choice(["Altstadt", "Höhe", "Süd"], PEOPLE, p=[0.5, 0.3, 0.2])
    points = (generator.beta(4, 2, PEOPLE) * 100 - np.where(district == "Süd", 9, 0)).clip(0, 100).round(1)
    return pd.DataFrame(
        {
            "kept up?": np.where(generator.random(PEOPLE) < 0.35 + 0.006 * points, "Ja", "Nein"),
            "Punkte": points,
            "Stadtteil": district,
            "age class": generator.choice(["up to 29", "30 and over"], PEOPLE),
            "sum": generator.integers(500, 20_000, PEOPLE),
        }
    )


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lab")
    data = folder / "data"
    data.mkdir()
    own_rows().to_csv(data / "credits 2026.csv", index=False, sep=";", decimal=",", encoding="cp1252")
    with serving(folder, "lab", WORKBOOK_DATA_FOLDER=str(data)) as running:
        yield running


def open_and_run(page, served, notebook):
    """Open a notebook in a workspace of its own and run all its cells."""
    token = served.address.split("token=")[1]
    page.goto(f"{served.base}lab/workspaces/{notebook[:2]}/tree/{notebook}?token={token}")
    run_all(page)


def run_all(page):
    """Run all cells, as the menu does, and wait until none of them runs or has failed."""
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=120_000)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=120_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_selector(".wb-top", timeout=120_000, state="attached")
    page.wait_for_function(
        "![...document.querySelectorAll('.jp-InputPrompt')].some((one) => one.textContent === '[*]:')"
    )
    assert not page.locator("[data-mime-type='application/vnd.jupyter.error']").count()


def start(page, served):
    """A project of one's own, its rows, and what each column stands for."""
    open_and_run(page, served, "00_start.ipynb")
    page.wait_for_selector(".wb-projects", state="attached")
    page.get_by_label("Begin another project").fill("Savings bank")
    page.get_by_role("button", name="Begin").click()
    page.get_by_text("Savings bank").first.wait_for()
    choose(page, "decides", "A yes or no, or a score that becomes one")
    page.get_by_label("A file in the data folder", exact=True).fill("credits 2026.csv")
    page.get_by_role("button", name="Connect").first.click()
    page.get_by_text(f"Connected: credits 2026.csv, {PEOPLE:,} rows").wait_for()
    choose(page, "label", "kept up?")
    enter(page, "label_positive", "Ja")
    choose(page, "label_is", "It happened (an outcome)")
    choose(page, "score", "Punkte")
    choose(page, "trained_on_these_rows", "No, it had not seen them")
    for column in ("Stadtteil", "age class"):
        field(page, "groups").get_by_label(column).check()
    enter(page, "selected_means", "granted")
    enter(page, "positive_means", "kept up")
    page.get_by_text(f"{PEOPLE:,} cases in all").wait_for(state="attached")


def scope(page, served):
    """The decision, a target with a date and an owner, on record."""
    open_and_run(page, served, "01_scoping.ipynb")
    page.wait_for_selector("[data-field='decision']")
    enter(page, "decision", "The bank grants or refuses each small credit, 12 a day.")
    for name, text in (
        ("metric", "Credits in arrears"), ("unit", "per cent"), ("baseline", "21,5"), ("baseline_from", "2025-01-01"),
        ("baseline_to", "2025-12-31"), ("baseline_source", "Arrears report"), ("baseline_owner", "Ada"), ("target", "17"),
    ):  # fmt: skip
        enter(page, name, text)
    choose(page, "better", "lower")
    enter(page, "target_date", "2027-12-31")
    says(page, "target").get_by_text("Name who answers for the target").wait_for()
    enter(page, "target_owner", "Ben")
    enter(page, "success", "Fewer families fall behind.")
    says(page, "target").get_by_text("can be reached, and missed, visibly").wait_for()
    record(page, "target")


def verdict(page):
    """What the gaps say at the declared threshold."""
    says(page, "gaps").get_by_text("Made at once").wait_for()
    return says(page, "gaps").inner_text()


def fairness(page, served):
    """A tolerance with its reason, a threshold moved, declared and audited. Returns what the gaps said at it."""
    open_and_run(page, served, "07_fairness.ipynb")
    page.wait_for_selector(".wb-slider input[type=range]", state="attached")
    page.get_by_text("No threshold is declared yet").wait_for()
    enter(page, "tolerance_reason", "The council accepts five points")
    declare(page, "60")
    before = verdict(page)
    slider = page.locator(".wb-slider input[type=range]")
    slider.focus()
    for _ in range(3):
        page.keyboard.press("PageUp")
    says(page, "gaps").get_by_text("Exploring").wait_for()
    assert says(page, "gaps").inner_text().removeprefix("Exploring: ") != before
    section(page, "gaps").get_by_text("Süd").first.wait_for()
    page.wait_for_selector("section[aria-label='groups'] .wb-chart-canvas[data-drawn]")
    page.get_by_role("button", name="Back to the declared one").click()
    page.get_by_text("This is the declared threshold, 60").wait_for()
    says(page, "gaps").get_by_text("Exploring").wait_for(state="hidden")
    assert verdict(page) == before
    return before


def value(page, served):
    """What each outcome is worth, a threshold that moves the money, value and business case on record."""
    open_and_run(page, served, "08_roi.ipynb")
    page.wait_for_selector("[data-field='true_positive']")
    for name, worth in (("true_positive", "310"), ("false_positive", "-900")):
        field(page, name).get_by_label("Each case").fill(worth)
        field(page, name).get_by_label("Each case").blur()
        page.wait_for_function(f"document.querySelector(\"[data-field='{name}'] input\").value === '{worth}'")
    enter(page, "yearly_volume", "4400")
    choose(page, "today", "Everybody is selected")
    field(page, "costs").get_by_role("button", name="Add a cost").click()
    for label, text in (("High", "60000"), ("Likely", "40000"), ("Low", "30000"), ("What for", "Two people")):
        field(page, "costs").get_by_label(re.compile(f"^{label}")).first.fill(text)
        field(page, "costs").get_by_label(re.compile(f"^{label}")).first.blur()
    says(page, "flat top").get_by_text("At 60 you").wait_for()
    before = says(page, "flat top").inner_text()
    declare(page, "70")
    says(page, "flat top").get_by_text("At 70 you").wait_for()
    assert says(page, "flat top").inner_text() != before and "€" in before
    page.wait_for_selector("section[aria-label='flat top'] .wb-chart-canvas[data-drawn]")
    record(page, "flat top")
    record(page, "case")


def decide(page, served):
    """The gates read what is on record; a signature; the report; the exported project, whose path is returned."""
    open_and_run(page, served, "13_decision.ipynb")
    page.wait_for_selector("[data-field='choice']")
    says(page, "gates").locator("p").first.wait_for()
    choose(page, "choice", "not yet")
    enter(page, "decided_by", "Credit committee")
    enter(page, "reason", "Süd is refused more often than we tolerate")
    page.get_by_role("button", name="Sign the decision").click()
    page.get_by_text("Signed by").first.wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Report as a web page").click()
    report = Path(download.value.path()).read_text("utf-8")
    assert "Not yet, decided by Credit committee" in report and "Savings bank" in report and "<script" not in report
    with page.expect_download() as download:
        page.get_by_role("button", name="Export the project").click()
    return Path(download.value.path())


def test_the_walk_in_jupyterlab(served):
    with browsing(height=1200) as page:
        page.on("dialog", lambda dialog: dialog.accept())
        start(page, served)
        scope(page, served)
        at_60 = fairness(page, served)
        value(page, served)

        open_and_run(page, served, "07_fairness.ipynb")
        page.get_by_text("This is the declared threshold, 70").wait_for()
        assert verdict(page) != at_60
        record(page, "gaps")

        assert verify_export(decide(page, served)).ok
        page.reload()
        run_all(page)
        page.wait_for_selector("[data-field='reason']")
        assert field(page, "reason").locator("textarea").input_value() == "Süd is refused more often than we tolerate"
        assert page.locator(".wb-project").text_content() == "Savings bank"

    kept = read_back(served)
    assert kept.name == "Savings bank"
    assert {one.name for one in kept.evidence} == {"scoping.target", "fairness.audit", "roi.value", "roi.business_case"}
    assert kept.section(FairnessAnswers).threshold == 70 and kept.latest("roi.value").result["threshold"] == 70
    assert kept.latest("fairness.audit").result["threshold"] == 70
    costs = kept.section(RoiAnswers).costs
    assert [(one.title, one.low, one.likely, one.high) for one in costs] == [("Two people", 30_000, 40_000, 60_000)]


def read_back(served):
    """The record of the project as the database holds it."""
    repository = open_repository(f"sqlite:///{served.folder / 'record.db'}")
    person = current_person()
    newest = max(repository.projects(person), key=lambda one: one.changed_at)
    found = repository.record(newest.id, person)
    repository.close()
    return found
