"""Behind a real JupyterHub: who logs in there is that person here, in the browser and in JupyterLab, and nobody else."""

from __future__ import annotations

import asyncio
import json
import re
import time
import urllib.parse
import uuid

import pytest

from tests.browser import browsing, open_stage
from tests.server.hubs import APP, PASSWORD, Somebody, hub_running
from tests.server.visiting import Visitor
from tests.server.walking import enter
from workbook.project import Person, open_repository
from workbook.scoping.answers import ScopingAnswers

pytestmark = [pytest.mark.slow, pytest.mark.postgres]


@pytest.fixture(scope="module")
def database(server):
    return server.new_database()


@pytest.fixture(scope="module")
def hub(tmp_path_factory, database):
    with hub_running(tmp_path_factory.mktemp("hub"), database) as running:
        yield running


@pytest.fixture(scope="module")
def record(hub, database):
    repository = open_repository(database)
    yield repository
    repository.close()


@pytest.fixture
def somebody(hub):
    """Somebody new who has logged in at the Hub."""

    def log_in(name=""):
        one = Somebody(hub.base)
        one.name = name or f"p{uuid.uuid4().hex[:8]}"
        assert one.log_in(one.name).status == 302
        one.person = Person(one.name, one.name)
        return one

    return log_in


@pytest.fixture
def stranger(hub):
    return Somebody(hub.base)


def within(seconds, true):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.3)


def own_project(record, who):
    (found,) = record.projects(who.person)
    return found.id


@pytest.mark.parametrize(
    "path",
    [
        "",
        "?project=Consumer%20loans",
        "?token=x",
        "api/kernels/00000000-0000-0000-0000-000000000000",
        "room/",
        "app.ipynb",
    ],
)
def test_whoever_has_not_logged_in_is_sent_to_the_hub_and_sees_nothing(hub, stranger, path):
    before = hub.kernels()
    answer = stranger.follow(APP + path)
    assert answer.status in (200, 403)
    if answer.status == 200:
        assert stranger.trail[-1].startswith("/hub/login?next=") and "password" in answer.text
    assert "Consumer loans" not in answer.text and "kernelId" not in answer.text
    assert hub.kernels() == before


def test_whoever_logs_in_is_that_person_and_what_they_write_bears_their_name(hub, record, somebody):
    ines = somebody()
    kernel = ines.open_workbook()
    assert ines.trail[-1] == APP and any(one.startswith(f"{APP}oauth_callback?") for one in ines.trail)
    assert Somebody(hub.base + APP.rstrip("/"), ines.jar).websocket(kernel) == 101
    entries = record.log(own_project(record, ines), ines.person)
    assert entries and {one.person for one in entries} == {ines.person}
    assert record.verify(own_project(record, ines)).ok


@pytest.mark.browser
def test_an_answer_typed_in_the_browser_bears_the_name_of_the_hub(hub, record):
    name = f"rosa{uuid.uuid4().hex[:6]}"
    with browsing() as page:
        page.goto(hub.base + APP)
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_selector(".wb-stage", state="attached")
        assert page.url.startswith(hub.base + APP)
        page.get_by_text(name).first.wait_for()
        open_stage(page, "scoping")
        enter(page, "decision", "Too many good payers are refused")
        page.get_by_text("Saved").first.wait_for()
        project_id = record.projects(Person(name, name))[0].id

        def saved():
            kept = record.record(project_id, Person(name, name)).answers["scoping"].get("decision")
            return kept is not None and kept.value == "Too many good payers are refused" and kept.person.id == name

        within(20, saved)
        assert page.evaluate("document.cookie").count("_xsrf") == 1
        page.get_by_role("link", name="Workshop").click()
        page.get_by_role("button", name=re.compile("Open a room|Open")).first.wait_for()
        assert page.url == f"{hub.base}{APP}room/"


def test_two_people_have_a_kernel_each_and_neither_is_there_for_the_other(hub, somebody):
    ines, rita = somebody(), somebody()
    theirs, mine = ines.open_workbook(), rita.open_workbook()
    assert ines.ask(f"{APP}api/kernels/{theirs}").status == rita.ask(f"{APP}api/kernels/{mine}").status == 200
    assert rita.ask(f"{APP}api/kernels/{theirs}").status == 404
    assert Somebody(hub.base + APP.rstrip("/"), rita.jar).websocket(theirs) == 404
    assert rita.send(APP, f"voila/api/shutdown/{theirs}").status == 404
    assert ines.ask(f"{APP}api/kernels/{theirs}").status == 200


CLAIMS = {
    "X_Forwarded_User": "ines", "X_Remote_User": "ines", "Remote_User": "ines", "X_Forwarded_For": "127.0.0.1", "X_Workbook_Proxy_Secret": "",
    "Authorization": "token wrong", "X_Forwarded_Proto": "https", "X_Jupyterhub_User": "ines",
}  # fmt: skip


def test_headers_and_tokens_make_nobody_anybody_through_the_proxy_or_past_it(hub, somebody):
    ines = somebody()
    ines.open_workbook()
    for base in (hub.base, hub.direct):
        answer = Visitor(base).ask(APP, **CLAIMS)
        assert answer.status == 302 and answer.headers["Location"].startswith(f"{APP}login")
        token = next(one.value for one in ines.jar if one.name == "jupyterhub-hub-login")
        assert Visitor(base).ask(f"{APP}?token={urllib.parse.quote(token)}").status == 302
        assert Visitor(base).ask(APP, Authorization=f"Bearer {token}").status == 302
    rita = somebody()
    rita.open_workbook(f"{APP}?user={ines.name}&person={ines.name}")
    kernel = rita.open_workbook()
    assert ines.ask(f"{APP}api/kernels/{kernel}").status == 404, "what the claims opened is not theirs"
    answer = rita.ask(APP, **(CLAIMS | {"X_Forwarded_User": ines.name}))
    assert answer.status == 200
    claimed = re.search(r'kernelId"?\s*[:=]\s*"([^"]+)"', answer.text).group(1)
    assert rita.ask(f"{APP}api/kernels/{claimed}").status == 200
    assert ines.ask(f"{APP}api/kernels/{claimed}").status == 404


def session_cookie(one):
    return next(cookie for cookie in one.jar if cookie.name.startswith("username"))


@pytest.mark.parametrize("spoil", ["cut", "changed", "of the Hub", "made up"])
def test_a_cookie_that_we_did_not_make_is_nobody(hub, somebody, spoil):
    ines = somebody()
    ines.open_workbook()
    cookie = session_cookie(ines)
    before = cookie.value
    theirs = next(one.value for one in ines.jar if one.name == "jupyterhub-hub-login")
    cookie.value = {
        "cut": before[:-3] + '"',
        "changed": before.replace("|", "|x", 1),
        "of the Hub": theirs,
        "made up": json.dumps({"hub": "x"}),
    }[spoil]
    assert ines.ask(APP).status == 302
    cookie.value = before
    assert ines.ask(APP).status == 200


@pytest.mark.parametrize("query", ["", "?code=x", "?code=x&state=y", "?state=y", "?error=denied"])
def test_nobody_comes_in_by_a_made_up_end_of_a_login(stranger, query):
    answer = stranger.ask(f"{APP}oauth_callback{query}")
    assert answer.status in (400, 403) and "This does not work" in answer.text
    assert not [one for one in stranger.jar if one.name.startswith("username")]


def test_a_login_that_was_begun_elsewhere_does_not_end_here(somebody):
    """Somebody sends a victim the end of their own login, so that the victim would write under the wrong name."""
    attacker, victim = somebody(), somebody()
    victim.open_workbook()
    callback = attacker.led_to(attacker.led_to(f"{APP}login?next={APP}"))
    assert callback.startswith(f"{APP}oauth_callback?code=")
    before = session_cookie(victim).value
    assert victim.ask(callback).status == 403
    assert session_cookie(victim).value == before


@pytest.mark.parametrize("name", ["invited-0123456789abcdef", "account-ines"])
def test_a_login_that_looks_like_one_of_ours_is_nobody(hub, somebody, name):
    odd = somebody(name)
    answer = odd.ask(odd.led_to(odd.led_to(f"{APP}login?next={APP}")))
    assert odd.ask(APP).status == 302, answer.status
    assert "You are not let in here" in odd.follow(APP).text, "it does not go round in circles"


def test_logging_out_at_the_hub_ends_session_and_kernel(hub, somebody):
    ines = somebody()
    before = hub.kernels()
    kernel = ines.open_workbook()
    (mine,) = hub.kernels() - before
    old = [(one.name, one.value) for one in ines.jar]
    ines.log_out()
    assert ines.ask(APP).status == 302
    within(40, lambda: mine not in hub.kernels())
    assert "password" in ines.follow(APP).text
    kept = "; ".join(f"{name}={value}" for name, value in old)
    assert Visitor(hub.base).ask(APP, Cookie=kept).status == 302, "what was kept of the cookies is worth nothing"
    assert ines.ask(f"{APP}api/kernels/{kernel}").status in (302, 403)


def test_whoever_the_hub_removes_is_out_within_seconds(hub, somebody):
    ines = somebody()
    before = hub.kernels()
    ines.open_workbook()
    (mine,) = hub.kernels() - before
    assert hub.ask(f"/users/{ines.name}", "DELETE")[0] == 204
    within(40, lambda: mine not in hub.kernels())
    assert ines.ask(APP).status == 302


def test_no_cookie_of_ours_reaches_the_hub_and_no_secret_of_the_hub_a_page(hub, somebody):
    import psutil

    ines = somebody()
    before = hub.kernels()
    ines.open_workbook()
    ours = [one for one in ines.jar if one.name.startswith(("username", "workbook")) or one.path == APP]
    assert ours and all(one.path.startswith(APP) for one in ours)
    assert [one.path for one in ines.jar if one.name == "_xsrf"].count("/") == 0
    (mine,) = hub.kernels() - before
    told = str(psutil.Process(mine).environ())
    assert "JUPYTERHUB" not in told and "JPY_API_TOKEN" not in told


def test_what_is_open_without_a_login_and_what_is_watched(hub, stranger):
    assert stranger.ask(f"{APP}healthz").text == "fine\n"
    assert "Join a workshop" in stranger.ask(f"{APP}room/join").text, "people of a workshop need no account"
    for base in (hub.base, hub.direct):
        assert Visitor(base).ask(f"{APP}metrics").status == 404
        assert Visitor(base).ask(f"{APP}metrics", Authorization="Bearer  ").status == 404


@pytest.fixture(scope="module")
def dana(hub):
    """Somebody with a JupyterLab of their own, and a kernel in it."""
    one = Somebody(hub.base)
    one.name = "dana"
    assert one.log_in("dana").status == 302
    one.person = Person("dana", "dana")
    hub.start_server("dana")
    one.home = "/user/dana/"
    assert one.follow(f"{one.home}lab/tree/00_start.ipynb").status == 200
    begun = one.send(one.home, "api/kernels", data=b"{}", Content_Type="application/json")
    assert begun.status == 201, begun.text
    kernel = json.loads(begun.body)["id"]
    one.code = lambda code: asyncio.run(one.run(one.home, kernel, code))
    return one


def test_in_ones_own_jupyterlab_one_is_the_person_of_the_hub(record, dana):
    shown = dana.code(
        "from workbook import open_project\n"
        "from workbook.scoping.answers import ScopingAnswers\n"
        "desk = open_project()\n"
        "desk.store.update(ScopingAnswers, decision='Written in a notebook')\n"
        "print(desk.store.person.id, desk.store.record.name)"
    )
    assert shown.strip() == "dana Consumer loans"
    kept = record.record(own_project(record, dana), dana.person)
    assert kept.answers[ScopingAnswers.section]["decision"].person == dana.person
    names = json.loads(dana.ask(f"{dana.home}api/contents").body)
    assert {"00_start.ipynb", "room.ipynb"} <= {one["name"] for one in names["content"]}


def test_nobody_else_reaches_that_jupyterlab(hub, dana, somebody, stranger):
    rita = somebody()
    assert rita.follow(f"{dana.home}lab").status in (403, 404)
    assert rita.ask(f"{dana.home}api/contents").status in (302, 403)
    assert stranger.ask(f"{dana.home}api/contents").status in (302, 403)


def test_the_same_person_in_jupyterlab_and_in_the_browser(record, dana):
    dana.code("from workbook import open_project; open_project()")
    (before,) = record.projects(dana.person)
    dana.open_workbook()
    assert record.projects(dana.person) == (before,)


def test_an_invitation_of_a_colleague_is_used_as_oneself_and_ends_when_it_is_taken_back(hub, record, dana, somebody):
    dana.code("from workbook import open_project; open_project()")
    told = dana.code(
        "from workbook.cli import main; main(['invite', 'Consumer loans', '--name', 'Rita', '--role', 'contributor'])"
    )
    link = re.search(r"http\S+/join\?code=\S+", told).group(0)
    assert link.startswith(hub.base + APP)
    rita, other = somebody(), somebody()
    fresh = Somebody(hub.base)
    assert "password" in fresh.follow(link.removeprefix(hub.base)).text, "a code alone lets nobody in"
    before = hub.kernels()
    kernel = rita.open_workbook(link.removeprefix(hub.base))
    (mine,) = hub.kernels() - before
    project_id = own_project(record, dana)
    assert rita.trail[-1] == f"{APP}?project={project_id}"
    assert record.permission(project_id, rita.person) == "contributor"
    assert record.log(project_id, dana.person)[-1].person == rita.person
    assert "not known here" in other.follow(link.removeprefix(hub.base)).text
    assert record.projects(other.person) == ()
    dana.code(f"main(['people', 'Consumer loans', '--revoke', '{rita.name}'])")
    within(20, lambda: mine not in hub.kernels())
    assert rita.ask(f"{APP}api/kernels/{kernel}").status == 404
    rita.open_workbook()
    assert project_id not in {one.id for one in record.projects(rita.person)}
