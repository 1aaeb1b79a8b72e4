"""Attacks as names, answers, reasons and decisions of a workshop: on every page of it, and in what is taken away."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import pytest

from tests.attacks import MARKUP, PLANTED, TEXTS, as_words, formulas_in_csv, missing_from, parsed, planted_in_html
from tests.browser import Served, browsing, serving
from tests.room.attending import Leader
from workbook.project import Repository, current_person, open_repository, sentences
from workbook.report import render
from workbook.room.deck import HATS, activity_of
from workbook.room.exporting import summary, to_csv
from workbook.room.moving import Move
from workbook.room.record import Reveal, Room
from workbook.room.store import Rooms
from workbook.room.taking_part import Answering, People
from workbook.room.views import Door

pytestmark = pytest.mark.slow
PAGE = "html head meta title style body main div section h1 h2 p ul li table thead tbody tr th td footer"
NAMES = [one for one in (" ".join(as_words(text[:40]).split()) for text in TEXTS) if one]
WORDS = [text for text in TEXTS if text.isprintable() and text.strip()]

VIEWS = {"/lead": "in the room", "/screen": "Talk about", "/cards": "Card 1 · room CODE", "": "Come in"}


@dataclass(frozen=True)
class Held:
    """A workshop in which everybody is called, answers and decides by attacks."""

    served: Served
    repository: Repository
    rooms: Rooms
    people: People
    here: Room


@pytest.fixture(scope="module")
def held(tmp_path_factory) -> Iterator[Held]:
    who = current_person()
    folder = tmp_path_factory.mktemp("room")
    with (
        serving(folder, arguments=("--share", "--host", "127.0.0.1")) as served,
        closing(open_repository(f"sqlite:///{folder / 'record.db'}")) as repository,
    ):
        rooms = Rooms(repository)
        people = People(rooms)
        here = rooms.open(repository.create_project(MARKUP[0], who), who)
        hats = list(HATS)
        inside = [people.join(here, f"secret {n}", text[:40], hats[n % len(hats)]) for n, text in enumerate(TEXTS)]
        for activity in ("premortem", "purpose"):
            here = rooms.move(here.code, who, Move("ask", activity), here.version)
            for one, text in zip(inside, TEXTS, strict=True):
                people.save(here, one, Answering(activity, 1, value_of(here, activity, text), uuid.uuid4().hex, 0))
            here = rooms.move(here.code, who, Move("reveal"), here.version)
        shown = Reveal("purpose", 1, here.created_at, decision=MARKUP[1], dissent=TEXTS[22], reason=MARKUP[2])
        rooms.settle(here.code, who, shown, {"title": MARKUP[3]})
        yield Held(served, repository, rooms, people, rooms.find(here.code))


def value_of(here: Room, activity: str, text: str) -> dict[str, str]:
    """An answer made of an attack."""
    if activity == "premortem":
        return {"text": f"{text} .", "sign": text}
    return {"choice": activity_of(here.deck, activity).items[0].id, "reason": text}


def test_what_is_taken_away_is_text(held):
    door = Door(held.rooms, held.people)
    written = to_csv(door, held.here)
    assert formulas_in_csv(written) == [] and not missing_from(
        written.replace("'", "").replace('""', '"'), plain(WORDS)
    )
    html = render(summary(door, held.here, MARKUP[0]), "html").decode()
    assert planted_in_html(html, PAGE) == []
    assert not missing_from(" ".join(parsed(html).words), [MARKUP[0], MARKUP[1], MARKUP[2]])


def plain(texts: list[str]) -> list[str]:
    """Texts without the marks that a spreadsheet needs."""
    return [text.replace("'", "") for text in texts]


def test_the_log_says_it_in_one_sentence(held):
    told = sentences(held.repository.log(held.here.project_id, current_person()))
    assert any(MARKUP[1] in one for one in told)


@pytest.mark.browser
def test_every_page_of_it_shows_text(held):
    dialogs: list[str] = []
    address = f"{held.served.base}room/{held.here.code}"
    with browsing() as page:
        page.on("dialog", lambda one: (dialogs.append(one.message), one.dismiss()))
        page.goto(held.served.address)
        for view in VIEWS:
            page.goto(address + view)
            page.get_by_text(VIEWS[view].replace("CODE", held.here.code)).first.wait_for()
            closed = page.locator("details:not([open]) > summary:visible")
            while closed.count():
                closed.first.click()
            assert page.evaluate(PLANTED) == [] and dialogs == []
            shown = unicodedata.normalize("NFKC", page.locator("body").inner_text())
            if view == "/lead":
                assert not missing_from(shown, [unicodedata.normalize("NFKC", name) for name in NAMES])
            if view in ("/lead", "/screen"):
                assert not missing_from(shown, [MARKUP[1], MARKUP[2]] if view == "/lead" else [])
        page.goto(f"{held.served.base}room/")
        page.get_by_text(f"Room {held.here.code}").wait_for()
        assert not missing_from(page.locator("#room").inner_text(), [MARKUP[0]]) and page.evaluate(PLANTED) == []


@pytest.mark.browser
def test_answers_on_a_phone_are_text(held):
    leader = Leader(held.served.base.rstrip("/"))
    leader.come_in_by(held.served.address)
    dialogs: list[str] = []
    with browsing(width=390) as page:
        page.on("dialog", lambda one: (dialogs.append(one.message), one.dismiss()))
        page.goto(f"{held.served.base}room/{held.here.code}")
        page.fill("#name", MARKUP[0][:40])
        page.get_by_text("Product", exact=True).click()
        page.get_by_role("button", name="Come in").click()
        page.get_by_text("Talk about").wait_for()
        assert page.evaluate(PLANTED) == [] and dialogs == []
        reasons = [unicodedata.normalize("NFKC", as_words(text)) for text in WORDS[:5]]
        assert sum(one in as_words(unicodedata.normalize("NFKC", page.inner_text("#room"))) for one in reasons) > 0
        leader.code = held.here.code
        leader.open("/lead")
        leader.act("ask", activity="premortem")
        page.get_by_text("Save my answer").wait_for()
        page.fill("#w-text", MARKUP[1])
        page.fill("#w-sign", MARKUP[2])
        page.get_by_role("button", name="Save my answer").click()
        page.get_by_text("Saved ").wait_for()
        page.reload()
        page.get_by_text("Saved ").wait_for()
        assert page.input_value("#w-text") == MARKUP[1]
        assert page.evaluate(PLANTED) == [] and dialogs == []
