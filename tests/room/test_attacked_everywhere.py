"""Every kind of question answered with attacks, on a project and on columns that are called so: each page, each file, each screen."""

from __future__ import annotations

import csv
import io
import json
import random
from contextlib import closing
from dataclasses import dataclass, replace

import pytest

from tests.attacks import (
    FORMULAS,
    MARKUP,
    PLANTED,
    PLOTLY,
    TEXTS,
    as_words,
    formulas_in_csv,
    missing_from,
    parsed,
    planted_in_html,
)
from tests.browser import FLAGS, chromium, serving
from tests.room.attending import Attendee, Leader
from tests.room.test_attacks import PAGE
from tests.room.wide import answer_to
from workbook.project import DataReference, current_person, open_repository
from workbook.room.deck import HATS, activity_of
from workbook.room.moving import Move
from workbook.room.store import Rooms
from workbook.room.taking_part import Answering, People

pytestmark = pytest.mark.slow
PROJECT = as_words("".join(MARKUP[:3]) + "=1+1")
COLUMNS = tuple(dict.fromkeys((*MARKUP, *PLOTLY[:2], *(text for text in FORMULAS if text.isprintable()))))
OURS = f"{PAGE} meta link script noscript main article h3 span b br dl dt dd div"


@dataclass(frozen=True)
class Attacked:
    """A workshop in which nobody typed anything but attacks; everything was asked, shown and settled."""

    near: str
    address: str
    code: str
    rooms: Rooms

    @property
    def people(self):
        return People(self.rooms)

    @property
    def activities(self):
        return self.rooms.find(self.code).deck.activities

    def leader(self):
        one = Leader(self.near, code=self.code)
        one.come_in_by(self.address)
        one.open("/lead")
        return one

    def go(self, act, activity=""):
        return self.rooms.move(self.code, current_person(), Move(act, activity), self.rooms.find(self.code).version)

    def show(self, activity):
        """Ask, let everybody answer with an attack of their own, and show it; asked again it is another round."""
        here = self.go("ask", activity)
        asked, draw = activity_of(here.deck, activity), random.Random(here.round)
        for place, text in enumerate(TEXTS):
            one = self.people.find(here.id, f"secret-{place}")
            words = {"reason": text[:300], "text": f"{text} .", "sign": text}
            value = {name: words.get(name, said) for name, said in answer_to(asked, draw).items()}
            answer = Answering(activity, here.round, value, f"{one.id[:18]}-{here.round:02}", 0)
            self.people.save(here, one, answer)
        return self.go("reveal")


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("attacked")
    with (
        serving(folder, arguments=("--share", "--host", "127.0.0.1")) as served,
        closing(open_repository(f"sqlite:///{folder / 'record.db'}")) as record,
    ):
        who, rooms, hats = current_person(), Rooms(record), list(HATS)
        project = record.create_project(PROJECT, who, description=MARKUP[0])
        record.attach_data(project, who, DataReference("upload", MARKUP[1], "", "mark", 900, COLUMNS, who))
        held = Attacked(served.base.rstrip("/"), served.address, rooms.open(project, who).code, rooms)
        for place, text in enumerate(TEXTS):
            held.people.join(rooms.find(held.code), f"secret-{place}", text[:40], hats[place % 6])
        for place, activity in enumerate(held.activities):
            here = held.show(activity.id)
            texts = [MARKUP[(3 * place + part) % len(MARKUP)] for part in range(3)]
            shown = next(one for one in rooms.reveals(here.id) if one.activity == activity.id)
            rooms.settle(held.code, who, replace(shown, decision=texts[0], dissent=texts[1], reason=texts[2]), {})
        yield held


def test_the_table_to_take_away_has_every_question_and_no_formula(attacked):
    answer = attacked.leader().ask(f"/room/{attacked.code}/answers.csv")
    assert (
        answer.headers["Content-Type"].startswith("text/csv") and answer.headers["X-Content-Type-Options"] == "nosniff"
    )
    assert "attachment" in answer.headers["Content-Disposition"]
    written = answer.body.decode("utf-8-sig")
    assert formulas_in_csv(written) == []
    rows = list(csv.reader(io.StringIO(written, newline="")))
    assert {len(row) for row in rows} == {9}
    assert {row[0] for row in rows[1:]} == {one.title for one in attacked.activities}
    asked = {as_words(row[2]).replace("'", "") for row in rows}
    assert not [name for name in COLUMNS if as_words(name).replace("'", "") not in asked]


def test_the_page_to_take_away_and_the_cards_say_it_as_text(attacked):
    lead = attacked.leader()
    summary = lead.ask(f"/room/{attacked.code}/summary.html")
    assert planted_in_html(summary.text, PAGE) == [] and "attachment" in summary.headers["Content-Disposition"]
    said = " ".join(parsed(summary.text).words)
    assert not missing_from(said, [PROJECT, *MARKUP])
    cards = lead.ask(f"/room/{attacked.code}/cards?many=2").text
    assert not [one for one in planted_in_html(cards, OURS) if "span" not in one]
    assert not missing_from(" ".join(parsed(cards).words), list(COLUMNS))


def test_pages_come_empty_and_are_filled_from_data(attacked):
    """As JSON, never as something that a browser would show: not even where an address is opened by itself."""
    lead, person = attacked.leader(), Attendee(attacked.near, code=attacked.code)
    for visitor, path in ((person, ""), (lead, "/lead"), (lead, "/screen")):
        page = visitor.ask(f"/room/{attacked.code}{path}").text
        assert planted_in_html(page, OURS) == [] and "hacked" not in page
    for path in ("all/state", f"{attacked.code}/lead/state", f"{attacked.code}/lead/teams"):
        answer = lead.ask(f"/room/{path}")
        assert answer.headers["Content-Type"].startswith("application/json")
        assert answer.headers["X-Content-Type-Options"] == "nosniff" and "</" not in answer.text
        json.loads(answer.body)
    odd = lead.send(f"{attacked.code}/lead/act", {"act": MARKUP[0], "version": 1})
    assert odd.status == 400 and "<img" not in odd.text
    for path in ("ZZZZZ", "%3Cscript%3Ehacked", f"{attacked.code}/%22onload=hacked"):
        assert "<script>hacked" not in lead.ask(f"/room/{path}").text


@pytest.mark.browser
def test_every_kind_of_question_is_text_on_console_wall_and_phone(attacked):
    from playwright.sync_api import sync_playwright

    problems = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)

        def window(width):
            page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
            page.set_default_timeout(30_000)
            page.on("pageerror", lambda error: problems.append(str(error)))
            page.on("dialog", lambda one: (problems.append(one.message), one.dismiss()))
            page.on("request", lambda one: one.url.startswith(attacked.near) or problems.append(one.url))
            return page

        page, phone = window(1280), window(390)
        page.context.request.get(attacked.address, max_redirects=0)
        _come_in(phone, f"{attacked.near}/room/{attacked.code}")
        for activity in attacked.activities:
            attacked.show(activity.id)
            own = COLUMNS if activity.kind == "veto" else ()
            for path, ready in (("lead", "form.settle"), ("screen", ".wall-revealed")):
                page.goto(f"{attacked.near}/room/{attacked.code}/{path}")
                page.locator(ready).wait_for()
                page.wait_for_timeout(200)
                assert page.evaluate(PLANTED) == [], (activity.id, path)
                if path == "lead":
                    assert not missing_from(page.evaluate("document.body.textContent"), list(own))
            page.get_by_role("button", name="Everything so far").click()
            assert page.evaluate(PLANTED) == []
            phone.reload()
            phone.locator(".results").wait_for()
            assert phone.evaluate(PLANTED) == [], activity.id
            assert not missing_from(phone.evaluate("document.body.textContent"), list(own))
        attacked.go("ask", "known_when")
        phone.get_by_text("For each column").wait_for()
        assert phone.evaluate(PLANTED) == []
        assert not missing_from(phone.evaluate("document.body.textContent"), list(COLUMNS))
        browser.close()
    assert problems == []


def _come_in(phone, address):
    phone.goto(address)
    phone.fill("#name", MARKUP[0])
    phone.get_by_text("Domain", exact=True).click()
    phone.get_by_role("button", name="Come in").click()
    phone.locator(".results").wait_for()
