"""Two servers on one PostgreSQL database: what is done through one is there in the other."""

from __future__ import annotations

import http.client
import re
import urllib.parse
import uuid
from types import SimpleNamespace

import pytest

from tests.browser import browsing, open_stage, serving
from tests.room.attending import Attendee, Leader
from tests.server.hubs import free_ports
from tests.server.test_people import within
from tests.server.visiting import Visitor
from tests.server.walking import enter, field
from tests.server.webserver import change, nginx, settings, web_server
from workbook.project import current_person, open_repository

pytestmark = [pytest.mark.slow, pytest.mark.postgres]
OUTSIDE = "workbook.example"
"""The name under which both are reached: cookies go by it."""


@pytest.fixture(scope="module")
def two(server, tmp_path_factory):
    """Two servers with the same secret for cookies, as two machines have that share the file."""
    database, folder = server.new_database(), tmp_path_factory.mktemp("two")
    one, other = free_ports(2)
    common = {
        "WORKBOOK_DB": database,
        "XDG_DATA_HOME": str(folder / "share"),
        "WORKBOOK_UPLOADS": str(folder / "uploads"),
    }

    def start(name, port):
        (folder / name).mkdir()
        return serving(folder / name, arguments=("--share", "--host", "127.0.0.1", "--port", str(port)), **common)

    with start("first", one) as first, start("second", other) as second:
        record = open_repository(database)
        yield SimpleNamespace(
            first=first, second=second, record=record, database=database, ports=(one, other), folder=folder
        )
        record.close()


@pytest.fixture
def project_id(two):
    return two.record.projects(current_person())[0].id


@pytest.fixture
def invite(two, project_id):
    def invited(role="viewer"):
        return two.record.invite(project_id, current_person(), f"{role} {uuid.uuid4().hex[:6]}", role)

    return invited


class Reached(Visitor):
    """Somebody who reaches a server under the name that both have."""

    def ask(self, path, method="GET", data=None, **headers):
        return super().ask(path, method, data, **({"Host": OUTSIDE} | headers))


def at(served, jar=None):
    visitor = Reached(served.base.rstrip("/"))
    if jar is not None:
        visitor.jar = jar
    return visitor


@pytest.mark.browser
def test_an_answer_saved_through_one_shows_in_an_open_page_of_the_other(two):
    with browsing() as page:
        other = page.context.new_page()
        for tab, served in ((page, two.first), (other, two.second)):
            tab.goto(served.address)
            tab.wait_for_selector(".wb-stage", state="attached")
            open_stage(tab, "scoping")
        enter(page, "decision", "Entered through the first server")
        other.wait_for_function(
            "[...document.querySelectorAll(\"[data-field='decision'] textarea\")].some((one) => one.value === 'Entered through the first server')",
            timeout=30_000,
        )
        enter(other, "target_owner", "Entered through the second")
        page.wait_for_function(
            "[...document.querySelectorAll(\"[data-field='target_owner'] input\")].some((one) => one.value === 'Entered through the second')",
            timeout=30_000,
        )
        assert field(page, "decision").locator("textarea").input_value() == "Entered through the first server"
    assert two.record.verify(two.record.projects(current_person())[0].id).ok


def test_a_session_of_one_is_one_of_the_other_where_they_share_the_secret(two, invite):
    robin = at(two.first)
    assert robin.come_in(invite().code).status == 200
    there = at(two.second, robin.jar)
    assert there.ask("/").status == 200
    kernel = robin.open_app()
    assert robin.ask(f"/api/kernels/{kernel}").status == 200
    assert there.ask(f"/api/kernels/{kernel}").status == 404, "a page belongs to the server that made it"


def test_without_the_secret_a_session_of_another_server_is_nobody(two, invite, tmp_path):
    with serving(tmp_path, arguments=("--share", "--host", "127.0.0.1"), WORKBOOK_DB=two.database) as third:
        robin, code = at(two.first), invite().code
        robin.come_in(code)
        assert at(third, robin.jar).ask("/").status == 302
        assert at(third).come_in(code).status == 200, "the invitation itself holds everywhere"


def test_the_address_of_a_terminal_opens_the_server_that_printed_it(two):
    token = two.first.address.split("token=")[1]
    owner = at(two.first)
    assert owner.ask(f"/?token={token}").status == 302 and owner.ask("/").status == 200
    assert at(two.second, owner.jar).ask("/").status == 302
    assert at(two.second).ask(f"/?token={token}").status == 302


def running(two):
    """The kernels of both servers."""
    return {one.pid for served in (two.first, two.second) for one in served.kernels()}


def test_an_invitation_opens_both_and_ends_in_both(two, project_id, invite):
    invited = invite("contributor")
    here, there = at(two.first), at(two.second)
    for one in (here, there):
        assert one.come_in(invited.code).status == 200
    before = running(two)
    kernels = here.open_app(), there.open_app()
    mine = running(two) - before
    assert len(mine) == 2
    two.record.revoke(project_id, current_person(), invited.person.id)
    for one, kernel in zip((here, there), kernels, strict=True):
        assert one.ask("/").status == 302 and one.come_in(invited.code).status == 403
        within(20, lambda one=one, kernel=kernel: one.ask(f"/api/kernels/{kernel}").status == 403)
    within(30, lambda: not two.first.kernels() + two.second.kernels() or still_owned(two, invited.person.id))


def still_owned(two, person_id):
    """Whether nobody of that name has a kernel: what runs yet belongs to others."""
    return person_id not in {
        one.person.id for one in two.record.members(two.record.projects(current_person())[0].id, current_person())
    }


def test_a_new_permission_holds_in_both(two, project_id, invite):
    invited = invite("contributor")
    there = at(two.second)
    there.come_in(invited.code)
    kernel = there.open_app()
    two.record.change_permission(project_id, current_person(), invited.person.id, "viewer")
    within(20, lambda: there.ask(f"/api/kernels/{kernel}").status == 404)
    assert there.open_app()


def listening(base, path, jar):
    """A stream of the news of a room."""
    host = urllib.parse.urlsplit(base).netloc
    line = http.client.HTTPConnection(host, timeout=30)
    line.request("GET", path, headers={"Cookie": "; ".join(f"{one.name}={one.value}" for one in jar)})
    return line, line.getresponse()


def test_a_room_opened_on_one_is_joined_answered_and_revealed_through_the_other(two):
    leader = Leader(two.first.base.rstrip("/"))
    leader.come_in_by(two.first.address)
    leader.begin()
    bases = [one.base.rstrip("/") for one in (two.first, two.second)]
    people = [Attendee(bases[place % 2], code=leader.code) for place in range(6)]
    for place, one in enumerate(people):
        assert one.join("product" if place < 3 else "data").status == 200
    near, far = people[:2]
    assert leader.lead()["people"] == len(people)
    line, stream = listening(far.base, f"/room/{leader.code}/events", far.jar)
    try:
        leader.act("ask", activity="premortem")
        version, heard = leader.lead()["version"], ""
        while f"[{version}]" not in heard:
            told = stream.readline().decode()
            assert told, "the stream ended"
            heard += told
    finally:
        line.close()
    assert far.state()["activity"]["id"] == "premortem"
    texts = [f"Reason number {place} of six" for place in range(len(people))]
    for one, text in zip(people, texts, strict=True):
        assert one.save({"text": text, "sign": ""}).status == 200
    assert leader.lead()["answered"] == len(people)
    leader.act("reveal")

    def seen(one):
        return {name: value for name, value in one.state().items() if name not in ("now", "me", "answer", "saved_at")}

    assert far.state()["state"] == "revealed" and seen(far) == seen(near)
    leading_there = Leader(two.second.base.rstrip("/"), code=leader.code)
    leading_there.come_in_by(two.second.address)
    leading_there.open("/lead")
    assert leading_there.lead()["version"] == leader.lead()["version"]
    taken = [one.ask(f"/room/{leader.code}/answers.csv").text for one in (leader, leading_there)]
    assert taken[0] == taken[1] and all(text in taken[0] for text in texts)
    leading_there.act("close")
    assert near.state()["state"] == "closed"


def test_behind_one_address_everybody_stays_with_the_server_of_their_page(two, tmp_path):
    nginx()
    outside, plain = free_ports(2)
    made = settings(tmp_path, outside, two.ports[0], plain)
    first = f"server 127.0.0.1:{two.ports[0]};"
    change(made, (first, f"{first}\n    server 127.0.0.1:{two.ports[1]};"))
    owner = current_person()
    project_id = two.record.projects(owner)[0].id
    before = len(two.first.kernels()), len(two.second.kernels())
    with web_server(tmp_path, made, outside) as base:
        opened = []
        for _ in range(8):
            visitor = Visitor(base)
            assert visitor.come_in(two.record.invite(project_id, owner, uuid.uuid4().hex, "viewer").code).status == 200
            opened.append((visitor, visitor.open_app()))
        for visitor, kernel in opened:
            for _ in range(3):
                assert visitor.ask(f"/api/kernels/{kernel}").status == 200
            assert visitor.websocket(kernel) == 101
        places = [re.search(r"\w+", visitor.cookie("workbook_place")).group() for visitor, _ in opened]
        assert len(set(places)) == len(opened)
        after = len(two.first.kernels()) - before[0], len(two.second.kernels()) - before[1]
        assert sum(after) == len(opened) and min(after) >= 1, after
