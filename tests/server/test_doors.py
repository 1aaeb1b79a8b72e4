"""Who gets in, what is closed, what a kernel may know, and that nothing is left running."""

from __future__ import annotations

import json
import os
import time
import urllib.error
import urllib.request

import pytest

from tests.browser import Served, browsing, serving
from workbook.server.environment import kernel_environment

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    secrets = {"MY_DB_PASSWORD": "hunter2", "AWS_SECRET_ACCESS_KEY": "abc", "SOME_URL": "https://me:pw@host/x"}
    with serving(tmp_path_factory.mktemp("doors"), **secrets) as running:
        yield running


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def ask(served: Served, path: str, method: str = "GET"):
    request = urllib.request.Request(served.base.rstrip("/") + path, method=method)
    try:
        with urllib.request.build_opener(Stay).open(request, timeout=30) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()


@pytest.mark.parametrize(
    "path",
    ["/", "/?token=wrong", "/voila/render/app.ipynb", "/voila/tree", "/api/kernels", "/api/kernels/00000000-0000-0000-0000-000000000000",
     "/voila/api/contents/", "/lab", "/tree", "/00_start.ipynb", "/../../etc/passwd"],
)  # fmt: skip
def test_without_the_token_nothing_is_shown(served, path):
    status, _, body = ask(served, path)
    assert status in (302, 401, 403, 404)
    assert b"Consumer loans" not in body and b"kernelId" not in body


@pytest.mark.parametrize("path", ["/voila/files/app.ipynb", "/voila/files/logo.png", "/voila/files/../workbook/cli.py"])
def test_file_routes_are_closed(served, path):
    assert ask(served, path)[0] == 404


def test_the_closed_door_says_how_to_come_in(served):
    status, _, body = ask(served, "/login")
    assert status == 403 and b"address from the terminal" in body


def test_it_listens_on_this_machine_only(served):
    import psutil

    bound = [
        one.laddr.ip for one in psutil.Process(served.process.pid).net_connections() if one.status == psutil.CONN_LISTEN
    ]
    assert bound and set(bound) == {"127.0.0.1"}


def test_public_files_are_cached_for_ever_and_compressed(served):
    with browsing() as page:
        page.goto(served.address)
        page.wait_for_selector(".wb-stage", state="attached")
        assets = page.evaluate(
            "performance.getEntriesByType('resource').map((entry) => entry.name).filter((name) => name.includes('/workbook/static/'))"
        )
    assert len(assets) >= 3
    for address in assets:
        request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            assert "immutable" in answer.headers["Cache-Control"] and answer.headers["Content-Encoding"] == "gzip"
    path = assets[0].split("/", 3)[3]
    mark = path.split("/")[2]
    assert ask(served, f"/{path.replace(mark, '0' * 16)}")[0] == 404


def test_headers_keep_the_page_to_itself(served):
    with browsing() as page:
        answer = page.goto(served.address)
        headers = answer.headers
    assert (
        "frame-ancestors 'none'" in headers["content-security-policy"]
        and "default-src 'self'" in headers["content-security-policy"]
    )
    assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "no-referrer"


def test_the_cookie_is_out_of_reach_of_scripts(served):
    with browsing() as page:
        page.goto(served.address)
        page.wait_for_selector(".wb-stage", state="attached")
        login = [one for one in page.context.cookies() if one["name"].startswith("username")]
        assert login and all(one["httpOnly"] for one in login)
        assert "username" not in page.evaluate("document.cookie")


def test_kernels_know_no_secret(served, tmp_path):
    """The environment of a running kernel, read from the outside."""
    with browsing() as page:
        page.goto(served.address)
        page.wait_for_selector(".wb-stage", state="attached")
        environment = served.kernels()[-1].environ()
    told = json.dumps(environment)
    token = served.address.split("token=")[1]
    assert token not in told and "hunter2" not in told and "AWS_SECRET" not in told and "me:pw@" not in told
    assert environment["WORKBOOK_DB"].startswith("sqlite:")


def test_a_closed_page_leaves_no_kernel(served):
    before = served.children()  # other tests ended their browser without closing the page
    with browsing() as page:
        page.goto(served.address)
        page.wait_for_selector(".wb-stage", state="attached")
        assert served.children() == before + 1
        page.close(run_before_unload=True)
        deadline = time.monotonic() + 20
        while served.children() > before and time.monotonic() < deadline:
            time.sleep(0.2)
        assert served.children() == before


@pytest.mark.parametrize("name", ["JUPYTER_TOKEN", "DB_PASSWORD", "GITHUB_TOKEN", "MY_SECRET", "OPENAI_API_KEY"])
def test_names_of_secrets_are_kept_back(name):
    assert name not in kernel_environment({name: "x", "PATH": "/bin"})


def test_a_database_address_with_a_password_is_kept_back():
    assert "WORKBOOK_DB" not in kernel_environment({"WORKBOOK_DB": "postgresql://me:pw@host/db"})


def test_the_server_ends_with_its_kernels(tmp_path):
    import psutil

    with serving(tmp_path) as running, browsing() as page:
        page.goto(running.address)
        page.wait_for_selector(".wb-stage", state="attached")
        children = psutil.Process(running.process.pid).children(recursive=True)
        running.process.terminate()
        running.process.wait(20)
    _, alive = psutil.wait_procs(children, timeout=30)
    assert not alive and running.process.returncode is not None
    assert os.path.exists(tmp_path / "record.db")  # noqa: PTH110
