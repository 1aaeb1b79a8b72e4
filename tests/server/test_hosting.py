"""The settings that we ship for running the workbook: written with one's own values, and taken by who reads them."""

from __future__ import annotations

import ast
import configparser
import os
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from workbook.cli import main, parser
from workbook.errors import InputError
from workbook.server.hosting.writing import FILES, HERE, SECRETS, Hosting, examples, filled, write_hosting
from workbook.server.sharing import proxies, watcher

ADDRESS = "https://team.example.net"


def asked(address=ADDRESS, **more):
    return Hosting(address, **more)


@pytest.fixture
def folder(tmp_path):
    write_hosting(tmp_path / "settings", asked(port=9100, program=Path("/usr/bin/true")))
    return tmp_path / "settings"


def test_the_command_writes_every_file_and_says_what_to_read(tmp_path, capsys):
    made = tmp_path / "a" / "b"
    assert (
        main(["hosting", "--to", str(made), "--address", ADDRESS, "--port", "9100", "--db", "sqlite:////srv/w.db"]) == 0
    )
    told = capsys.readouterr().out
    assert {one.name for one in made.iterdir()} == {*FILES, *SECRETS}
    assert all(name in told for name in (*FILES, *SECRETS)) and told.endswith("README.md first.\n")
    assert "WORKBOOK_DB=sqlite:////srv/w.db\n" in (made / "workbook.service").read_text("utf-8")


@pytest.mark.parametrize("name", FILES)
def test_no_example_is_left(folder, name):
    values = examples(folder, asked(port=9100, program=Path("/usr/bin/true")))
    shipped, written = (HERE / name).read_text("utf-8"), (folder / name).read_text("utf-8")
    assert shipped != written
    for example, value in values.items():
        if value != example:
            assert example not in written, example


def test_every_example_stands_somewhere():
    together = "".join((HERE / name).read_text("utf-8") for name in FILES)
    for example in examples(Path("/srv/x"), asked()):
        assert example in together, example


def test_what_was_put_in_is_not_taken_for_an_example(tmp_path):
    values = examples(Path("/srv/8866"), asked("https://workbook.example.org.example.net:8866", port=443))
    text = filled("nginx.conf", values)
    assert "listen 8866 ssl;" in text and "server 127.0.0.1:443;" in text and "/srv/8866/proxy-secret.conf" in text
    assert "server_name workbook.example.org.example.net;" in text


@pytest.mark.skipif(os.name != "posix", reason="modes of files are those of POSIX")
def test_secrets_are_private_new_and_those_that_the_server_wants(folder, tmp_path):
    write_hosting(tmp_path / "other", asked())
    for name in SECRETS:
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
        assert (folder / name).read_text() != (tmp_path / "other" / name).read_text()
    environment = {
        "WORKBOOK_PROXIES": "127.0.0.1",
        "WORKBOOK_PROXY_SECRET_FILE": str(folder / "proxy-secret"),
        "WORKBOOK_METRICS_TOKEN_FILE": str(folder / "metrics-token"),
    }
    secret = proxies(environment)["proxy_secret"]
    assert f'X-Workbook-Proxy-Secret "{secret}";' in (folder / "proxy-secret.conf").read_text()
    assert watcher(environment) not in ("", secret)


def test_nothing_is_overwritten(folder):
    before = {one.name: one.read_bytes() for one in folder.iterdir()}
    with pytest.raises(InputError, match="already"):
        write_hosting(folder, asked())
    assert {one.name: one.read_bytes() for one in folder.iterdir()} == before


@pytest.mark.parametrize(
    "address",
    [
        "", "workbook.example.org", "http://workbook.example.org", "https://", "https://a b.example", "https://x.example/path", "ftp://x.example",
        "https://x.example?y=1", "https://x.example#y", "https://me@x.example", "https://x.example:notaport", "https://x.example:99999",
        'https://x.example"; return 200;', "https://x.example\nlisten 1", "https://-x.example", "https://x_y.example", "https://[::1]",
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_is_refused(tmp_path, address, capsys):
    assert main(["hosting", "--to", str(tmp_path / "new"), "--address", address]) == 3
    assert capsys.readouterr().err and not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    "more",
    [
        {"port": 0}, {"port": 65536}, {"port": -1}, {"database": "postgresql://me:secret@host/w"}, {"database": "postgresql:///a b"},
        {"database": "postgresql:///w\nExecStartPre=/bin/true"}, {"certificate": Path("/etc/my cert.pem")}, {"key": Path("/etc/k;.pem")},
        {"program": Path('/opt/"x"/workbook')}, {"key": Path("/etc/$x.pem")},
    ],
)  # fmt: skip
def test_what_would_change_the_meaning_of_a_file_is_refused(tmp_path, more):
    with pytest.raises(InputError):
        write_hosting(tmp_path / "new", asked(**more))
    assert not (tmp_path / "new").exists()


def unit(path):
    """A unit file as its sections; a name that stands more than once has all its values, a line each."""

    class Several(dict):
        def __setitem__(self, name, value):
            if isinstance(value, list) and name in self:
                self[name].extend(value)
            else:
                super().__setitem__(name, value)

    read = configparser.RawConfigParser(strict=False, dict_type=Several, delimiters=("=",), comment_prefixes=("#",))
    read.optionxform = str
    read.read_string(path.read_text("utf-8"))
    return read


def test_the_unit_starts_a_command_that_exists_closed_in_and_again_after_a_fall(folder):
    service = unit(folder / "workbook.service")["Service"]
    command = service["ExecStart"].split()
    started = parser().parse_args(command[1:])
    assert command[0] == "/usr/bin/true" and started.command == "app" and started.share and started.no_browser
    assert (started.host, started.port, started.address) == ("127.0.0.1", 9100, ADDRESS)
    assert (
        service["User"] == "workbook" and service["Restart"] == "on-failure" and service["StateDirectory"] == "workbook"
    )
    for name, value in {
        "NoNewPrivileges": "yes", "ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes", "PrivateDevices": "yes",
        "CapabilityBoundingSet": "", "UMask": "0077", "StateDirectoryMode": "0700", "RestrictNamespaces": "yes",
    }.items():  # fmt: skip
        assert service[name] == value, name
    environment = dict(one.split("=", 1) for one in service["Environment"].split())
    for name in ("WORKBOOK_PROXY_SECRET_FILE", "WORKBOOK_METRICS_TOKEN_FILE"):
        assert Path(environment[name]).parent == folder.absolute() and Path(environment[name]).is_file()
    assert environment["XDG_DATA_HOME"] == environment["HOME"] == service["WorkingDirectory"]


def test_a_percent_sign_stays_one_in_the_unit():
    values = examples(Path("/srv/x"), asked(database="postgresql:///w?host=%2Frun"))
    assert "WORKBOOK_DB=postgresql:///w?host=%%2Frun\n" in filled("workbook.service", values)
    assert '"postgresql:///w?host=%2Frun"' in filled("jupyterhub_config.py", values)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze here: apt-get install systemd")
def test_systemd_takes_the_unit_and_finds_it_closed(folder):
    path = str(folder / "workbook.service")
    environment = os.environ | {"SYSTEMD_LOG_LEVEL": "warning"}
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", path], capture_output=True, text=True, env=environment, check=False
    )
    ours = [line for line in checked.stderr.splitlines() if "workbook.service" in line]
    assert checked.returncode == 0 and not ours, checked.stderr
    rated = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=20", path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert rated.returncode == 0, rated.stdout[-300:] + rated.stderr


def test_the_settings_of_the_hub_are_python_that_names_our_commands(folder):
    tree = ast.parse((folder / "jupyterhub_config.py").read_text("utf-8"))
    lists = [ast.unparse(one) for one in ast.walk(tree) if isinstance(one, ast.List)]
    assert "[WORKBOOK, 'app', '--hub']" in lists and "[WORKBOOK, 'lab', '--hub']" in lists
    assert parser().parse_args(["app", "--hub"]).hub and parser().parse_args(["lab", "--hub"]).hub


def test_every_number_that_the_page_tells_to_watch_is_served():
    from workbook.server.watch import Measures

    served = {one.name for one in Measures().registry.collect()}
    told = set(re.findall(r"`(workbook_[a-z_]+)", (HERE / "README.md").read_text("utf-8")))
    assert told and {re.sub(r"_(total|bucket|count|sum)$", "", one) for one in told} <= served


def test_every_command_and_option_that_the_page_tells_exists():
    text = (HERE / "README.md").read_text("utf-8")
    known = parser().format_help()
    options = {
        option
        for action in parser()._subparsers._group_actions
        for one in action.choices.values()
        for option in one._option_string_actions
    }
    commands = re.findall(
        r"\bworkbook ([a-z]+)((?: [^`|\n]*)?)", "\n".join(re.findall(r"`[^`]+`|^    .*$", text, re.MULTILINE))
    )
    assert commands
    for name, rest in commands:
        assert re.search(rf"^ +{name} ", known, re.MULTILINE), name
        assert set(re.findall(r"--[a-z-]+", rest)) <= options, rest


def test_without_a_hub_the_commands_say_so(monkeypatch, capsys, tmp_path):
    for name in (
        "JUPYTERHUB_SERVICE_URL",
        "JUPYTERHUB_SERVICE_PREFIX",
        "JUPYTERHUB_API_TOKEN",
        "JUPYTERHUB_PUBLIC_URL",
    ):
        monkeypatch.delenv(name, raising=False)
    assert main(["app", "--hub"]) == 3
    assert "No JupyterHub started this" in capsys.readouterr().err
    assert main(["lab", "--hub", "--db", f"sqlite:///{tmp_path / 'record.db'}"]) == 3
    assert "No JupyterHub started this" in capsys.readouterr().err
    with pytest.raises(SystemExit) as ended:
        main(["app", "--hub", "--share"])
    assert ended.value.code == 3 and "not allowed with" in capsys.readouterr().err
