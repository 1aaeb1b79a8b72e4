"""Rooms on a real server, by everything that it sends: who comes in, what is saved, and that nothing is seen early."""

from __future__ import annotations

import http.client
import json
import re
import socket
import time
from dataclasses import dataclass

import pytest

from tests.browser import Served, serving
from tests.room.attending import Attendee, Leader
from tests.room.test_deck import GOOD
from tests.server.visiting import Visitor
from workbook.fairness.answers import FairnessAnswers
from workbook.fairness.mitigation.answers import MitigationAnswers
from workbook.project import current_person, open_repository
from workbook.room.deck import HATS, open_deck
from workbook.room.opinions import EVIDENCE
from workbook.room.store import SETTLED
from workbook.server.room_desk import WRONG_CODES

pytestmark = pytest.mark.slow
DECK = open_deck()
SHARED = ("--share", "--host", "127.0.0.1", "--address", "http://workshop.example:8000")
PAGE_LIMIT = 100_000


@dataclass(frozen=True)
class Near:
    """The server, and how this machine reaches it; what it prints is for others."""

    running: Served
    near: str


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with socket.socket() as probe:  # not the usual port: a second test run beside this one would take it as well
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with serving(tmp_path_factory.mktemp("room"), arguments=(*SHARED, "--port", str(port))) as running:
        yield Near(running, f"http://127.0.0.1:{port}")


@pytest.fixture
def lead(served):
    leader = Leader(served.near)
    leader.come_in_by(served.running.address)
    leader.begin()
    return leader


@pytest.fixture
def record(served):
    opened = open_repository(f"sqlite:///{served.running.folder / 'record.db'}")
    yield opened
    opened.close()


@pytest.fixture
def come(served, lead):
    """Somebody new in the room."""

    def inside(hat="product", name=""):
        one = Attendee(served.near, code=lead.code)
        assert one.join(hat, name).status == 200
        return one

    return inside


def test_a_whole_workshop(lead, come, served):
    hats = ("product", "product", "product", "compliance")
    people = [come(hat, f"Person {place}" if place % 2 else "") for place, hat in enumerate(hats)]
    for activity in DECK.activities:
        lead.act("ask", activity=activity.id)
        for one in people:
            room = one.state()
            assert room["activity"]["id"] == activity.id and room["revealed"] is None
            assert one.save(GOOD[activity.id]).status == 200
        assert lead.lead()["answered"] == len(people)
        lead.act("reveal")
        assert people[0].state()["revealed"]["people"] == len(people)
    told = lead.settle("=Ask twice", dissent="Compliance", reason="")
    assert json.loads(told.body)["settled"]["decision"] == "=Ask twice"
    csv = lead.ask(f"/room/{lead.code}/answers.csv").body.decode("utf-8-sig")
    assert "'=Ask twice" in csv and "Person" not in csv
    page = lead.ask(f"/room/{lead.code}/summary.html")
    assert "attachment" in page.headers["Content-Disposition"] and "Person" not in page.text
    assert served.running.children() == 0, "a workshop needs no kernel"


def test_nothing_is_sent_before_it_is_shown(lead, come):
    """Every byte to everybody, the facilitator included: neither another's answer, nor outcome, nor model."""
    first, second = come("data", "Ada"), come("domain", "Grace")
    lead.act("ask", activity="premortem")
    secret = "Xylophones in the vault"
    assert first.save({"text": secret, "sign": "Nobody sang"}).status == 200
    for other in (second, lead):
        other.ask(f"/room/{lead.code}/state")
        other.ask(f"/room/{lead.code}/lead/state")
        other.ask(f"/room/{lead.code}/answers.csv")
        other.ask(f"/room/{lead.code}/summary.html")
        heard = b"".join(other.heard)
        assert b"Xylophones" not in heard and b"sang" not in heard
    assert b"Ada" not in b"".join(second.heard), "names are for the facilitator only"
    assert secret in first.state()["answer"]["value"]["text"]
    lead.act("ask", activity="files")
    files = json.loads(second.ask(f"/room/{lead.code}/state").body)["activity"]
    assert all(set(one) == {"id", "facts"} for one in files["files"]) and "threshold" not in files
    lead.act("close")
    assert b"Xylophones" not in lead.ask(f"/room/{lead.code}/answers.csv").body


def test_the_stream_tells_people_only_that_something_changed(lead, come, served):
    one, other = come(), come()
    lead.act("ask", activity="open_question")
    host = served.near.split("//")[1]
    cookies = "; ".join(f"{kept.name}={kept.value}" for kept in one.jar)
    connection = http.client.HTTPConnection(host, timeout=20)
    connection.request("GET", f"/room/{lead.code}/events", headers={"Cookie": cookies})
    stream = connection.getresponse()
    assert stream.status == 200
    assert other.save({"text": "Pelicans"}).status == 200
    lead.act("reveal")
    told = b""
    while told.count(b"data:") < 2:
        told += stream.readline()
    connection.close()
    assert re.fullmatch(rb"(retry: \d+|data: \[\d+\]|: still here|\s)*", told), told


def test_a_page_and_its_parts_are_small_and_strict(lead, served):
    visitor = Visitor(served.near)
    page = visitor.ask(f"/room/{lead.code}")
    rules = page.headers["Content-Security-Policy"]
    assert "script-src 'self'" in rules and "unsafe" not in rules and "default-src 'none'" in rules
    assert page.headers["Cache-Control"] == "no-store" and "Server" not in page.headers
    cookie = page.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and cookie.split("=", 1)[1].startswith('"2|')
    parts = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    sizes = [len(visitor.ask(part).body) for part in parts]
    assert len(parts) == 2 and min(sizes) > 1000 and len(page.body) + sum(sizes) < PAGE_LIMIT


def test_only_who_is_in_and_only_our_page_may_answer(lead, come, served):
    one = come()
    lead.act("ask", activity="open_question")
    stranger = Attendee(served.near, code=lead.code)
    assert stranger.ask(f"/room/{lead.code}/events").status == 403
    assert "activity" not in stranger.state()
    assert stranger.send(f"{lead.code}/answer", {}).status == 403
    mark, one.mark = one.mark, ""
    assert one.save({"text": "no mark"}).status == 403
    one.mark = mark
    assert one.save({"text": "as it should be"}).status == 200
    for view in ("lead", "screen", "lead/state", "answers.csv", "join.svg"):
        assert one.ask(f"/room/{lead.code}/{view}").status in (302, 403)
    for cookie in one.jar:
        cookie.value = cookie.value[:-4] + ("0000" if cookie.value[-4:] != "0000" else "1111")
    assert one.send(f"{lead.code}/answer", {}).status == 403, "a changed cookie is nobody's"


@pytest.mark.parametrize(
    "sent",
    [b"", b"[]", b"{", b'{"activity": 1}', b"[" * 9000, b"\xff\xfe", b'{"activity": "open_question", "round": true, '
     b'"value": {"text": "x"}, "key": "12345678", "seen": 0}', b"x" * 40_000],
    ids=["nothing", "a list", "cut off", "numbers", "deep", "no text", "true for 1", "long"],
)  # fmt: skip
def test_odd_requests_are_refused_in_words(lead, come, sent):
    one = come()
    lead.act("ask", activity="open_question")
    answer = one.ask(f"/room/{lead.code}/answer", "POST", sent, X_XSRFToken=one.mark)
    assert answer.status == 400 and json.loads(answer.body)["error"]


def test_reload_second_tab_and_repeated_saves_count_once(lead, come):
    one = come()
    room = lead.act("ask", activity="open_question") and one.state()
    first = one.save({"text": "first"}, key="a" * 24, room=room)
    again = one.save({"text": "first"}, key="a" * 24, room=room)
    assert json.loads(first.body)["version"] == json.loads(again.body)["version"] == 1
    tab = one.save({"text": "from the other tab"}, key="b" * 24, room=room)
    assert tab.status == 409 and json.loads(tab.body)["stored"]["value"] == {"text": "first"}
    assert one.open().status == 200 and one.join("data").status == 200, "a reload is the same person"
    seen = lead.lead()
    assert (seen["people"], seen["answered"]) == (1, 1)


def test_late_people_another_laptop_and_a_closed_door(lead, come, served):
    lead.act("ask", activity="open_question")
    late = come(name="Late")
    assert late.save({"text": "in time"}).status == 200
    second = Leader(served.near, code=lead.code)
    second.come_in_by(served.running.address)
    second.open("/lead")
    assert second.lead()["answered"] == 1
    assert second.act("lock")["locked"]
    outside = Attendee(served.near, code=lead.code)
    assert outside.join().status == 400 and late.state()["me"]["name"] == "Late"
    stale = lead.send(f"{lead.code}/lead/act", {"act": "reveal", "version": 1})
    assert stale.status == 409


def test_the_forty_first_person_counts_like_the_first(lead, come):
    """Rooms are planned for forty; whoever comes after that comes in, answers and is shown, and late is not too late."""
    people = [come(list(HATS)[place % 6], f"Person {place}") for place in range(40)]
    lead.act("ask", activity="wrongly_refused")
    for place, one in enumerate(people):
        assert one.save({"low": 0, "value": place, "high": 100}).status == 200
    last = come("domain", "Person 40")
    assert last.save({"low": 0, "value": 99, "high": 100, "reason": "I came last."}).status == 200
    told = lead.lead()
    assert (told["people"], told["answered"], len(told["named"])) == (41, 41, 41)
    shown = lead.act("reveal")["revealed"]
    assert shown["people"] == 41 and [dot[0] for dot in shown["questions"][0]["dots"]] == [*range(40), 99]
    later = come("product")
    room = later.state()
    assert room["revealed"]["people"] == 41 and room["answer"] is None, "who comes afterwards sees what all see"
    assert later.save({"low": 0, "value": 1, "high": 2}, room=room).status == 400
    lead.act("ask", activity="purpose")
    assert later.save(GOOD["purpose"]).status == 200 and lead.lead()["people"] == 42


def test_the_console_sees_that_a_phone_reached_the_page(lead, served):
    assert lead.lead()["tried"] == 0
    phone = Attendee(served.near, code=lead.code)
    phone.open()
    phone.ask(f"/room/{lead.code}/state", User_Agent="a phone")
    told = lead.lead()
    assert told["tried"] == 1 and told["join"] == f"http://workshop.example:8000/room/{lead.code}"
    drawn = lead.ask(f"/room/{lead.code}/join.svg")
    assert drawn.headers["Content-Type"] == "image/svg+xml" and b"<path" in drawn.body


def test_what_is_settled_reaches_the_stage_and_only_with_a_decision(lead, come, record):
    people = [come() for _ in range(3)]
    lead.act("ask", activity="tolerance")
    for place, one in enumerate(people):
        assert one.save({"low": 0.5, "value": 2.0 * place + 1, "high": 20}).status == 200
    assert lead.lead()["offered"] is None, "the middle is not told before the answers are shown"
    assert lead.act("reveal")["offered"]["suggested"] == "3"
    project = record.projects(current_person())[0].id

    def tolerated():
        return record.record(project, current_person()).section(FairnessAnswers).tolerance

    before = tolerated()
    for decision, kept in (("", "7"), ("Seven", "many"), ("Seven", "900")):
        told = lead.settle(decision, keep=kept)
        assert told.status == 400 and json.loads(told.body)["error"] and tolerated() == before
    assert lead.settle("Seven", keep="7").status == 200
    assert tolerated() == pytest.approx(0.07)
    entry = record.log(project, current_person())[-1]
    assert entry.action == SETTLED and entry.payload["answer"] == "fairness.tolerance"
    assert entry.payload["decision"] == "Seven" and entry.payload["answers"] == 3


def test_a_decision_is_never_put_under_other_answers_than_those_that_were_seen(lead, come, record):
    """The facilitator writes while another one moves the room on."""
    people = [come() for _ in range(3)]
    for activity in ("tolerance", "purpose"):
        lead.act("ask", activity=activity)
        for one in people:
            assert one.save(GOOD[activity]).status == 200
        lead.act("reveal")
    project = record.projects(current_person())[0].id
    before = record.record(project, current_person())
    late = lead.settle("Seven points", activity="tolerance", keep="7")
    assert late.status == 409 and "moved on" in json.loads(late.body)["error"]
    lead.act("ask", activity="tolerance")
    early = lead.send(
        f"{lead.code}/lead/settle", {"decision": "x", "activity": "tolerance", "round": 2, "keep": "7", "seen": 1}
    )
    assert early.status == 400, "it is being asked, and not shown yet"
    assert record.record(project, current_person()) == before


def test_columns_that_the_room_vetoes_are_left_out_where_models_are_trained(lead, come, record):
    people = [come(hat) for hat in ("domain", "domain", "data")]
    room = lead.act("ask", activity="known_when")
    names = [one["id"] for one in room["activity"]["items"]]
    for place, one in enumerate(people):
        marks = dict.fromkeys(names, "in_time") | {"amount": "later", "price": "later" if place else "unsure"}
        assert one.save({"marks": marks, "reason": "It is set at the desk."}).status == 200
    offered = lead.act("reveal")["offered"]
    assert [one["id"] for one in offered["columns"][:2]] == ["amount", "price"]
    project = record.projects(current_person())[0].id

    def left_out():
        return set(record.record(project, current_person()).section(MitigationAnswers).leave_out)

    before = left_out()
    for odd in ("amount", ["nonsense"], [1], {"amount": True}, 7):
        assert lead.settle("Leave the sum out", keep=odd).status == 400 and left_out() == before
    assert lead.settle("Leave the sum out", keep=["amount"]).status == 200
    assert left_out() == before | {"amount"}
    assert record.log(project, current_person())[-1].payload["value"] == "amount"
    again = lead.lead()["offered"]
    assert [one["id"] for one in again["columns"] if one["out"]] == ["amount"] and again["seen"] == offered["seen"] + 1
    stale = lead.settle("Both", keep=["amount", "price"], seen=offered["seen"])
    assert stale.status == 409 and left_out() == before | {"amount"}
    assert lead.settle("Neither", keep=[]).status == 200 and left_out() == before


def test_ten_files_become_second_opinions_on_the_labels_once_settled(lead, come, record):
    people = [come(hat) for hat in ("domain", "domain", "data", "product", "product")]
    lead.act("ask", activity="files")
    for place, one in enumerate(people):
        decisions = GOOD["files"]["decisions"] | {"f1": "no" if place else "yes"}
        assert one.save({"decisions": decisions}).status == 200
    lead.act("reveal")
    project = record.projects(current_person())[0].id

    def mine():
        return [one for one in record.record(project, current_person()).evidence if one.name == EVIDENCE]

    before = len(mine())
    assert lead.settle("Look up the first").status == 200 and lead.settle("Look up files 1 and 2").status == 200
    assert len(mine()) == before + 1, "worded anew, it is the same evidence"
    found = mine()[-1].result
    assert found["of_these_rows"] and found["people"] == 5 and found["files"][0]["yes"] == [0, 1]
    assert [one["people"] for one in found["hats"]] == [5], "hats with fewer than three are one"
    assert found["alpha"] and len(found["files"]) == 10
    assert "yes" not in json.dumps(record.log(project, current_person())[-1].payload), "votes are in the evidence only"


def test_each_team_gets_a_project_and_a_link_that_opens_one_kernel(lead, come, served):
    asked = json.loads(lead.ask(f"/room/{lead.code}/lead/teams").body)
    assert asked == {"copies": asked["copies"], "links": {}, "shared": True, "guest": False}
    before = {one["project"] for one in asked["copies"]}
    for odd in (None, "2", 2.5, True, [], -1, 0, 31):
        assert lead.send(f"{lead.code}/lead/teams", {"teams": odd}).status == 400
    told = json.loads(lead.send(f"{lead.code}/lead/teams", {"teams": 2}).body)
    made = [one for one in told["copies"] if one["project"] not in before]
    assert [one["team"] for one in made] == ["Team 1", "Team 2"] and set(told["links"]) == {
        one["project"] for one in made
    }
    links = [told["links"][one["project"]] for one in made]
    assert all(link.startswith("http://workshop.example:8000/join?code=") for link in links)
    assert not any(link.split("=")[1] in lead.ask(f"/room/{lead.code}/lead/teams").text for link in links), "told once"
    team = Visitor(served.near)
    assert team.ask("/join?code=" + links[0].split("=")[1]).status == 200
    kernels = served.running.children()
    team.open_app()
    assert served.running.children() == kernels + 1
    found = {one["team"]: one["opened"] for one in json.loads(lead.ask(f"/room/{lead.code}/lead/teams").body)["copies"]}
    assert found == {"Team 1": True, "Team 2": False}
    again = json.loads(lead.send(f"{lead.code}/lead/teams/link", {"project": made[0]["project"]}).body)
    assert list(again["links"]) == [made[0]["project"]] and again["links"][made[0]["project"]] != links[0]
    deadline = time.monotonic() + 60
    while served.running.children() > kernels and time.monotonic() < deadline:
        time.sleep(0.5)
    assert served.running.children() == kernels, "a new link ends what the old one opened"
    for who in (come(), team):
        assert who.ask(f"/room/{lead.code}/lead/teams").status in (302, 403, 404)
    assert lead.send(f"{lead.code}/lead/teams/link", {"project": "nonsense"}).status == 404


def test_copies_are_no_projects_to_open_a_room_on(lead):
    """The first project of the list is the facilitator's own."""
    projects = json.loads(lead.ask("/room/all/state").body)["projects"]
    assert projects and not [one for one in projects if one["name"].startswith("Training case")]


def test_cards_are_printed_and_typed_in_by_their_number(lead, served):
    page = lead.ask(f"/room/{lead.code}/cards?many=3")
    assert page.text.count("<article") == 3 and "<script" not in page.text and "Spread five dots" in page.text
    assert "paid back</td>" not in page.text and "wrong" not in page.text.split("Ten files")[1].split("</section>")[0]
    assert lead.ask(f"/room/{lead.code}/card/0").status == 400
    lead.act("ask", activity="open_question")
    typist = Leader(served.near, code=lead.code)
    typist.come_in_by(served.running.address)
    for number, words in ((1, "one"), (2, "two"), (1, "one again")):
        assert typist.ask(f"/room/{lead.code}/card/{number}").status == 302
        assert typist.join("domain").status == 200
        version = (typist.state()["answer"] or {}).get("version", 0)
        assert typist.save({"text": words}, seen=version).status == 200
    assert (lead.lead()["people"], lead.lead()["answered"]) == (2, 2)
    guest = Attendee(served.near, code=lead.code)
    assert guest.ask(f"/room/{lead.code}/card/1").status in (302, 403) and not guest.cookie("workbook_room")


def test_a_server_that_starts_again_goes_on_where_it_was(tmp_path):
    """The same people, by the same cookies; what they saved is there, and the room asks what it asked."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    arguments = ("--share", "--host", "127.0.0.1", "--port", port)
    with serving(tmp_path, arguments=arguments) as running:
        leader = Leader(running.base.rstrip("/"))
        leader.come_in_by(running.address)
        leader.begin()
        one = Attendee(running.base.rstrip("/"), code=leader.code)
        one.join(name="Ada")
        leader.act("ask", activity="open_question")
        assert one.save({"text": "before"}).status == 200
    with serving(tmp_path, arguments=arguments) as running:
        room = one.state()
        assert (room["me"]["name"], room["answer"]["value"]) == ("Ada", {"text": "before"})
        assert one.save({"text": "after"}, seen=1).status == 200
        again = Leader(running.base.rstrip("/"), code=leader.code)
        again.come_in_by(running.address)
        again.open("/lead")
        assert (again.lead()["people"], again.lead()["answered"]) == (1, 1)
        assert again.act("reveal")["state"] == "revealed"


def test_z_guessing_codes_ends_and_keeps_nobody_out_who_is_in(lead, come, served):
    """Last of this module: it uses up the guesses of this address."""
    one = come()
    guesser = Visitor(served.near)
    answers = [guesser.ask(f"/room/BBBB{letter}/state").status for letter in "BCDFGHJKMNPQRSTVWXYZ" * 2]
    assert answers.count(404) <= WRONG_CODES and answers[-1] == 429
    assert guesser.ask(f"/room/{lead.code}/state").status == 429
    assert one.ask(f"/room/{lead.code}/state").status == 200 and lead.lead()["people"] == 1
