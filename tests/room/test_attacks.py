"""Whatever people, projects and columns are called and whatever is answered: every page and every file shows it as text."""

from __future__ import annotations

import csv
import html
import io
import json
import random
from dataclasses import dataclass, replace

import pytest

from tests.browser import FLAGS, chromium, serving
from tests.room.attacks import BEHIND_BLANKS, CORPUS, FORMULAS, HARM, MARKUP, Read
from tests.room.attending import Attendee, Leader
from tests.room.wide import answer_to
from workbook.project import DataReference, current_person, open_repository
from workbook.room.deck import HATS, activity_of
from workbook.room.exporting import FORMULA, harmless
from workbook.room.moving import Move
from workbook.room.store import Rooms
from workbook.room.taking_part import Answering, People

pytestmark = pytest.mark.slow
PROJECT = "".join(MARKUP[:4]) + '=1+1"'
COLUMNS = (*MARKUP[4:16], *FORMULAS[:4], *BEHIND_BLANKS)


@dataclass(frozen=True)
class Attacked:
    """A workshop in which nobody typed anything but attacks; everything was asked, shown and settled."""

    near: str
    address: str
    code: str
    secrets: tuple[str, ...]
    rooms: Rooms

    def leader(self):
        one = Leader(self.near, code=self.code)
        one.come_in_by(self.address)
        one.open("/lead")
        return one


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("attacked")
    with serving(folder, arguments=("--share", "--host", "127.0.0.1")) as served:
        record = open_repository(f"sqlite:///{folder / 'record.db'}")
        who, rooms = current_person(), Rooms(record)
        project = record.create_project(PROJECT, who, description=MARKUP[0])
        rows = DataReference("upload", MARKUP[1], "", "mark", 900, COLUMNS, who)
        record.attach_data(project, who, rows)
        here = rooms.open(project, who)
        crowd = _crowd(People(rooms), here)
        for place, activity in enumerate(here.deck.activities):
            _asked_and_settled(rooms, People(rooms), here.code, who, activity.id, crowd, place)
        base = served.base.rstrip("/")
        yield Attacked(base, served.address, here.code, tuple(f"secret-{place}" for place in range(len(CORPUS))), rooms)
        record.close()


def _crowd(people, here):
    hats = list(HATS)
    return [people.join(here, f"secret-{place}", text[:40], hats[place % 6]) for place, text in enumerate(CORPUS)]


def _asked_and_settled(rooms, people, code, who, activity, crowd, place):
    here = rooms.move(code, who, Move("ask", activity), rooms.find(code).version)
    asked, draw = activity_of(here.deck, activity), random.Random(place)
    for one, text in zip(crowd, CORPUS, strict=True):
        words = {name: text for name in ("reason", "text", "sign")}
        value = {name: words.get(name, said) for name, said in answer_to(asked, draw).items()}
        people.save(here, one, Answering(activity, here.round, value, f"{one.id[:20]}-1", 0))
    rooms.move(code, who, Move("reveal"), rooms.find(code).version)
    texts = [CORPUS[(3 * place + part) % len(CORPUS)] for part in range(3)]
    shown = next(one for one in rooms.reveals(here.id) if one.activity == activity)
    told = replace(shown, decision=texts[0], dissent=texts[1], reason=texts[2])
    rooms.settle(code, who, told, {})


@pytest.mark.parametrize("cell", [*FORMULAS, *BEHIND_BLANKS])
def test_no_cell_is_a_formula(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["approve", "1.5", "", "5 of 100", "a=b", "x@y"])
def test_what_is_no_formula_stays_as_it_is(cell):
    assert harmless(cell) == cell


def test_the_table_to_take_away_holds_everything_and_no_formula(attacked):
    answer = attacked.leader().ask(f"/room/{attacked.code}/answers.csv")
    assert (
        answer.headers["Content-Type"].startswith("text/csv") and answer.headers["X-Content-Type-Options"] == "nosniff"
    )
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"), newline="")))
    assert {len(row) for row in rows} == {9}
    cells = {cell for row in rows[1:] for cell in row}
    assert not [cell for cell in cells if cell.lstrip().startswith(FORMULA)]
    for text in CORPUS:
        assert text in cells or f"'{text}" in cells
    assert any(cell.startswith("'=") for cell in cells) and "Kredit" not in answer.text


def test_the_page_to_take_away_says_it_as_text(attacked):
    answer = attacked.leader().ask(f"/room/{attacked.code}/summary.html")
    page = Read(answer.text)
    assert page.harm() == [] and "attachment" in answer.headers["Content-Disposition"]
    assert PROJECT in page.text
    for text in CORPUS:
        assert text in page.text


def test_cards_and_pages_hold_no_element_of_anybody(attacked):
    lead = attacked.leader()
    cards = Read(lead.ask(f"/room/{attacked.code}/cards?many=2").text)
    assert cards.harm() == [] and all(name.strip() in cards.text for name in COLUMNS)
    person = Attendee(attacked.near, code=attacked.code)
    for visitor, path in ((person, ""), (lead, "/lead"), (lead, "/screen")):
        page = Read(visitor.ask(f"/room/{attacked.code}{path}").text)
        assert [attributes for tag, attributes in page.elements if tag == "script"] != []
        assert [one for one in page.harm(never=()) if one] == []
        assert "alert" not in page.text


def test_what_scripts_of_ours_are_told_is_told_as_data(attacked):
    """As JSON, never as something that a browser would show: not even where an address is opened by itself."""
    lead = attacked.leader()
    for path in ("all/state", f"{attacked.code}/lead/state", f"{attacked.code}/lead/teams"):
        answer = lead.ask(f"/room/{path}")
        assert answer.headers["Content-Type"].startswith("application/json")
        assert answer.headers["X-Content-Type-Options"] == "nosniff" and "</" not in answer.text
        json.loads(answer.body)
    for path in ("ZZZZZ", "%3Cscript%3E", f"{attacked.code}/%22onload=alert(1)"):
        assert "<script>" not in lead.ask(f"/room/{path}").text
    odd = lead.send(f"{attacked.code}/lead/act", {"act": MARKUP[0], "version": 1})
    assert odd.status == 400 and "<img" not in odd.text


@pytest.mark.browser
def test_in_a_real_browser_nothing_runs_nothing_is_asked_of_others_and_the_text_is_there(attacked):
    from playwright.sync_api import sync_playwright

    problems = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("dialog", lambda one: (problems.append(one.message), one.dismiss()))
        page.on("request", lambda one: one.url.startswith(attacked.near) or problems.append(one.url))
        page.goto(attacked.address, wait_until="commit")

        def see(path, *texts, ready=""):
            page.goto(f"{attacked.near}/room/{path}")
            page.locator(ready or "#room > *").first.wait_for()
            page.wait_for_timeout(300)
            assert page.evaluate(HARM) == [], path
            said = page.evaluate("document.body.textContent")
            missing = [text for text in texts if " ".join(text.split()) not in " ".join(said.split())]
            assert missing == [], path

        see("", PROJECT, ready="form.join")
        first = attacked.rooms.find(attacked.code).deck.activities[0].id
        for activity in attacked.rooms.find(attacked.code).deck.activities:
            _show_again(attacked, activity.id)
            own = CORPUS if activity.kind in ("text", "premortem") else COLUMNS if activity.kind == "veto" else ()
            names = [text[:40] for text in CORPUS]
            see(f"{attacked.code}/lead", *names, *own, ready="form.settle")
            see(f"{attacked.code}/screen", ready=".wall-revealed")
            page.get_by_role("button", name="Everything so far").click()
            assert page.evaluate(HARM) == []
        see(f"{attacked.code}/cards", *COLUMNS)
        guest = context.browser.new_context(viewport={"width": 390, "height": 800}).new_page()
        guest.on("dialog", lambda one: (problems.append(one.message), one.dismiss()))
        guest.goto(f"{attacked.near}/room/{attacked.code}")
        guest.fill("#name", MARKUP[0])
        guest.get_by_text("Domain", exact=True).click()
        guest.get_by_role("button", name="Come in").click()
        guest.locator(".results").wait_for()
        assert guest.evaluate(HARM) == []
        assert first  # every activity of the deck was looked at
        summary = attacked.leader().ask(f"/room/{attacked.code}/summary.html").text
        page.set_content(summary)  # as it is opened from the disk, without any of our headers
        page.wait_for_timeout(300)
        assert html.escape(MARKUP[0], quote=False) in page.content()
        browser.close()
    assert problems == []


def _show_again(attacked, activity):
    """Put an activity on the screens once more, with the same answers in another round."""
    rooms, people, who = attacked.rooms, People(attacked.rooms), current_person()
    here = rooms.move(attacked.code, who, Move("ask", activity), rooms.find(attacked.code).version)
    asked, draw = activity_of(here.deck, activity), random.Random(5)
    for secret, text in zip(attacked.secrets, CORPUS, strict=True):
        one = people.find(here.id, secret)
        words = {name: text for name in ("reason", "text", "sign")}
        value = {name: words.get(name, said) for name, said in answer_to(asked, draw).items()}
        people.save(here, one, Answering(activity, here.round, value, f"{one.id[:18]}-{here.round:02}", 0))
    rooms.move(attacked.code, who, Move("reveal"), rooms.find(attacked.code).version)
