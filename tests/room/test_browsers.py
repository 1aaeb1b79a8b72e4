"""A facilitator, the screen for the wall and three phones in real browsers, through one whole question."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from tests.browser import FLAGS, chromium, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = {"viewport": {"width": 390, "height": 800}, "is_mobile": True, "has_touch": True}
TRICK = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("room"), arguments=("--share", "--host", "127.0.0.1")) as running:
        yield running


@contextmanager
def windows(problems):
    """Makes windows, each of somebody else; every error of a page is kept."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)

        def window(**how):
            page = browser.new_context(**how).new_page()
            page.set_default_timeout(30_000)
            page.on("pageerror", lambda error: problems.append(str(error)))
            page.on("dialog", lambda one: problems.append(one.message))
            page.on("request", lambda one: one.url.startswith("http://127.0.0.1:") or problems.append(one.url))
            return page

        yield window
        browser.close()


def open_room(lead, served):
    """Open a room as the facilitator; returns its address for others."""
    lead.goto(served.address)
    lead.goto(f"{served.base}room")
    lead.get_by_role("button", name="Open a room").click()
    lead.wait_for_url("**/lead")
    return lead.url.removesuffix("/lead")


def come_in(page, address, hat, name):
    page.goto(address)
    page.fill("#name", name)
    page.get_by_text(hat, exact=True).click()
    page.get_by_role("button", name="Come in").click()
    page.get_by_text("You are in").wait_for()


def fits(page):
    """Whether nothing of a page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_one_question_from_the_first_tap_to_the_record(served):
    problems = []
    with windows(problems) as window:
        lead = window(viewport={"width": 1280, "height": 860})
        address = open_room(lead, served)
        lead.get_by_text("open on this computer only").wait_for()
        wall = lead.context.new_page()
        wall.goto(f"{address}/screen")
        assert wall.locator("img").count() == 0, "no picture of an address that nobody reaches"
        people = [window(**PHONE) for _ in range(3)]
        for place, one in enumerate(people):
            come_in(
                one, address, ("Product", "Compliance", "Domain")[place], TRICK if place == 0 else f"Person {place}"
            )
        lead.get_by_text("3 people in the room").wait_for()
        lead.get_by_text(TRICK).wait_for()
        lead.locator("li", has_text="Good customers turned away").get_by_role("button", name="Ask").click()
        for place, one in enumerate(people):
            one.get_by_text("Of 100 people who would have paid back").wait_for()
            for box, value in (("value", 5 * place + 5), ("low", place), ("high", 60)):
                one.fill(f"#n-{box}", str(value))
            one.fill("#w-reason", f"Why {place} {TRICK}")
            assert fits(one)
            one.get_by_role("button", name="Save my answer").click()
            one.get_by_text("Saved ").wait_for()
        lead.locator(".now [data-count]", has_text="3 of 3 have answered").wait_for()
        assert "Why 1" not in lead.content() + wall.content() + people[0].content()
        people[1].reload()
        assert people[1].input_value("#n-value") == "10", "a reload shows one's own answer"
        lead.get_by_role("button", name="Show the answers").click()
        for page in (lead, wall, *people):
            page.get_by_text("the middle answer is 10").wait_for()
            page.get_by_text("Why 2").wait_for()
            assert fits(page)
        lead.fill("#s-decision", "At most ten of a hundred")
        lead.get_by_role("button", name="Record the decision").click()
        lead.get_by_text("On record in the project").wait_for()
        people[2].get_by_text("At most ten of a hundred").wait_for()
    assert problems == []


def test_a_minute_without_network_loses_nothing(served):
    problems = []
    with windows(problems) as window:
        lead, phone = window(), window(**PHONE)
        address = open_room(lead, served)
        come_in(phone, address, "Data", "Ada")
        lead.locator("li", has_text="The question nobody asked").get_by_role("button", name="Ask").click()
        phone.fill("#w-text", "Written in the tunnel")
        phone.context.set_offline(True)
        phone.get_by_role("button", name="Save my answer").click()
        phone.get_by_text("Not saved yet").wait_for()
        phone.wait_for_timeout(3000)
        phone.context.set_offline(False)
        phone.get_by_text("Saved ").wait_for()
        lead.locator(".now [data-count]", has_text="1 of 1 have answered").wait_for()
        phone.fill("#w-text", "Changed and not saved")
        phone.reload()
        assert phone.input_value("#w-text") == "Changed and not saved", "a draft outlives a reload"
    assert problems == []
