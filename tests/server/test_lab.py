"""The same notebooks in JupyterLab, on a file of the analyst's own."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.browser import browsing, serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lab")
    data = folder / "data"
    data.mkdir()
    generator = np.random.default_rng(1)
    score = generator.random(600).round(3)
    rows = pd.DataFrame(
        {
            "paid": np.where(generator.random(600) < score, "yes", "no"),
            "points": score,
            "branch": generator.choice(["north", "south"], 600),
        }
    )
    rows.to_csv(data / "mine.csv", index=False, sep=";")
    with serving(folder, "lab", WORKBOOK_DATA_FOLDER=str(data)) as running:
        yield running


def open_and_run(page, served, notebook):
    token = served.address.split("token=")[1]
    page.goto(f"{served.base}lab/workspaces/{notebook[:2]}/tree/{notebook}?token={token}")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def test_own_rows_in_jupyterlab(served):
    with browsing(height=1200) as page:
        open_and_run(page, served, "00_start.ipynb")
        page.wait_for_selector(".wb-projects", timeout=60_000, state="attached")
        page.locator(".wb-projects").scroll_into_view_if_needed()
        page.get_by_label("Begin another project").fill("Branches")
        page.get_by_role("button", name="Begin").click()
        page.get_by_text("Branches").first.wait_for()
        page.get_by_label("A file in the data folder").fill("mine.csv")
        page.get_by_role("button", name="Connect").first.click()
        page.get_by_text("Connected: mine.csv, 600 rows").wait_for()
        page.locator("[data-field='label'] select").select_option(label="paid")
        page.locator("[data-field='label_positive'] input").fill("yes")
        page.locator("[data-field='label_positive'] input").blur()
        page.locator("[data-field='score'] select").select_option(label="points")
        page.locator("[data-field='groups']").get_by_label("branch").check()
        page.screenshot(path=served.folder / "roles.png")
        page.get_by_text("600 cases in all").wait_for(state="attached")

        open_and_run(page, served, "07_fairness.ipynb")
        page.wait_for_selector(".wb-slider input[type=range]", timeout=60_000, state="attached")
        page.get_by_text("No threshold is declared yet").wait_for()
        typed = page.get_by_label("Threshold as a number")
        typed.fill("0.5")
        typed.press("Enter")
        page.get_by_role("button", name="Declare this threshold").click()
        page.get_by_text("This is the declared threshold, 0.5").wait_for()
        page.locator("section[aria-label='gaps']").get_by_text("north").first.wait_for()
        page.wait_for_selector("section[aria-label='groups'] .wb-chart-canvas[data-drawn]")
