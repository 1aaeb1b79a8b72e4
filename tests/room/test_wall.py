"""The screen for the wall is never scrolled and never cut off, with all that a room can put on it, and can be read."""

from __future__ import annotations

import pytest

from tests.browser import FLAGS, chromium, serving
from tests.room.wide import Workshop, deck
from workbook.project import current_person, open_repository
from workbook.room.deck import open_deck
from workbook.room.store import Rooms
from workbook.room.taking_part import People

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SIZES = ((1600, 900), (1280, 720))
SMALLEST_TEXT = 0.019
"""Of the height of the screen: 17 pixels on 900, where a slide's smallest text is usually 25; a dense table needs it."""
DECKS = {
    "long words": (deck(), 18),
    "as much as a deck may hold": (deck(statements=8, choices=12, columns=20, harms=6), 12),
    "the loans": (open_deck(), 41),
    "the training case": (open_deck("room_training"), 30),
}
MEASURE = """() => {
  const shown = (one) => { const box = one.getBoundingClientRect(); return box.width > 0 && box.height > 0 ? box : null; };
  const name = (one) => `${one.tagName} ${one.className.baseVal ?? one.className} ${one.textContent.slice(0, 40)}`;
  const said = (one) => [...one.childNodes].some((part) => part.nodeType === 3 && part.textContent.trim());
  const all = [...document.querySelectorAll("#room, #room *")].filter((one) => !one.closest(".unseen") && shown(one));
  const page = document.documentElement;
  const outside = all.filter((one) => { const box = shown(one); return box.right > innerWidth + 1 || box.bottom > innerHeight + 1; });
  const cut = all.filter((one) => one.matches(".wall, .wall-head, .wall-body, .wall-foot, .fitted, .part, td, th")
    && !(one.matches("th") && one.closest(".tight")) && (one.scrollHeight > one.clientHeight + 2 || one.scrollWidth > one.clientWidth + 2));
  const size = (one) => { const scale = one.ownerSVGElement?.viewBox.baseVal?.width; return parseFloat(getComputedStyle(one).fontSize) * (scale ? one.ownerSVGElement.getBoundingClientRect().width / scale : 1); };
  const words = all.filter((one) => said(one) && !one.matches("button"));
  const least = words.reduce((small, one) => (size(one) < size(small) ? one : small), words[0]);
  return { scrolls: page.scrollHeight > page.clientHeight || page.scrollWidth > page.clientWidth, outside: outside.map(name), cut: cut.map(name),
    least: size(least) / innerHeight, least_of: name(least) };
}"""


@pytest.fixture(scope="module")
def walls(tmp_path_factory):
    """Opens workshops, each with its screen, before anybody has been asked anything: on one server, in one browser."""
    from playwright.sync_api import sync_playwright

    folder = tmp_path_factory.mktemp("wall")
    shared = ("--share", "--host", "127.0.0.1", "--address", "http://a-rather-long-name.workshop.example:8000")
    with serving(folder, arguments=shared) as served, sync_playwright() as playwright:
        record = open_repository(f"sqlite:///{folder / 'record.db'}")
        who, rooms = current_person(), Rooms(record)
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page()
        page.set_default_timeout(30_000)
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        near = near_address(served)
        page.context.request.get(f"{near}/?{served.address.split('?')[1]}", max_redirects=0)

        def begin(made, many):
            workshop = Workshop(rooms, People(rooms), record.projects(who)[0].id, who, made, many)
            page.goto(f"{near}/room/{workshop.code}/screen")
            return page, workshop

        yield begin
        browser.close()
        record.close()
        assert errors == []


def near_address(served):
    """By which this machine reaches a server that prints another address for others."""
    import psutil

    for one in psutil.Process(served.process.pid).net_connections(kind="tcp4"):
        if one.status == psutil.CONN_LISTEN and one.laddr.ip == "127.0.0.1":
            return f"http://127.0.0.1:{one.laddr.port}"
    raise AssertionError("the server listens nowhere")


def measured(page, what):
    """What is wrong with the screen at both sizes."""
    wrong = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        found = page.evaluate(MEASURE)
        small = found["least"] < SMALLEST_TEXT
        if found["scrolls"] or found["outside"] or found["cut"] or small:
            wrong.append((what, width, found))
    return wrong


@pytest.mark.parametrize("name", DECKS)
def test_nothing_is_scrolled_cut_or_small(name, walls):
    page, workshop = walls(*DECKS[name])
    page.locator(".wall-lobby img").wait_for()
    wrong = measured(page, "lobby")
    for one in workshop.here.deck.activities:
        workshop.ask(one.id, 0.9)
        if name == "long words":
            page.reload()
            page.locator(".wall-asking .huge").wait_for()
            wrong += measured(page, f"{one.id} asked")
        workshop.go("reveal")
        page.reload()
        page.locator(".wall-revealed").wait_for()
        wrong += measured(page, f"{one.id} shown")
    page.get_by_role("button", name="Everything so far").click()
    page.locator(".wall-whole").wait_for()
    wrong += measured(page, "everything")
    rows = page.locator(".heat tbody tr").count()
    if len(workshop.here.deck.activities) > 5:
        assert rows == 12 and page.locator(".heat thead th").count() == 1 + 6
        assert page.locator(".heat .place b").count() == 5, "the five widest gaps are numbered"
    workshop.go("close")
    page.reload()
    page.locator(".wall-closed").wait_for()
    wrong += measured(page, "closed")
    assert wrong == []


def test_a_button_that_is_drawn_anew_under_the_finger_is_pressed_all_the_same(walls):
    page, workshop = walls(open_deck(), 12)
    workshop.ask(workshop.here.deck.activities[0].id, 0.9)
    workshop.go("reveal")
    page.locator(".wall-revealed").wait_for()
    button = page.get_by_role("button", name="Everything so far")
    button.hover()
    page.mouse.down()
    with page.expect_response("**/lead/state"):
        page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_timeout(200)
    page.mouse.up()
    page.locator(".wall-whole").wait_for()


def test_words_that_do_not_fit_are_counted(walls):
    """Nothing of what people wrote disappears without a word."""
    page, workshop = walls(deck(), 40)
    here = workshop.ask("failed")
    workshop.go("reveal")
    page.reload()
    page.locator(".wall-words").wait_for()
    page.set_viewport_size({"width": 1280, "height": 720})
    page.wait_for_timeout(300)
    signs = page.locator(".signs .group").count()
    told = page.locator(".signs .more").inner_text()
    assert signs + int(told.split()[1]) == len(workshop.people.shown_answers(here.id, "failed", 1)) == 40


def test_the_measure_sees_what_is_wrong(walls):
    page, workshop = walls(deck(), 18)
    workshop.ask("statements")
    workshop.go("reveal")
    page.reload()
    page.locator(".wall-revealed").wait_for()
    assert measured(page, "as it is") == []
    spoilt = {
        "document.querySelector('.wall-chart').style.setProperty('--fit', 2.4)": "cut",
        "document.querySelector('.part h3').style.fontSize = '9px'": "least",
        "document.body.style.overflow = 'visible'; document.body.style.height = '130vh'; document.body.style.position = 'relative'": "scrolls",
        "document.querySelector('.wall-foot').style.transform = 'translateY(30vh)'": "outside",
    }
    for how, what in spoilt.items():
        page.reload()
        page.locator(".wall-revealed").wait_for()
        page.evaluate(how)
        found = page.evaluate(MEASURE)
        assert found["least"] < SMALLEST_TEXT if what == "least" else found[what], how


def test_the_picture_of_the_address_has_its_place_before_it_comes(walls):
    """Text is made to fit at once; a picture that comes later must not push it out."""
    page, workshop = walls(deck(), 12)
    workshop.ask("owners")
    workshop.go("reveal")
    held: list[object] = []
    page.route("**/join.svg", lambda route: held.append(route))
    page.goto(page.url, wait_until="commit")
    page.locator(".wall-revealed").wait_for()
    box = page.locator(".come img").bounding_box()
    assert held and box["height"] == pytest.approx(box["width"], abs=1)
    before = page.locator(".wall-chart").bounding_box()
    for route in held:
        route.continue_()
    page.unroute("**/join.svg")
    page.locator(".come img").evaluate("(one) => one.decode()")
    assert page.locator(".wall-chart").bounding_box() == before and measured(page, "with the picture") == []
