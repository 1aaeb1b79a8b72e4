"""Every route of the server as it runs, asked by a stranger and by a guest of another project, in every method.

What is open, and to whom, stands in one table: a new route fails until it is in it.
"""

from __future__ import annotations

import json
import re
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field

import pytest

from tests.browser import Served, serving
from tests.room.attending import Leader
from tests.server.listing import METHODS
from tests.server.visiting import Answer, Visitor
from workbook.project import current_person, open_repository
from workbook.server.assets import assets

pytestmark = pytest.mark.slow
PROGRAM = [sys.executable, "-m", "tests.server.listing", "app", "--no-browser", "--share", "--host", "127.0.0.1"]
SECRET = "Plan that nobody else knows"
CHANGING = ("post", "put", "patch", "delete")
REFUSED = (400, 403, 404, 405)
KERNEL = r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)"
ROOM = r"/room/([A-Za-z]{5})"
STYLE = f"{assets()['workbook.css'].mark}/workbook.css"


@dataclass(frozen=True)
class Route:
    """An address of a route, and the statuses that whoever may not see the project gets; all else is refused.

    Attributes
    ----------
    stranger, guest : mapping of method to status
        Without a cookie, and with that of a guest of another project.
    """

    path: str
    stranger: Mapping[str, int] = field(default_factory=dict)
    guest: Mapping[str, int] = field(default_factory=dict)


def public(path: str, status: int = 200, *more: str) -> Route:
    """Open to everybody: it holds nothing of anybody."""
    open_to_all = dict.fromkeys(("get", *more), status)
    return Route(path, open_to_all, open_to_all)


def door(path: str, guest: int = 404) -> Route:
    """A stranger is sent to the door; a guest of another project gets this status."""
    return Route(path, {"get": 302}, {"get": guest})


TABLE: Mapping[str, Route] = {
    r"/workbook/static/([0-9a-f]{16})/([a-z.]+)$": public(f"/workbook/static/{STYLE}"),
    r"/login$": public("/login", 403),
    r"/join$": public("/join"),
    r"/voila/files/(.*)$": Route("/voila/files/app.ipynb"),
    r"/voila/templates/(.*)$": Route("/voila/templates/workbook/index.html.j2"),
    r"/healthz$": public("/healthz"),
    r"/metrics$": Route("/metrics"),
    r"/room/?$": door("/room/", 200),
    r"/room/all/state$": door("/room/all/state", 200),
    r"/room/join$": public("/room/join"),
    f"{ROOM}$": public("/room/CODE"),
    f"{ROOM}/state$": public("/room/CODE/state"),
    f"{ROOM}/join$": Route("/room/CODE/join"),
    f"{ROOM}/answer$": Route("/room/CODE/answer"),
    f"{ROOM}/events$": Route("/room/CODE/events"),
    f"{ROOM}/lead$": door("/room/CODE/lead"),
    f"{ROOM}/screen$": door("/room/CODE/screen"),
    f"{ROOM}/lead/state$": door("/room/CODE/lead/state"),
    f"{ROOM}/lead/act$": door("/room/CODE/lead/act"),
    f"{ROOM}/lead/settle$": door("/room/CODE/lead/settle"),
    f"{ROOM}/lead/teams$": door("/room/CODE/lead/teams"),
    f"{ROOM}/lead/teams/link$": Route("/room/CODE/lead/teams/link", {"get": 302}),
    f"{ROOM}/lead/events$": door("/room/CODE/lead/events"),
    f"{ROOM}/join.svg$": door("/room/CODE/join.svg"),
    f"{ROOM}/cards$": door("/room/CODE/cards"),
    f"{ROOM}/card/([0-9]{{1,3}})$": door("/room/CODE/card/1"),
    f"{ROOM}/(answers.csv|summary.html)$": door("/room/CODE/answers.csv"),
    f"/api/kernels/{KERNEL}$": Route("/api/kernels/KERNEL"),
    f"/api/kernels/{KERNEL}/channels$": Route("/api/kernels/KERNEL/channels"),
    r"/voila/static/(.*)$": public("/voila/static/voila.js", 200, "head"),
    r"/voila/api/themes/(.*)$": Route("/voila/api/themes/x/index.css"),
    r"/voila/api/shutdown/(.*)$": Route("/voila/api/shutdown/KERNEL"),
    r"/voila/labextensions/(.*)$": Route("/voila/labextensions/x/package.json"),
    r"/(.*)$": door("/", 200),
}


@dataclass(frozen=True)
class Standing:
    """A server with a project that two visitors know nothing of: its room, its kernel, and who owns them."""

    served: Served
    owner: Leader
    guest: Visitor
    kernel: str
    project: str

    @property
    def routes(self) -> dict[str, list[str]]:
        return {pattern: own for pattern, _, own in json.loads((self.served.folder / "routes.json").read_text())}

    def path(self, route: Route) -> str:
        return route.path.replace("CODE", self.owner.code).replace("KERNEL", self.kernel)

    def stranger(self) -> Visitor:
        return Visitor(self.served.base.rstrip("/"))


@pytest.fixture(scope="module")
def standing(tmp_path_factory) -> Iterator[Standing]:
    folder = tmp_path_factory.mktemp("routes")
    with (
        serving(folder, program=PROGRAM, WORKBOOK_ROUTES=str(folder / "routes.json")) as served,
        closing(open_repository(f"sqlite:///{folder / 'record.db'}")) as record,
    ):
        base, who = served.base.rstrip("/"), current_person()
        other = record.create_project("Other", who)
        project = record.create_project(SECRET, who)
        owner, guest = Leader(base), Visitor(base)
        owner.come_in_by(served.address)
        owner.begin()
        assert guest.come_in(record.invite(other, who, "Guest of another project", "viewer").code).status == 200
        kernel = owner.open_app(f"/?project={project}")
        yield Standing(served, owner, guest, kernel, project)


def asked(standing: Standing, who: Visitor, route: Route, method: str, **headers: str) -> Answer:
    data = b"{}" if method in CHANGING else None
    return who.ask(standing.path(route), method.upper(), data=data, **headers)


def test_the_table_names_every_route_and_no_other(standing):
    assert set(standing.routes) == set(TABLE), "say in TABLE what is open to whom"


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("pattern", TABLE)
def test_a_stranger_gets_what_is_public_and_no_more(standing, pattern, method):
    route = TABLE[pattern]
    answer = asked(standing, standing.stranger(), route, method)
    if method == "options" and answer.status in (200, 204):
        assert answer.body == b"" and "Access-Control-Allow-Origin" not in answer.headers
    elif method in route.stranger:
        assert answer.status == route.stranger[method]
        if answer.status == 302:
            assert answer.headers["Location"].startswith("/login")
    else:
        assert answer.status in REFUSED or (answer.status == 302 and answer.headers["Location"].startswith("/login"))
    told_nothing(standing, answer)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("pattern", TABLE)
def test_a_guest_of_another_project_gets_nothing_of_this_one(standing, pattern, method):
    route = TABLE[pattern]
    mark = standing.guest.cookie("_xsrf") or ""
    answer = asked(standing, standing.guest, route, method, X_XSRFToken=mark)
    if method == "options" and answer.status in (200, 204):
        assert answer.body == b""
    elif method in route.guest:
        assert answer.status == route.guest[method]
    else:
        assert answer.status in REFUSED
    told_nothing(standing, answer)


def told_nothing(standing: Standing, answer: Answer) -> None:
    """Nothing of the project or its kernel beyond the name that was asked for; no trace of a mistake of ours."""
    told = answer.body.replace(f"Kernel does not exist: {standing.kernel}".encode(), b"")
    for hidden in (SECRET, standing.kernel, standing.project, "Traceback", str(standing.served.folder)):
        assert hidden.encode() not in told


@pytest.mark.parametrize("method", CHANGING)
@pytest.mark.parametrize("pattern", TABLE)
def test_nothing_is_changed_without_the_mark_of_our_page(standing, pattern, method):
    """Another site can send our cookies, though a browser does not let it; it cannot know the mark."""
    before = standing.owner.lead()["version"]
    assert asked(standing, standing.owner, TABLE[pattern], method).status in REFUSED
    assert standing.owner.lead()["version"] == before
    assert standing.owner.ask(f"/api/kernels/{standing.kernel}").status == 200


@pytest.mark.parametrize("pattern", [one for one in TABLE if "events" not in one])
def test_another_site_reads_nothing_and_frames_nothing(standing, pattern):
    """Streams aside: who may listen is asked above."""
    answer = asked(standing, standing.owner, TABLE[pattern], "get", Origin="https://evil.example")
    assert "evil" not in str(answer.headers.get("Access-Control-Allow-Origin", "")) and answer.status < 500
    if answer.status == 200 and "html" in answer.headers.get("Content-Type", ""):
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


RAW = (
    b"GET /\x1b[2J\x1b]0;hacked\x07 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nX-Name: \x1b[31mhacked\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 2**20 + b"\r\n\r\n",
    b"GET /" + b"a" * 2**20 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"POST /room/all/state HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n",
    b"POST /room/all/state HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\nzzzz\r\n",
    b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: a\r\n" % place for place in range(20_000)) + b"\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03hacked",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    b"GET /room/BCDFG%00%0d%0aSet-Cookie:hacked=1 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /login?next=%0d%0aX-Hacked:1 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nCookie: " + b"; ".join(b"a%d=b" % place for place in range(3000)) + b"\r\n\r\n",
)


@pytest.mark.parametrize("place", range(len(RAW)))
def test_a_request_that_is_none_breaks_nothing(standing, place):
    host, port = re.search(r"//([^:]+):(\d+)", standing.served.base).groups()
    with socket.create_connection((host, int(port)), timeout=20) as line:
        line.settimeout(20)
        try:
            line.sendall(RAW[place])
            line.shutdown(socket.SHUT_WR)
            heard = line.recv(65536)
        except OSError:  # it hung up, which is an answer
            heard = b""
    assert b"\r\nSet-Cookie: hacked" not in heard and b"\r\nX-Hacked" not in heard
    assert not heard or re.match(rb"HTTP/1\.[01] (302|400|403|404|405|413|414|431|501|505) ", heard), heard[:100]
    assert standing.stranger().ask("/healthz").text == "fine\n"


def test_the_log_of_the_server_steers_no_terminal_and_names_nobody(standing):
    from tests.attacks import steering_in

    log = (standing.served.folder / "server.log").read_text("utf-8", "replace")
    assert steering_in(log) == [] and SECRET not in log
    assert "Traceback" not in log, "the page of an error failed itself, or a request found a mistake"
