"""In a real browser: a workbook with two sheets, and groups that come from a second file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tests.browser import Served, browsing, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MANY, KNOWN = 300, 280


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("own")) as running:
        yield running


def files(folder: Path) -> tuple[Path, Path]:
    loans = pd.DataFrame({"id": range(MANY), "paid": [0, 1, 1] * (MANY // 3), "points": range(MANY)})
    with pd.ExcelWriter(folder / "two.xlsx") as writer:
        loans.head(20).to_excel(writer, sheet_name="Notes", index=False)
        loans.to_excel(writer, sheet_name="Loans 2025", index=False)
    groups = pd.DataFrame({"id": range(KNOWN), "branch": ["north", "south"] * (KNOWN // 2)})
    groups.to_csv(folder / "groups.csv", index=False)
    return folder / "two.xlsx", folder / "groups.csv"


def test_a_sheet_is_chosen_and_groups_are_joined(served: Served, tmp_path: Path):
    rows, groups = files(tmp_path)
    with browsing() as page:
        page.goto(served.address)
        page.wait_for_selector(".wb-stage")
        page.evaluate("location.hash = 'start'")
        page.wait_for_selector("a.wb-stage[href='#start'][aria-current='page']", state="attached")
        page.get_by_label("Begin another project").fill("Own files")
        page.get_by_role("button", name="Begin").click()
        page.get_by_text("No rows are connected yet.").first.wait_for()
        page.locator("input[type=file]:visible").first.set_input_files(rows)
        page.get_by_label("Which sheet of two.xlsx?").select_option("Loans 2025")
        page.get_by_role("button", name="Use this sheet").first.click()
        page.get_by_text(f"sheet “Loans 2025”, {MANY:,} rows").wait_for()
        page.get_by_text("Are the groups held in another file?").click()
        page.get_by_label("The file that holds the groups").set_input_files(groups)
        page.get_by_role("button", name="Join").click()
        page.get_by_text(f"{KNOWN} of {MANY} rows found their partner").first.wait_for()
        page.locator("[data-field=groups]").get_by_label("branch").wait_for()
