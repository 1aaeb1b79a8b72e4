"""A newcomer walks the loan sample in a real browser: scoping, threshold, money, decision, report, reload."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.browser import Served, browsing, open_stage, serving
from tests.server.walking import enter, field, says, unfold

pytestmark = [pytest.mark.browser, pytest.mark.slow]
README_PICTURES = Path(__file__).resolve().parent.parent / "screens"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("walk")) as running:
        yield running


def test_the_walk(served: Served, tmp_path):
    """Pictures go to a temporary folder; with WORKBOOK_SCREENS set they renew those of the README."""
    screens = README_PICTURES if os.environ.get("WORKBOOK_SCREENS") else tmp_path
    with browsing() as page:
        page.goto(served.address)
        page.wait_for_selector(".wb-stage")
        assert "token" not in page.url
        page.get_by_role("heading", name="What needs you").wait_for()
        page.wait_for_selector(".wb-chart-canvas[data-drawn]")
        page.screenshot(path=screens / "overview.png")

        open_stage(page, "scoping")
        enter(page, "target_date", "2027-12-31")
        says(page, "target").get_by_text("Name who answers for the target").wait_for()
        enter(page, "target_owner", "Head of credit")
        says(page, "target").get_by_text("can be reached, and missed, visibly").wait_for()
        page.locator("section[aria-label='target']:visible").get_by_role("button", name="Record as evidence").click()
        page.get_by_text("Recorded, with your name").first.wait_for()

        open_stage(page, "fairness")
        enter(page, "tolerance_reason", "Compliance accepts five points")
        before = says(page, "gaps").inner_text()
        slider = page.locator("input[type=range]:visible").first
        slider.focus()
        for _ in range(5):
            page.keyboard.press("PageUp")
        says(page, "gaps").get_by_text("Exploring").wait_for()
        assert says(page, "gaps").inner_text() != before
        page.locator("section[aria-label='groups']:visible").screenshot(path=screens / "groups.png")

        open_stage(page, "roi")
        page.wait_for_selector("section[aria-label='flat top']:visible .wb-chart-canvas[data-drawn]")
        exploring = says(page, "flat top").inner_text()
        assert "Exploring" in exploring and "€" in exploring
        page.get_by_role("button", name="Back to the declared one").locator("visible=true").click()
        page.wait_for_function("document.querySelectorAll('.wb-says').length > 0")
        says(page, "flat top").get_by_text("At 0.5 you").wait_for()
        assert says(page, "flat top").inner_text() != exploring
        typed = page.get_by_label("Threshold as a number").locator("visible=true")
        typed.fill("0.75")
        typed.press("Enter")
        says(page, "flat top").get_by_text("At 0.75 you gain").wait_for()
        page.get_by_role("button", name="Declare this threshold").locator("visible=true").click()
        page.get_by_text("This is the declared threshold, 0.75").locator("visible=true").first.wait_for()
        for label in ("flat top", "case"):
            page.locator(f"section[aria-label='{label}']:visible").get_by_role(
                "button", name="Record as evidence"
            ).click()
            page.locator(f"section[aria-label='{label}']:visible").get_by_text("Recorded, with your name").wait_for()
        page.locator("section[aria-label='flat top']:visible").screenshot(path=screens / "flat_top.png")

        open_stage(page, "fairness")
        page.locator("section[aria-label='gaps']:visible").get_by_role("button", name="Record as evidence").click()
        page.locator("section[aria-label='gaps']:visible").get_by_text("Recorded, with your name").wait_for()

        open_stage(page, "decision")
        says(page, "gates").get_by_text("fail").wait_for()
        field(page, "choice").locator("select").select_option(label="not yet")
        enter(page, "decided_by", "Board of credit")
        enter(page, "reason", "Young applicants are refused too often")
        page.get_by_role("button", name="Sign the decision").click()
        page.get_by_text("Signed by").wait_for()
        with page.expect_download() as download:
            page.get_by_role("button", name="Report as a web page").click()
        report = Path(download.value.path()).read_text("utf-8")
        assert "Not yet, decided by Board of credit" in report and "<script" not in report
        with page.expect_download() as download:
            page.get_by_role("button", name="Report as PDF").click()
        assert Path(download.value.path()).read_bytes().startswith(b"%PDF")

        page.reload()
        page.wait_for_selector(".wb-stage")
        open_stage(page, "decision")
        page.wait_for_selector("[data-field='reason']:visible")
        assert field(page, "reason").locator("textarea").input_value() == "Young applicants are refused too often"
        open_stage(page, "roi")
        page.get_by_text("This is the declared threshold, 0.75").locator("visible=true").first.wait_for()


def test_nonsense_is_told_and_stays(served: Served):
    with browsing() as page:
        page.goto(served.address)
        page.wait_for_selector(".wb-stage")
        open_stage(page, "scoping")
        enter(page, "baseline", "rather high")
        page.get_by_text("“rather high” is not a number").wait_for()
        assert field(page, "baseline").locator("input").input_value() == "rather high"
        enter(page, "baseline", "28,5")
        page.get_by_text("“rather high” is not a number").wait_for(state="hidden")
        page.get_by_role("button", name="Undo").click()
        page.wait_for_function("document.querySelector(\"[data-field='baseline'] input\").value === '28.2'")


def test_every_page_is_accessible_and_fits_a_phone(served: Served):
    from axe_playwright_python.sync_playwright import Axe

    for width, dark in ((1280, False), (390, True)):
        with browsing(width=width, dark=dark) as page:
            page.goto(served.address)
            page.wait_for_selector("[role=main] h1:visible")
            page.wait_for_selector(".wb-chart-canvas[data-drawn]")
            for name in ("overview", "start", "scoping", "fairness", "roi", "decision"):
                if name != "overview":
                    open_stage(page, name)
                unfold(page)
                page.wait_for_timeout(600)
                found = Axe().run(page).response["violations"]
                told = [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
                assert not told, f"{name} at {width} pixels: {told}"
                overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                assert overflow <= 1, f"{name} is {overflow} pixels too wide at {width}"


def test_the_keyboard_reaches_everything(served: Served):
    with browsing() as page:
        page.goto(served.address)
        page.wait_for_selector(".wb-stage")
        reached = set()
        for _ in range(12):
            page.keyboard.press("Tab")
            reached.add(page.evaluate("document.activeElement.textContent.trim().slice(0, 20)"))
        assert any("Skip" in text for text in reached) and any("Fairness" in text for text in reached)
        page.locator("a.wb-stage[href='#roi']").focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("a.wb-stage[href='#roi'][aria-current='page']")
