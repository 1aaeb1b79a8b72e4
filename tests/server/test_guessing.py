"""Servers in other settings: somebody guesses codes, a proxy stands in front, the connection is encrypted."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from tests.browser import serving
from tests.server.visiting import Visitor
from workbook.project import current_person, open_repository
from workbook.server.attempts import OF_ONE_ADDRESS
from workbook.server.serve import free_port

pytestmark = pytest.mark.slow
SHARED = ("--share", "--host", "127.0.0.1")
SECRET = "a-secret-of-the-proxy"


def record_of(served):
    repository = open_repository(f"sqlite:///{served.folder / 'record.db'}")
    return repository, repository.projects(current_person())[0].id


@pytest.mark.parametrize(
    "guess",
    [
        lambda who, place: who.come_in(f"AAAAA-BBBBB-CCCCC-{place:05d}"),
        lambda who, place: who.ask(f"/?token=guess{place}"),
        lambda who, place: who.ask("/", Authorization=f"token guess{place}"),
        lambda who, place: who.ask("/metrics", Authorization=f"Bearer guess{place}"),
        lambda who, place: who.ask(f"/api/kernels/0-0-0-0-0?token=guess{place}"),
        lambda who, place: who.ask("/", Authorization=f"token x{place}", X_Forwarded_For=f"10.0.0.{place}"),
    ],
    ids=["code", "address", "header", "metrics", "kernel", "forged sender"],
)
def test_guessing_ends_in_a_plain_page_and_nobody_inside_is_held_up(tmp_path, guess):
    with serving(tmp_path, arguments=SHARED) as served:
        repository, project_id = record_of(served)
        robin, guesser = Visitor(served.base.rstrip("/")), Visitor(served.base.rstrip("/"))
        code = repository.invite(project_id, current_person(), "Robin").code
        assert robin.come_in(code).status == 200
        statuses = [guess(guesser, place).status for place in range(OF_ONE_ADDRESS + 5)]
        assert set(statuses[:OF_ONE_ADDRESS]) <= {302, 403, 404} and set(statuses[OF_ONE_ADDRESS:]) == {429}
        last = guess(guesser, 99)
        assert "Wait five minutes" in last.text and "Traceback" not in last.text
        right = guesser.come_in(code)
        assert right.status == 429 and not list(guesser.jar), "also the right code waits then"
        robin.open_app()
        repository.close()


@pytest.fixture(scope="module")
def proxied(tmp_path_factory):
    folder = tmp_path_factory.mktemp("proxied")
    kept = folder / "secret"
    kept.write_text(SECRET)
    kept.chmod(0o600)
    given = {"WORKBOOK_PROXIES": "127.0.0.1", "WORKBOOK_PROXY_SECRET_FILE": str(kept)}
    port = free_port()
    arguments = (*SHARED, "--port", str(port), "--address", "https://workbook.example/")
    with serving(folder, arguments=arguments, **given) as running:
        assert running.address.startswith("https://workbook.example/?token=")
        running.process.near = f"http://127.0.0.1:{port}"
        yield running


def test_a_proxy_with_the_secret_names_who_comes(proxied):
    repository, _ = record_of(proxied)
    ines, other = Visitor(proxied.process.near), Visitor(proxied.process.near)
    named = {"X_Workbook_Proxy_Secret": SECRET, "X_Forwarded_User": "ines@example.org"}
    kernel = ines.open_app(**named)
    assert ines.ask(f"/api/kernels/{kernel}", **named).status == 200
    assert other.ask(f"/api/kernels/{kernel}", **(named | {"X_Forwarded_User": "robin"})).status == 404
    with repository.engine.connect() as connection:
        known = connection.exec_driver_sql("SELECT id FROM person WHERE name = 'ines@example.org'").scalar()
    assert known == "account-ines@example.org"
    repository.close()


@pytest.mark.parametrize("wrong", [{}, {"X_Workbook_Proxy_Secret": "wrong"}, {"X_Workbook_Proxy_Secret": ""}])
def test_without_the_secret_the_header_is_nothing(proxied, wrong):
    assert Visitor(proxied.process.near).ask("/", X_Forwarded_User="ines@example.org", **wrong).status == 302


def test_behind_a_proxy_measures_need_the_token_and_cookies_are_for_tls(proxied):
    repository, project_id = record_of(proxied)
    visitor = Visitor(proxied.process.near)
    assert visitor.ask("/metrics").status == 404
    token = proxied.address.split("token=")[1]
    assert visitor.ask("/metrics", Authorization=f"Bearer {token}").status == 200
    answer = visitor.come_in(repository.invite(project_id, current_person(), "Robin").code)
    assert "; Secure" in next(one for one in answer.headers.get_all("Set-Cookie") if one.startswith("username"))
    assert repository.shared_address() == "https://workbook.example/"
    repository.close()


def test_invitations_do_not_open_what_is_not_shared(tmp_path):
    with serving(tmp_path) as served:
        repository, project_id = record_of(served)
        code = repository.invite(project_id, current_person(), "Robin").code
        visitor = Visitor(served.base.rstrip("/"))
        assert visitor.come_in(code).status == 404 and not list(visitor.jar)
        assert "address from the terminal" in visitor.ask("/login").text
        assert visitor.ask("/metrics").status == 200, "this machine itself may watch"
        assert visitor.ask("/metrics", X_Forwarded_For="1.2.3.4").status == 404
        repository.close()


def test_with_a_certificate_everything_is_encrypted(tmp_path):
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("no openssl: install it with apt-get install openssl")
    certificate, key = tmp_path / "c.pem", tmp_path / "k.pem"
    made = [program, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
            "-keyout", str(key), "-out", str(certificate)]  # fmt: skip
    subprocess.run(made, check=True, capture_output=True)
    with serving(tmp_path, arguments=(*SHARED, "--certificate", str(certificate), "--key", str(key))) as served:
        assert served.address.startswith("https://")
        repository, project_id = record_of(served)
        robin = Visitor(served.base.rstrip("/"))
        answer = robin.come_in(repository.invite(project_id, current_person(), "Robin").code)
        assert "; Secure" in next(one for one in answer.headers.get_all("Set-Cookie") if one.startswith("username"))
        kernel = robin.open_app()
        assert robin.websocket(kernel) == 101
        repository.close()
