"""The workbook behind Debian's nginx with the settings that we ship: what passes, and what must not."""

from __future__ import annotations

import asyncio
import base64
import json
import re
import subprocess
import urllib.request
from types import SimpleNamespace

import pytest
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from tests.browser import serving
from tests.room.attending import Attendee, Leader
from tests.server.hubs import free_ports
from tests.server.visiting import Stay, Visitor
from tests.server.webserver import ask_from, certificate_of, change, nginx, settings, web_server
from workbook.project import current_person, open_repository
from workbook.server.attempts import OF_ONE_ADDRESS

pytestmark = pytest.mark.slow
PASSWORDS = {"ines": "a password", "rita": "another one"}


@pytest.fixture(scope="module")
def behind(tmp_path_factory):
    """A shared workbook and nginx in front of it, as the unit and the settings have it."""
    nginx()
    folder = tmp_path_factory.mktemp("nginx")
    outside, inside, plain = free_ports(3)
    made = settings(folder, outside, inside, plain)
    environment = {
        "WORKBOOK_PROXIES": "127.0.0.1",
        "WORKBOOK_PROXY_SECRET_FILE": str(made / "proxy-secret"),
        "WORKBOOK_METRICS_TOKEN_FILE": str(made / "metrics-token"),
    }
    address = f"https://127.0.0.1:{outside}"
    shared = ("--share", "--host", "127.0.0.1", "--port", str(inside), "--address", address)
    with serving(folder, arguments=shared, **environment) as served, web_server(folder, made, outside) as base:
        record = open_repository(f"sqlite:///{folder / 'record.db'}")
        yield SimpleNamespace(
            base=base, served=served, made=made, folder=folder, outside=outside, inside=f"http://127.0.0.1:{inside}",
            plain=f"http://127.0.0.1:{plain}", record=record, token=served.address.split("token=")[1],
        )  # fmt: skip
        record.close()


@pytest.fixture
def guest(behind):
    def invite(role="viewer"):
        project_id = behind.record.projects(current_person())[0].id
        visitor = Visitor(behind.base)
        visitor.invited = behind.record.invite(
            project_id, current_person(), f"Guest {len(behind.record.members(project_id, current_person()))}", role
        )
        assert visitor.come_in(visitor.invited.code).status == 200
        return visitor

    return invite


@pytest.fixture
def stranger(behind):
    return Visitor(behind.base)


def test_the_page_is_served_over_tls_and_nowhere_else(behind, guest):
    assert "BEGIN CERTIFICATE" in certificate_of(behind.outside)
    answer = Visitor(behind.plain).ask("/?project=x")
    assert answer.status == 301 and answer.headers["Location"] == f"{behind.base}/?project=x"
    robin = guest()
    assert robin.open_app()
    answer = robin.ask("/healthz")
    assert answer.text == "fine\n" and answer.headers["Strict-Transport-Security"].startswith("max-age=")
    assert not re.search(r"\d", answer.headers["Server"]), "no version is told"
    cookies = {one.name: one for one in robin.jar}
    assert any(name.startswith("username") for name in cookies) and "workbook_place" in cookies
    assert all(one.secure for one in robin.jar if one.name != "_xsrf")


def test_the_owner_comes_in_by_the_address_of_the_terminal(behind):
    assert behind.served.address.startswith(f"{behind.base}/?token=")
    owner = Visitor(behind.base)
    assert owner.ask(f"/?token={behind.token}").status == 302
    owner.open_app()


def test_a_websocket_opens_and_carries_more_than_any_request_may(behind, guest):
    robin = guest()
    kernel = robin.open_app()
    assert robin.websocket(kernel) == 101
    assert robin.websocket(kernel, Origin="https://evil.example") == 403
    assert robin.websocket(kernel, Origin=behind.base) == 101
    assert Visitor(behind.base).websocket(kernel) == 403
    assert robin.change(f"/voila/api/shutdown/{'x' * 36}", "POST").status in (404, 405)
    assert robin.ask("/room/ABCDE/answer", "POST", b"x" * (2 * 2**20)).status == 413

    async def info(padding):
        cookies = "; ".join(f"{one.name}={one.value}" for one in robin.jar)
        address = behind.base.replace("http", "ws", 1) + f"/api/kernels/{kernel}/channels?session_id=x"
        line = await websocket_connect(
            HTTPRequest(address, headers={"Cookie": cookies}, validate_cert=False), max_message_size=2**26
        )
        header = {"msg_id": "1", "msg_type": "kernel_info_request", "username": "", "session": "x", "version": "5.3"}
        asked = {
            "header": header,
            "parent_header": {},
            "metadata": {"padding": padding},
            "content": {},
            "channel": "shell",
            "buffers": [],
        }
        await line.write_message(json.dumps(asked))
        while True:
            heard = json.loads(await line.read_message())
            if heard["msg_type"] == "kernel_info_reply":
                line.close()
                while await line.read_message() is not None:
                    pass
                return heard["parent_header"]["msg_id"]

    assert asyncio.run(info("x" * (8 * 2**20))) == "1"


def basic(name, password):
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


CLAIMS = {
    "X_Forwarded_User": "ines", "X_Workbook_Proxy_Secret": "guessed", "X_Remote_User": "ines", "X_Forwarded_For": "127.0.0.1", "X_Real_Ip": "127.0.0.1",
    "Forwarded": "for=127.0.0.1", "X_Forwarded_Proto": "http", "X_Forwarded_Host": "evil.example",
}  # fmt: skip


@pytest.mark.parametrize("more", [{}, {"Authorization": basic("ines", "x")}, {"X_Forwarded_User": current_person().id}])
def test_nobody_is_anybody_by_saying_so(behind, stranger, more):
    answer = stranger.ask("/", **(CLAIMS | more))
    assert answer.status == 302 and answer.headers["Location"].startswith("/login")
    secret = (behind.made / "proxy-secret").read_text().strip()
    assert stranger.ask("/", **(CLAIMS | more | {"X_Workbook_Proxy_Secret": secret})).status == 302, (
        "not even with the secret"
    )
    assert not [one for one in stranger.jar if one.name.startswith("username")]


@pytest.mark.parametrize(
    "path",
    ["/metrics", "/metrics/", "//metrics", "/%6detrics", "/metrics?x=1", "/x/../metrics", "/METRICS", "/metrics%20"],
)
def test_what_is_watched_is_not_open_to_outside(behind, stranger, path):
    watcher = (behind.made / "metrics-token").read_text().strip()
    for headers in ({}, {"Authorization": f"Bearer {behind.token}"}, {"Authorization": f"Bearer {watcher}"}):
        answer = stranger.ask(path, **headers)
        assert answer.status in (302, 404) and "workbook_" not in answer.text
    inside = Visitor(behind.inside)
    assert inside.ask("/metrics").status == 404, "asked by nginx it would look the same"
    assert "workbook_kernels " in inside.ask("/metrics", Authorization=f"Bearer {watcher}").text


def test_wrong_codes_of_one_address_do_not_hold_up_another(behind, guest):
    for _ in range(OF_ONE_ADDRESS):
        assert ask_from("127.0.0.2", behind.outside, "/join?code=wrong")[0] == 403
    assert ask_from("127.0.0.2", behind.outside, "/join?code=wrong")[0] == 429
    assert ask_from("127.0.0.2", behind.outside, "/join?code=wrong", X_Forwarded_For="127.0.0.9")[0] == 429
    assert ask_from("127.0.0.3", behind.outside, "/join?code=wrong")[0] == 403
    guest().open_app()


def test_no_code_and_no_token_stands_in_a_log_of_the_web_server(behind, guest):
    robin = guest()
    robin.ask(f"/?token={behind.token}x")
    together = "".join(one.read_text() for one in behind.folder.glob("*.log") if one.name != "server.log")
    assert '"GET /join" 200' in together
    assert robin.invited.code not in together and behind.token not in together and "code=" not in together


def test_news_of_a_workshop_arrive_as_they_happen(behind):
    leader = Leader(behind.base)
    leader.come_in_by(behind.served.address)
    leader.begin()
    someone = Attendee(behind.base, code=leader.code)
    assert someone.join().status == 200
    cookies = "; ".join(f"{one.name}={one.value}" for one in someone.jar)
    from tests.server.visiting import UNCHECKED

    opener = urllib.request.build_opener(Stay, urllib.request.HTTPSHandler(context=UNCHECKED))
    asked = urllib.request.Request(f"{behind.base}/room/{leader.code}/events", headers={"Cookie": cookies})
    with opener.open(asked, timeout=20) as stream:
        assert stream.headers["Content-Type"].startswith("text/event-stream")
        before = leader.lead()["version"]
        leader.act("ask", activity="premortem")
        heard = ""
        while f"[{before + 1}]" not in heard:
            line = stream.readline().decode()
            assert line, "the stream ended"
            heard += line
    assert someone.save({"text": "Nobody used it.", "sign": "No notes."}).status == 200


@pytest.fixture(scope="module")
def accounts(behind, tmp_path_factory):
    """The same settings with the three lines switched on that let nginx name people."""
    folder = tmp_path_factory.mktemp("accounts")
    (outside,) = free_ports(1)
    made = folder / "settings"
    made.mkdir()
    for one in behind.made.iterdir():
        (made / one.name).write_bytes(one.read_bytes())
    lines = []
    for name, password in PASSWORDS.items():
        hashed = subprocess.run(["openssl", "passwd", "-apr1", password], capture_output=True, text=True, check=True)
        lines.append(f"{name}:{hashed.stdout}")
    (made / "passwords").write_text("".join(lines))
    change(
        made,
        ("# auth_basic  ", "auth_basic  "),
        ("# auth_basic_user_file", "auth_basic_user_file"),
        ("# set $workbook_person", "set $workbook_person"),
        (str(behind.made), str(made)),
        (str(behind.outside), str(outside)),
        (str(behind.folder), str(folder)),
        (f"listen {behind.plain.removeprefix('http://')};", "listen 127.0.0.1:{};".format(*free_ports(1))),
    )
    with web_server(folder, made, outside) as base:
        yield base


def account(base, name):
    """Somebody whose browser knows a password."""

    class Knowing(Visitor):
        def ask(self, path, method="GET", data=None, **headers):
            return super().ask(path, method, data, **({"Authorization": basic(name, PASSWORDS[name])} | headers))

    return Knowing(base)


def test_who_has_a_password_is_that_person_and_nobody_else(behind, accounts):
    assert Visitor(accounts).ask("/").status == 401
    assert Visitor(accounts).ask("/", Authorization=basic("ines", "wrong")).status == 401
    assert Visitor(accounts).ask("/", Authorization=basic("ines", "wrong"), X_Forwarded_User="ines").status == 401
    ines, rita = account(accounts, "ines"), account(accounts, "rita")
    theirs, mine = ines.open_app(), rita.open_app("/", X_Forwarded_User="ines", X_Workbook_Proxy_Secret="x")
    assert ines.ask(f"/api/kernels/{theirs}").status == rita.ask(f"/api/kernels/{mine}").status == 200
    assert rita.ask(f"/api/kernels/{theirs}").status == ines.ask(f"/api/kernels/{mine}").status == 404
    assert ines.websocket(theirs, Authorization=basic("ines", PASSWORDS["ines"])) == 101


def test_a_colleague_comes_in_by_an_invitation_as_themselves(behind, accounts):
    owner = current_person()
    project_id = behind.record.projects(owner)[0].id
    code = behind.record.invite(project_id, owner, "Ines of Risk", "contributor").code
    ines, rita = account(accounts, "ines"), account(accounts, "rita")
    assert f"?project={project_id}" in ines.come_in(code).text
    assert "account-ines" in {one.person.id for one in behind.record.members(project_id, owner)}
    assert rita.come_in(code).status == 403
    assert Visitor(behind.base).come_in(code).status == 403, "nor does a guest without a password"
    assert "already" in ines.come_in(behind.record.invite(project_id, owner, "Ines again").code).text
    ines.open_app(f"/?project={project_id}")


def test_people_of_a_workshop_need_no_password(behind, accounts):
    leader = Leader(behind.base)
    leader.come_in_by(behind.served.address)
    leader.begin()
    someone = Attendee(accounts, code=leader.code)
    assert someone.join().status == 200
    leader.act("ask", activity="premortem")
    assert someone.save({"text": "Nobody used it.", "sign": "No notes."}).status == 200
    for closed in (
        f"/room/{leader.code}/lead",
        "/room/",
        f"/room/{leader.code}/answers.csv",
        f"/room/{leader.code}/card/1",
    ):
        assert someone.ask(closed).status == 401, closed
    page = someone.open()
    script = re.search(r'src="([^"]+room\.js)"', page.text).group(1)
    assert someone.ask(script).status == 200
