"""Two people and a stranger on a real server: who comes in, whose kernel is whose, and when it ends."""

from __future__ import annotations

import os
import stat
import time
import uuid

import psutil
import pytest

from tests.browser import browsing, open_stage, serving
from tests.server.visiting import Visitor
from workbook.errors import NotAllowed
from workbook.project import Person, current_person, open_repository
from workbook.server.forking.owner import SWITCH

pytestmark = pytest.mark.slow
SHARED = ("--share", "--host", "127.0.0.1")


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("shared"), arguments=SHARED) as running:
        yield running


@pytest.fixture(scope="module")
def record(served):
    repository = open_repository(f"sqlite:///{served.folder / 'record.db'}")
    yield repository
    repository.close()


@pytest.fixture(scope="module")
def project_id(record):
    return record.projects(current_person())[0].id


@pytest.fixture
def guest(served, record, project_id):
    """Invite somebody and let them in."""

    def invite(permission="viewer"):
        name = f"{permission} {uuid.uuid4().hex[:6]}"
        invited = record.invite(project_id, current_person(), name, permission)
        visitor = Visitor(served.base.rstrip("/"))
        assert visitor.come_in(invited.code).status == 200
        visitor.person, visitor.code = invited.person, invited.code
        return visitor

    return invite


@pytest.fixture
def stranger(served):
    return Visitor(served.base.rstrip("/"))


def kernels(served):
    return {one.pid for one in served.kernels()}


def within(seconds, true):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.2)


CLOSED = (
    ("GET", "/"), ("GET", "/?token=wrong"), ("GET", "/?project=Consumer%20loans"), ("GET", "/app.ipynb"), ("POST", "/"), ("PUT", "/x"),
    ("GET", "/api/kernels"), ("POST", "/api/kernels"), ("GET", "/api/kernels/{id}"), ("DELETE", "/api/kernels/{id}"), ("PATCH", "/api/kernels/{id}"),
    ("POST", "/api/kernels/{id}/interrupt"), ("POST", "/api/kernels/{id}/restart"), ("GET", "/api/kernels/{id}/channels"),
    ("POST", "/voila/api/shutdown/{id}"), ("GET", "/voila/api/shutdown/{id}"), ("GET", "/voila/render/app.ipynb"), ("GET", "/voila/tree"),
    ("GET", "/voila/api/contents/"), ("GET", "/voila/query/{id}"), ("GET", "/voila/execution/{id}"), ("GET", "/voila/files/app.ipynb"),
    ("GET", "/api/me"), ("GET", "/api/contents"), ("GET", "/api/sessions"), ("GET", "/api/terminals"), ("GET", "/files/app.ipynb"), ("GET", "/lab"),
    ("GET", "/logout"), ("GET", "/metrics"), ("GET", "/voila/templates/../../app.py"), ("GET", "/voila/static/../../../app.py"),
    ("GET", "/voila/labextensions/../../../../etc/passwd"), ("GET", "/voila/api/themes/../../../../etc/passwd"),
)  # fmt: skip


@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_without_a_cookie_every_route_is_closed(served, guest, stranger, method, path):
    """A kernel runs, so that there is something to be found."""
    known = getattr(served.process, "known", None)
    if known is None:
        known = served.process.known = guest().open_app()
    before = len(kernels(served))
    answer = stranger.ask(path.replace("{id}", known), method, data=b"" if method in ("POST", "PUT", "PATCH") else None)
    assert answer.status in (302, 400, 403, 404, 405), answer.status
    if answer.status == 302:
        assert answer.headers["Location"].startswith("/login")
    for hidden in (b"Consumer loans", b"execution_state", b"kernelId", known.encode(), b"root:"):
        assert hidden not in answer.body
    assert not any(name.startswith("username") for name in (one.name for one in stranger.jar))
    assert len(kernels(served)) == before


def test_a_link_lets_in_and_leaves_no_code_behind(served, record, project_id):
    code = record.invite(project_id, current_person(), "Linked", "viewer").code
    visitor = Visitor(served.base.rstrip("/"))
    answer = visitor.come_in(code)
    assert answer.status == 200 and 'content="0;url=/"' in answer.text and code not in answer.text
    (cookie,) = [one for one in answer.headers.get_all("Set-Cookie") if one.startswith("username")]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and code not in cookie
    assert answer.headers["Referrer-Policy"] == "no-referrer" and answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    visitor.open_app()


@pytest.mark.browser
def test_a_guest_sees_their_name_and_no_other_project(served, record, project_id):
    other = record.create_project("Somebody else's", Person("eve", "Eve"))
    invited = record.invite(project_id, current_person(), "Robin Guest", "contributor")
    with browsing() as page:
        page.goto(f"{served.base}join?code={invited.code}")
        page.wait_for_selector(".wb-stage", state="attached")
        assert page.url.startswith(served.base) and invited.code not in page.url + page.evaluate("document.referrer")
        page.get_by_text("Robin Guest").first.wait_for()
        open_stage(page, "start")
        page.get_by_label("Begin another project").fill("Mine")
        page.get_by_role("button", name="Begin").click()
        page.get_by_text("begins no project of their own").wait_for()
        for wanted in (other, "Somebody else's", "nonsense"):
            page.goto(f"{served.base}?project={wanted}#start")
            page.get_by_text("cannot be opened").wait_for()
            assert "Eve" not in page.locator("body").inner_text()
    assert [one.name for one in record.projects(invited.person)] == ["Consumer loans"]


def test_a_kernel_is_there_for_its_owner_only(served, guest, stranger):
    robin, ines, nothing = guest("contributor"), guest("owner"), str(uuid.uuid4())
    theirs = robin.open_app()
    ines.open_app()
    owner = Visitor(served.base.rstrip("/"))
    owner.ask(f"/?{served.address.split('?')[1]}")
    owner.open_app()
    assert robin.ask(f"/api/kernels/{theirs}").status == 200 and robin.websocket(theirs) == 101
    for other in (ines, owner):
        for act in (
            lambda who, kernel: who.ask(f"/api/kernels/{kernel}"),
            lambda who, kernel: who.change(f"/api/kernels/{kernel}", "DELETE"),
            lambda who, kernel: who.change(f"/voila/api/shutdown/{kernel}", "POST"),
            lambda who, kernel: who.change(f"/api/kernels/{kernel}/interrupt", "POST"),
            lambda who, kernel: who.change(f"/api/kernels/{kernel}/restart", "POST"),
        ):
            known, unknown = act(other, theirs), act(other, nothing)
            assert known.status == unknown.status in (404, 405), known.status
            assert known.text.replace(theirs, "") == unknown.text.replace(nothing, ""), "they cannot be told apart"
        assert other.websocket(theirs) == other.websocket(nothing) == 404
    assert stranger.websocket(theirs) == 403
    assert robin.ask(f"/api/kernels/{theirs}").status == 200, "nobody ended it"
    assert robin.change(f"/voila/api/shutdown/{theirs}", "POST").status == 204
    assert robin.ask(f"/api/kernels/{theirs}").status == 404


def test_another_site_cannot_act_for_a_guest(guest):
    robin = guest()
    kernel = robin.open_app()
    evil = "https://evil.example"
    assert robin.websocket(kernel, Origin=evil) == 403
    assert robin.change(f"/voila/api/shutdown/{kernel}", "POST", Origin=evil).status == 404
    assert robin.ask(f"/voila/api/shutdown/{kernel}", "POST", data=b"").status == 403, "without the mark of our page"
    assert robin.ask(f"/api/kernels/{kernel}").status == 200


def test_what_the_system_shows_of_a_forked_kernel_holds_no_secret(served, guest):
    before = kernels(served)
    robin = guest()
    robin.open_app()
    (kernel,) = kernels(served) - before
    told = str(psutil.Process(kernel).environ())
    token = served.address.split("token=")[1]
    assert not any(one in told for one in (robin.person.id, robin.code, token, "WORKBOOK_TICKET"))


def test_an_ordinary_kernel_is_told_by_a_used_ticket_whose_it_is(tmp_path):
    with serving(tmp_path, arguments=SHARED, **{SWITCH: "off"}) as other:
        record = open_repository(f"sqlite:///{tmp_path / 'record.db'}")
        robin = Visitor(other.base.rstrip("/"))
        invited = record.invite(record.projects(current_person())[0].id, current_person(), "Robin", "viewer")
        robin.come_in(invited.code)
        robin.open_app("/?other=nonsense-in-the-address")
        (kernel,) = other.kernels()
        environment = kernel.environ()
        told = str(environment)
        hidden = (invited.person.id, invited.code, "nonsense-in-the-address", other.address.split("token=")[1])
        assert not any(one in told for one in hidden)
        with pytest.raises(NotAllowed):
            record.redeem_ticket(environment["WORKBOOK_TICKET"])
        record.close()


def test_taking_access_back_ends_session_and_kernel(served, record, project_id, guest):
    before = kernels(served)
    robin = guest("contributor")
    kernel = robin.open_app()
    mine = kernels(served) - before
    assert len(mine) == 1
    record.revoke(project_id, current_person(), robin.person.id)
    assert robin.ask("/").status == 302 and robin.websocket(kernel) == 403
    assert robin.ask(f"/api/kernels/{kernel}").status == 403
    within(20, lambda: not mine & kernels(served))
    assert robin.come_in(robin.code).status == 403


def test_another_permission_begins_with_another_kernel(served, record, project_id, guest):
    robin = guest("contributor")
    kernel = robin.open_app()
    record.change_permission(project_id, current_person(), robin.person.id, "viewer")
    within(20, lambda: robin.ask(f"/api/kernels/{kernel}").status == 404)
    robin.open_app()


def test_a_new_link_ends_the_session_of_the_old(record, project_id, guest):
    robin = guest()
    code = record.renew(project_id, current_person(), robin.person.id).code
    assert robin.ask("/").status == 302
    assert robin.come_in(robin.code).status == 403 and robin.come_in(code).status == 200
    robin.open_app()


@pytest.mark.parametrize(
    "spoil", [lambda text: text[:-2], lambda text: text.replace("|", "|x", 1), lambda _: "x" * 4000]
)
def test_a_changed_cookie_is_nobody(guest, spoil):
    robin = guest()
    for one in robin.jar:
        if one.name.startswith("username"):
            one.value = '"' + spoil(one.value.strip('"')) + '"'
    assert robin.ask("/").status == 302


def test_headers_that_name_somebody_are_not_believed(served, stranger):
    claims = {"X_Forwarded_User": current_person().id, "X_Remote_User": "root", "Remote_User": "root", "X_Forwarded_For": "127.0.0.1",
              "X_Workbook_Proxy_Secret": "", "Authorization": "token wrong", "X_Forwarded_Proto": "https", "Host": "evil.example"}  # fmt: skip
    answer = stranger.ask("/", **claims)
    assert answer.status == 302 and not list(stranger.jar)


def test_what_is_watched_names_nobody(served, guest, stranger):
    robin = guest()
    robin.open_app()
    assert stranger.ask("/healthz").text == "fine\n"
    assert stranger.ask("/metrics").status == 404 and robin.ask("/metrics").status == 404
    token = served.address.split("token=")[1]
    answer = stranger.ask("/metrics", Authorization=f"Bearer {token}")
    numbers = dict(line.rsplit(" ", 1) for line in answer.text.splitlines() if line and not line.startswith("#"))
    assert float(numbers["workbook_kernels"]) == len(kernels(served)) >= 1
    assert float(numbers["workbook_memory_bytes"]) > 50e6 and float(numbers["workbook_errors_total"]) == 0
    assert float(numbers["workbook_record_write_seconds_count"]) >= 1
    assert robin.person.name not in answer.text and robin.person.id not in answer.text


@pytest.mark.skipif(os.name != "posix", reason="modes of files are those of POSIX")
def test_the_secret_of_the_cookies_is_private_and_outlives_the_server(served, tmp_path):
    (secret,) = served.folder.rglob("cookie-secret")
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    with serving(tmp_path, arguments=SHARED) as first:
        repository = open_repository(f"sqlite:///{tmp_path / 'record.db'}")
        project_id = repository.projects(current_person())[0].id
        port = first.base.split(":")[2].strip("/")
        robin, owner = Visitor(first.base.rstrip("/")), Visitor(first.base.rstrip("/"))
        robin.come_in(repository.invite(project_id, current_person(), "Robin").code)
        owner.ask(f"/?{first.address.split('?')[1]}")
        owner.open_app()
    with serving(tmp_path, arguments=(*SHARED, "--port", port)):
        robin.open_app()
        assert owner.ask("/").status == 302, "the owner's session ends with the token that the terminal printed"
    repository.close()


def test_a_link_in_a_mail_finds_the_session(guest, stranger):
    """What a browser does: no cookie with the first request, as it comes from another site; then our page asks."""
    robin = guest()
    first = stranger.ask("/?project=x", Sec_Fetch_Site="cross-site")
    assert first.status == 302 and first.headers["Location"] == "/login?next=%2F%3Fproject%3Dx"
    page = stranger.ask(first.headers["Location"], Sec_Fetch_Site="cross-site")
    assert page.status == 403 and 'content="0;url=/?project=x"' in page.text
    robin.open_app("/?project=x")
    again = stranger.ask(first.headers["Location"], Sec_Fetch_Site="same-origin")
    assert "refresh" not in again.text and "type its code" in again.text, "it does not go round in circles"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example",
        "//evil.example",
        "/%5Cevil.example",
        "javascript:alert(1)",
        "",
        "/%0Aevil",
        '/"><script>x',
    ],
)
def test_nobody_is_led_elsewhere(stranger, elsewhere):
    page = stranger.ask(f"/login?next={elsewhere.replace(' ', '%20')}", Sec_Fetch_Site="cross-site")
    assert "evil" not in page.text and "<script>" not in page.text and "javascript" not in page.text
