"""A facilitator, the screen for the wall and phones in real browsers: whole questions, and everything that goes wrong on a day."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from tests.browser import FLAGS, chromium, serving
from workbook.fairness.mitigation.answers import MitigationAnswers
from workbook.project import current_person, open_repository
from workbook.room.opinions import EVIDENCE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = {"viewport": {"width": 390, "height": 800}, "is_mobile": True, "has_touch": True}
OURS = ("http://127.0.0.1:", "ws://127.0.0.1:", "blob:http://127.0.0.1:", "data:")
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
            page.on("request", lambda one: one.url.startswith(OURS) or problems.append(one.url))
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


def ask(lead, title):
    """Ask an activity of the agenda, whether it was shown before or not."""
    lead.locator(".agenda li", has_text=title).get_by_role("button").click()


def reveal(lead):
    lead.get_by_role("button", name="Show the answers").click()
    lead.locator(".now .results").wait_for()


def save(page):
    page.get_by_role("button", name="Save my answer").click()
    page.get_by_text("Saved ").wait_for()


@pytest.fixture
def record(served):
    opened = open_repository(f"sqlite:///{served.folder / 'record.db'}")
    yield opened
    opened.close()


def order(page):
    return page.locator(".rank .text").all_inner_texts()


def centre(page, what):
    box = what.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag_by_mouse(page, item, target):
    page.mouse.move(*centre(page, item.locator(".text")))
    page.mouse.down()
    page.mouse.move(*centre(page, target), steps=12)
    page.mouse.up()


def drag_by_finger(page, start, end):
    """Real touches, as the browser gets them from a screen."""
    touch = page.context.new_cdp_session(page)
    (x, y), (_, below) = start, end
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 13):
        point = {"x": x, "y": y + (below - y) * step / 12}
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_rank_is_dragged_by_mouse_or_finger_tapped_or_moved_by_keys(served):
    problems = []
    with windows(problems) as window:
        lead = window()
        address = open_room(lead, served)
        laptop, phone = window(viewport={"width": 1100, "height": 900}), window(**PHONE)
        for one, hat in ((laptop, "Data"), (phone, "Domain")):
            come_in(one, address, hat, "")
        ask(lead, "What worries you most?")
        for one in (laptop, phone):
            one.locator(".rank").wait_for()
        before = order(laptop)
        items = laptop.locator(".rank li")
        drag_by_mouse(laptop, items.nth(4), items.nth(0))
        assert order(laptop) == [before[4], *before[:4]]
        drag_by_mouse(laptop, items.nth(0), items.nth(2))
        assert order(laptop) == [before[0], before[1], before[4], before[2], before[3]]
        first = laptop.get_by_role("button", name=f"Down: {before[0]}")
        first.focus()
        laptop.keyboard.press("Enter")
        assert order(laptop)[:2] == [before[1], before[0]]
        assert laptop.evaluate("document.activeElement.getAttribute('aria-label')") == f"Down: {before[0]}"
        assert laptop.locator("[role=status]", has_text="place 2").count() == 1, "it is said aloud"
        wanted = order(laptop)
        save(laptop)
        laptop.reload()
        laptop.locator(".rank").wait_for()
        assert order(laptop) == wanted

        before, grips = order(phone), phone.locator(".rank .grip")
        drag_by_finger(phone, centre(phone, grips.nth(3)), centre(phone, grips.nth(0)))
        assert order(phone) == [before[3], *before[:3], before[4]]
        assert phone.locator(".held").count() == 0 and fits(phone)
        again = order(phone)
        text = phone.locator(".rank .text")
        drag_by_finger(phone, centre(phone, text.nth(3)), centre(phone, text.nth(0)))
        assert order(phone) == again, "a finger on the words scrolls the page"
        phone.get_by_role("button", name=f"Up: {again[1]}").tap()
        assert order(phone)[:2] == [again[1], again[0]]
        save(phone)
        third = window(**PHONE)
        come_in_late(third, address)
        reveal(lead)
        laptop.locator(".results .bars").wait_for()
    assert problems == []


def come_in_late(page, address):
    """Somebody who comes while something is asked already answers that."""
    page.goto(address)
    page.get_by_text("Compliance", exact=True).click()
    page.get_by_role("button", name="Come in").click()
    page.locator(".rank").wait_for()
    save(page)


def test_columns_are_vetoed_on_phones_and_left_out_by_the_facilitator(served, record):
    problems = []
    project = record.projects(current_person())[0].id
    with windows(problems) as window:
        lead = window(viewport={"width": 1280, "height": 860})
        address = open_room(lead, served)
        wall = lead.context.new_page()
        wall.goto(f"{address}/screen")
        people = [window(**PHONE) for _ in range(3)]
        for place, one in enumerate(people):
            come_in(one, address, ("Domain", "Data", "Product")[place], f"Person {place}")
        ask(lead, "Known in time?")
        for place, one in enumerate(people):
            one.get_by_text("For each column").wait_for()
            questions = one.locator("fieldset:has(.three)")
            assert questions.count() == 11 and fits(one)
            for number in range(11):
                later = "amount:" in questions.nth(number).inner_text() and place < 2
                questions.nth(number).get_by_text("only later" if later else "known in time", exact=True).click()
            one.get_by_text("11 of 11 answered").wait_for()
            save(one)
        reveal(lead)
        for page in (lead, wall, *people):
            page.get_by_text("1 of 11 columns are marked as known only later; on 1 some are sure").wait_for()
            assert fits(page)
        lead.fill("#s-decision", "The sum is set afterwards")
        lead.get_by_label("amount: the sum of the loan").check()
        lead.get_by_role("button", name="Record the decision").click()
        lead.get_by_text("On record in the project").wait_for()
        assert lead.get_by_label("amount: the sum of the loan").is_checked()
        lead.get_by_text("left out already").wait_for()
    assert "amount" in record.record(project, current_person()).section(MitigationAnswers).leave_out
    assert problems == []


def test_ten_files_go_from_phones_to_second_opinions_on_record(served, record):
    problems = []
    with windows(problems) as window:
        lead = window(viewport={"width": 1280, "height": 860})
        address = open_room(lead, served)
        people = [window(**PHONE) for _ in range(3)]
        for one in people:
            come_in(one, address, "Domain", "")
        ask(lead, "Ten files")
        for one in people:
            one.get_by_text("Decide each as you would").wait_for()
            for file in one.locator(".file").all():
                file.get_by_text("refuse", exact=True).click()
            save(one)
        reveal(lead)
        lead.fill("#s-decision", "Look the labels up")
        lead.get_by_role("button", name="Record the decision").click()
        lead.get_by_text("On record in the project").wait_for()
        code = address[-5:]
    project = record.projects(current_person())[0].id
    found = record.record(project, current_person()).latest(EVIDENCE)
    assert found.result["room"] == code and found.result["people"] == 3
    assert all(one["yes"] == [0, 1] for one in found.result["files"]) and "labels up first" in found.sentence
    assert problems == []


def test_a_team_comes_by_its_link_into_its_own_project(served):
    """From the facilitator's button to the rows in the team's browser."""
    problems = []
    with windows(problems) as window:
        lead = window(viewport={"width": 1280, "height": 860})
        open_room(lead, served)
        lead.get_by_text("Training case: a copy for each team").click()
        lead.fill("#teams-many", "2")
        lead.get_by_role("button", name="Make the copies").click()
        lead.locator(".teams tbody tr").nth(1).wait_for()
        links = lead.locator("code.link").all_inner_texts()
        assert len(links) == 2 and fits(lead)
        lead.get_by_text("These links are shown only now").wait_for()
        kernels = served.children()
        team = window(viewport={"width": 1280, "height": 860})
        team.set_default_timeout(90_000)
        team.goto(links[1])
        team.get_by_text("Training case, team 2").first.wait_for()
        assert served.children() == kernels + 1
        team.evaluate("location.hash = 'start'")
        team.locator("td, th", has_text="reminders").first.wait_for()
        assert "facilitator" not in team.content() and "reminders are sent" not in team.content().lower()
        lead.get_by_role("button", name="Look again").click()
        lead.locator(".teams tbody tr", has_text="team 2").get_by_text("opened").wait_for()
        lead.locator(".teams tbody tr", has_text="team 1").get_by_text("not opened yet").wait_for()
        lead.reload()
        lead.locator(".agenda").wait_for()
        assert lead.locator("code.link").count() == 0, "links are shown once"
    assert problems == []


def test_a_minute_without_network_loses_nothing(served):
    """The minute passes on the phone's own clock: it tries again and again, and once it is back it has saved once."""
    problems = []
    with windows(problems) as window:
        lead, phone = window(), window(**PHONE)
        phone.clock.install()
        address = open_room(lead, served)
        come_in(phone, address, "Data", "Ada")
        ask(lead, "The question nobody asked")
        phone.locator("#w-text").wait_for()
        tried = []
        phone.on("requestfailed", lambda one: tried.append(one.url))
        phone.fill("#w-text", "Written in the tunnel")
        phone.context.set_offline(True)
        phone.get_by_role("button", name="Save my answer").click()
        phone.get_by_text("Not saved yet").wait_for()
        for _ in range(12):
            phone.clock.run_for(5_000)
            phone.wait_for_timeout(50)
        assert sum(url.endswith("/answer") for url in tried) >= 10, "it goes on trying by itself"
        assert phone.input_value("#w-text") == "Written in the tunnel"
        assert lead.locator("[data-count]").first.inner_text().strip() == "0 of 1 have answered"
        phone.context.set_offline(False)
        phone.clock.run_for(5_000)
        phone.get_by_text("Saved ").wait_for()
        lead.locator(".now [data-count]", has_text="1 of 1 have answered").wait_for()
        phone.fill("#w-text", "Changed and not saved")
        phone.reload()
        assert phone.input_value("#w-text") == "Changed and not saved", "a draft outlives a reload"
    assert problems == []


def test_who_was_away_while_the_answers_were_shown_is_told_and_goes_on(served):
    problems = []
    with windows(problems) as window:
        lead, phone = window(), window(**PHONE)
        phone.clock.install()
        address = open_room(lead, served)
        come_in(phone, address, "Data", "Ada")
        ask(lead, "The question nobody asked")
        phone.fill("#w-text", "Too late")
        phone.context.set_offline(True)
        phone.get_by_role("button", name="Save my answer").click()
        phone.get_by_text("Not saved yet").wait_for()
        reveal(lead)
        ask(lead, "What is it for?")
        lead.get_by_text("If the model may reach only one").wait_for()
        phone.clock.run_for(60_000)
        phone.context.set_offline(False)
        phone.clock.run_for(30_000)
        phone.get_by_text("If the model may reach only one").wait_for()
        phone.get_by_text("Like cases decided alike").click()
        save(phone)
        lead.locator(".now [data-count]", has_text="1 of 1 have answered").wait_for()
        assert "Too late" not in lead.content(), "what was not saved before all were shown is not shown"
    assert problems == []


def test_a_second_tab_is_the_same_person_and_overwrites_only_knowingly(served):
    problems = []
    with windows(problems) as window:
        lead, tab = window(), window(**PHONE)
        address = open_room(lead, served)
        come_in(tab, address, "Data", "Ada")
        ask(lead, "The question nobody asked")
        tab.locator("#w-text").wait_for()
        other = tab.context.new_page()
        other.goto(address)
        other.locator("#w-text").wait_for()
        tab.fill("#w-text", "from the first tab")
        save(tab)
        other.fill("#w-text", "from the second")
        other.get_by_role("button", name="Save my answer").click()
        other.get_by_text("saved from another tab").wait_for()
        assert other.input_value("#w-text") == "from the second", "nothing that was written is lost"
        other.get_by_role("button", name="Save my answer").click()
        other.get_by_text("Saved ").wait_for()
        tab.reload()
        tab.locator("#w-text").wait_for()
        assert tab.input_value("#w-text") == "from the second"
        lead.locator(".now [data-count]", has_text="1 of 1 have answered").wait_for()
    assert problems == []


def test_another_laptop_takes_over_and_the_first_follows(served):
    problems = []
    with windows(problems) as window:
        first, phone = window(), window(**PHONE)
        address = open_room(first, served)
        come_in(phone, address, "Data", "Ada")
        ask(first, "When does it run?")
        second = window()
        second.goto(served.address)
        second.goto(f"{address}/lead")
        second.get_by_text("0 of 1 have answered").first.wait_for()
        second.get_by_role("button", name="Pause").click()
        first.get_by_role("button", name="Go on").wait_for()
        phone.get_by_text("Paused.").wait_for()
        first.close()
        second.get_by_role("button", name="Go on").click()
        phone.get_by_label("Most likely").wait_for()
        reveal(second)
        phone.get_by_text("Nobody has answered").wait_for()
        second.fill("#s-decision", "Ask again on Monday")
        third = window()
        third.goto(served.address)
        third.goto(f"{address}/lead")
        third.get_by_role("button", name="Close the door").click()
        second.get_by_text("door closed").wait_for()
        assert second.input_value("#s-decision") == "Ask again on Monday", "what was typed outlives others' moves"
        second.get_by_role("button", name="Record the decision").click()
        third.get_by_text("On record in the project").wait_for()
    assert problems == []
