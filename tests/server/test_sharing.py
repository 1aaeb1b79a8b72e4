from __future__ import annotations

import socket
import stat
from types import SimpleNamespace

import pytest
from tornado.httputil import HTTPHeaders

from workbook.cli import main
from workbook.errors import InputError
from workbook.project import Person
from workbook.server.attempts import Attempts
from workbook.server.serve import shared_lines
from workbook.server.sharing import Doors, Place, cookie_secret, outward_address, proxies, warnings_about

SECRET = "s" * 32


@pytest.fixture
def clock():
    return SimpleNamespace(now=0.0)


def tries(attempts, address, count):
    done = 0
    for _ in range(count):
        if attempts.allowed(address):
            attempts.failed(address)
            done += 1
    return done


def test_one_address_has_a_few_tries_and_then_waits(clock):
    attempts = Attempts(of_one=3, of_all=100, window=60, clock=lambda: clock.now)
    assert tries(attempts, "a", 50) == 3 and attempts.refused == 47
    assert attempts.allowed("b"), "others are not held up"
    clock.now = 59.9
    assert not attempts.allowed("a")
    clock.now = 60.1
    assert tries(attempts, "a", 50) == 3


def test_many_addresses_together_wait_too(clock):
    attempts = Attempts(of_one=3, of_all=10, window=60, clock=lambda: clock.now)
    assert sum(tries(attempts, str(one), 5) for one in range(50)) == 10
    clock.now = 61
    assert attempts.allowed("new")


def test_whoever_gets_it_right_is_never_counted(clock):
    attempts = Attempts(of_one=2, of_all=2, window=60, clock=lambda: clock.now)
    assert all(attempts.allowed("a") for _ in range(100))


def request(remote="10.0.0.5", **headers):
    found = HTTPHeaders()
    for name, values in headers.items():
        for value in [values] if isinstance(values, str) else values:
            found.add(name.replace("_", "-"), value)
    return SimpleNamespace(remote_ip=remote, headers=found)


DOORS = Doors("token", Person("dana", "Dana"), True, proxies=frozenset({"10.0.0.5"}), proxy_secret=SECRET)
GIVEN = {"X_Workbook_Proxy_Secret": SECRET, "X_Forwarded_User": "ines@example.org"}


def test_a_trusted_proxy_names_somebody():
    assert DOORS.named_by_proxy(request(**GIVEN)) == Person("account-ines@example.org", "ines@example.org")


@pytest.mark.parametrize(
    ("remote", "changed"),
    [
        ("10.0.0.6", {}),
        ("127.0.0.1", {}),
        ("10.0.0.5", {"X_Workbook_Proxy_Secret": "wrong"}),
        ("10.0.0.5", {"X_Workbook_Proxy_Secret": ""}),
        ("10.0.0.5", {"X_Workbook_Proxy_Secret": [SECRET, "x"]}),
        ("10.0.0.5", {"X_Forwarded_User": ["ines", "root"]}),
        ("10.0.0.5", {"X_Forwarded_User": ""}),
        ("10.0.0.5", {"X_Forwarded_User": "i" * 500}),
        ("10.0.0.5", {"X_Forwarded_User": "i\xad"}),
        ("10.0.0.5", {"X_Forwarded_For": "10.0.0.5", "X_Workbook_Proxy_Secret": ""}),
    ],
)
def test_nobody_else_does(remote, changed):
    assert DOORS.named_by_proxy(request(remote, **(GIVEN | changed))) is None


def test_without_a_configured_secret_no_header_is_believed():
    doors = Doors("token", Person("dana", "Dana"), True, proxies=frozenset({"10.0.0.5"}))
    assert doors.named_by_proxy(request(**(GIVEN | {"X_Workbook_Proxy_Secret": ""}))) is None


def test_an_account_is_never_a_user_of_this_machine():
    named = DOORS.named_by_proxy(request(**(GIVEN | {"X_Forwarded_User": "dana"})))
    assert named is not None and named.id != DOORS.owner.id and not named.is_guest
    invited = DOORS.named_by_proxy(request(**(GIVEN | {"X_Forwarded_User": "invited-123"})))
    assert invited is not None and not invited.is_guest


@pytest.mark.parametrize(
    ("remote", "told", "found"),
    [
        ("10.0.0.5", "1.2.3.4", "1.2.3.4"),
        ("10.0.0.5", "9.9.9.9, 1.2.3.4", "1.2.3.4"),
        ("10.0.0.5", "1.2.3.4, 10.0.0.5", "1.2.3.4"),
        ("10.0.0.5", "", "10.0.0.5"),
        ("1.2.3.4", "9.9.9.9", "1.2.3.4"),
    ],
)
def test_an_address_is_what_a_trusted_proxy_says_and_nobody_else(remote, told, found):
    assert DOORS.address_of(request(remote, X_Forwarded_For=told)) == found


def test_the_secret_of_cookies_is_made_once_and_refused_where_others_read_it(tmp_path):
    secret = cookie_secret(tmp_path / "new")
    path = tmp_path / "new" / "cookie-secret"
    assert len(secret) >= 32 and cookie_secret(tmp_path / "new") == secret
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    with pytest.raises(InputError, match="Others may read"):
        cookie_secret(tmp_path / "new")
    path.chmod(0o600)
    path.write_bytes(b"short")
    with pytest.raises(InputError, match="cut short"):
        cookie_secret(tmp_path / "new")


def test_a_proxy_needs_an_address_and_a_private_secret(tmp_path):
    kept = tmp_path / "secret"
    kept.write_text(SECRET + "\n")
    kept.chmod(0o600)
    given = {"WORKBOOK_PROXIES": "10.0.0.5, ::1", "WORKBOOK_PROXY_SECRET_FILE": str(kept)}
    assert proxies({}) == {}
    assert proxies(given) == {
        "proxies": frozenset({"10.0.0.5", "::1"}), "proxy_secret": SECRET, "user_header": "X-Forwarded-User"
    }  # fmt: skip
    for broken, told in (
        ({"WORKBOOK_PROXIES": ""}, "needs its address"),
        ({"WORKBOOK_PROXY_SECRET_FILE": ""}, "needs its address"),
        ({"WORKBOOK_PROXIES": "proxy.example"}, "is not an address"),
        ({"WORKBOOK_PROXY_SECRET_FILE": str(tmp_path / "none")}, "is not there"),
    ):
        with pytest.raises(InputError, match=told):
            proxies(given | broken)
    kept.chmod(0o640)
    with pytest.raises(InputError, match="Others may read"):
        proxies(given)
    kept.chmod(0o600)
    kept.write_text("short")
    with pytest.raises(InputError, match="too short"):
        proxies(given)


def test_the_address_for_others_is_never_this_machine_itself():
    assert outward_address("127.0.0.1") == outward_address("::1") == outward_address("localhost") == ""
    assert outward_address("192.0.2.7") == "192.0.2.7" and outward_address("workbook.example") == "workbook.example"
    assert not outward_address("0.0.0.0").startswith("127.") and outward_address("::") != "::1"


def test_the_address_of_all_interfaces_is_the_one_that_leads_outwards(monkeypatch):
    class Probe(socket.socket):
        def connect(self, address):
            assert address[0] == "192.0.2.1", "an address of documentation"

        def getsockname(self):
            return ("10.1.2.3", 1)

    monkeypatch.setattr("workbook.server.sharing.socket.socket", Probe)
    assert Place().reached_at(8866) == "http://10.1.2.3:8866/"
    (warning,) = warnings_about(Place(), 8866)
    assert "can read along" in warning
    told = "\n".join(shared_lines(Place(), 8866, "t"))
    assert "http://10.1.2.3:8866/?token=t" in told and "127.0.0.1" not in told


def test_what_is_warned_of():
    assert "Only this machine" in warnings_about(Place("127.0.0.1"), 1)[0]
    assert warnings_about(Place("127.0.0.1", address="https://workbook.example"), 1) == ()
    assert "can read along" in warnings_about(Place("192.0.2.7"), 1)[0]
    assert "can read along" in warnings_about(Place("127.0.0.1", address="http://workbook.example"), 1)[0]
    assert Place("2001:db8::7").reached_at(1) == "http://[2001:db8::7]:1/"
    assert Place("0.0.0.0").near(1) == "http://127.0.0.1:1/"


def test_half_a_certificate_and_a_broken_one_are_refused(tmp_path):
    broken = tmp_path / "broken.pem"
    broken.write_text("nothing")
    for place in (Place(certificate=broken), Place(key=broken)):
        with pytest.raises(InputError, match="belong together"):
            place.tls()
    with pytest.raises(InputError, match="cannot be used"):
        Place(certificate=broken, key=broken).tls()
    with pytest.raises(InputError, match="cannot be used"):
        Place(certificate=tmp_path / "none", key=broken).tls()


@pytest.mark.parametrize("option", ["--host", "--certificate", "--key", "--address"])
def test_options_of_sharing_need_sharing(option, capsys):
    assert main(["app", option, "x"]) == 3
    assert "Add --share" in capsys.readouterr().err
