"""A real JupyterHub with its proxy, on this machine only, started from the settings that the package ships."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest
from tornado.websocket import websocket_connect

from tests.browser import ROOT, is_kernel
from tests.server.visiting import Answer, Visitor
from workbook.server.hosting.writing import EXAMPLE_PROGRAM, HERE, filled

SHIPPED = HERE / "jupyterhub_config.py"
APP = "/services/workbook/"
PASSWORD = "a shared password of the tests"
TOKEN = uuid.uuid4().hex
PATIENCE = 180.0
ONWARDS = re.compile(r'http-equiv="refresh" content="0;url=([^"]+)"')

OF_TESTS = """
import json
given = json.loads(open({values!r}).read())
load_subconfig({shipped!r})
c.JupyterHub.update(given["hub"])
c.DummyAuthenticator.allow_all = True
c.ConfigurableHTTPProxy.update(given["proxy"])
c.SimpleLocalProcessSpawner.home_dir_template = given["homes"]
c.Spawner.environment.update(given["environment"])
app, = c.JupyterHub.services
app.pop("user")
app["environment"].update(given["environment"])
c.JupyterHub.services.append({{"name": "tests", "api_token": given["token"]}})
c.JupyterHub.load_roles.append({{"name": "tests", "services": ["tests"], "scopes": ["admin:users", "admin:servers"]}})
"""


def programs() -> Path:
    """Where the Hub and its proxy lie; skips where they do not, fails in continuous integration."""
    usual = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "workbook-hub"
    folder = Path(os.environ.get("WORKBOOK_HUB") or usual)
    if (folder / ".ready").exists() and list(folder.glob(f"lib/python3.{sys.version_info[1]}")):
        return folder
    told = "no JupyterHub for this Python: get it and its proxy, outside the checkout, with: make hub"
    if os.environ.get("CI"):
        pytest.fail(told)
    pytest.skip(told)


def free_ports(many: int) -> list[int]:
    """Ports of this machine that nobody listens on."""
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(many)]
    try:
        return [one.getsockname()[1] for one in probes]
    finally:
        for one in probes:
            one.close()


@dataclass(frozen=True)
class Hub:
    """A running Hub: `base` is the address of its proxy, `direct` that of the workbook behind it."""

    base: str
    direct: str
    process: subprocess.Popen[str]
    folder: Path

    def log(self) -> str:
        return (self.folder / "hub.log").read_text()

    def kernels(self) -> set[int]:
        """Kernels of the app and of everybody's JupyterLab."""
        running = psutil.Process(self.process.pid).children(recursive=True)
        return {one.pid for one in running if is_kernel(one)}

    def ask(self, path: str, method: str = "GET") -> tuple[int, object]:
        """Ask the Hub's own interface, as whoever administers it."""
        request = urllib.request.Request(
            f"{self.base}/hub/api{path}", method=method, headers={"Authorization": f"token {TOKEN}"}
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            with error:
                return error.code, None

    def start_server(self, name: str) -> None:
        """Start the JupyterLab of a person, and wait until it answers."""
        self.ask(f"/users/{name}/server", "POST")
        deadline = time.monotonic() + PATIENCE
        while not self.ask(f"/users/{name}")[1]["servers"].get("", {}).get("ready"):
            assert time.monotonic() < deadline, self.log()[-3000:]
            time.sleep(0.5)


@contextmanager
def hub_running(folder: Path, database: str) -> Iterator[Hub]:
    """Run a Hub until the block ends, with every process that it started."""
    found = programs()
    ports = free_ports(4)
    base, inside, proxy, direct = (f"http://127.0.0.1:{port}" for port in ports)
    wrapper = folder / "workbook"
    (packages,) = found.glob("lib/python3.*/site-packages")
    path = os.pathsep.join([str(ROOT), sysconfig.get_paths()["purelib"], str(packages)])
    wrapper.write_text(f'#!/bin/sh\nPYTHONPATH="{path}" exec "{sys.executable}" -m workbook.cli "$@"\n')
    wrapper.chmod(wrapper.stat().st_mode | stat.S_IXUSR)
    settings = folder / "jupyterhub_config.py"
    values = {"https://workbook.example.org": base, "postgresql:///workbook": database}
    values |= {str(EXAMPLE_PROGRAM): str(wrapper), "http://127.0.0.1:8000": base, "http://127.0.0.1:8866": direct}
    text = filled(SHIPPED.name, values | {'"pam"': '"dummy"'})
    settings.write_text(text)
    given = {
        "hub": {
            "spawner_class": "simple",
            "hub_bind_url": inside,
            "db_url": f"sqlite:///{folder / 'hub.sqlite'}",
            "cookie_secret_file": str(folder / "hub-secret"),
            "pid_file": str(folder / "hub.pid"),
        },
        "proxy": {
            "api_url": proxy,
            "command": [str(found / "node_modules" / ".bin" / "configurable-http-proxy")],
            "pid_file": str(folder / "proxy.pid"),
        },
        "homes": str(folder / "{username}"),
        "environment": {"WORKBOOK_UPLOADS": str(folder / "uploads")},
        "token": TOKEN,
    }
    (folder / "values.json").write_text(json.dumps(given))
    config = folder / "config_of_tests.py"
    config.write_text(OF_TESTS.format(values=str(folder / "values.json"), shipped=str(settings)))
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | {
        "XDG_DATA_HOME": str(folder / "share"),
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
    }
    command = [str(found / "bin" / "jupyterhub"), "-f", str(config)]
    with (
        (folder / "hub.log").open("w") as log,
        subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log, text=True) as process,
    ):
        started = Hub(base, direct, process, folder)
        try:
            _wait(started)
            yield started
        finally:
            children = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
            for one in psutil.wait_procs(children, timeout=20)[1]:
                one.kill()


def _wait(hub: Hub) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert hub.process.poll() is None, hub.log()[-3000:]
        try:
            with urllib.request.urlopen(f"{hub.base}{APP}healthz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.3)
    raise AssertionError(hub.log()[-3000:])


@dataclass
class Somebody(Visitor):
    """Somebody with a browser that follows where it is sent, and an account at the Hub or none."""

    trail: list[str] = field(default_factory=list)

    def follow(self, path: str, **headers: str) -> Answer:
        """Open a page as a browser does, redirects and all."""
        self.trail = [path]
        answer = self.ask(path, **headers)
        for _ in range(15):
            refreshed = ONWARDS.search(answer.text) if b"http-equiv" in answer.body else None
            if answer.status in (301, 302, 303, 307):
                path = urllib.parse.urljoin(path, answer.headers["Location"])
            elif refreshed:
                path = refreshed.group(1).replace("&amp;", "&")
            else:
                return answer
            path = path.removeprefix(self.base)
            self.trail.append(path)
            answer = self.ask(path)
        raise AssertionError(f"it goes round in circles: {self.trail}")

    def led_to(self, path: str) -> str:
        """Where one redirect leads, as a path."""
        return self.ask(path).headers["Location"].removeprefix(self.base)

    def log_in(self, name: str) -> Answer:
        """Log in at the Hub's own page."""
        form = re.search(r'name="_xsrf" value="([^"]+)"', self.ask("/hub/login").text)
        sent = {"username": name, "password": PASSWORD, "_xsrf": form.group(1)}
        return self.ask("/hub/login", "POST", urllib.parse.urlencode(sent).encode())

    def log_out(self) -> None:
        self.ask("/hub/logout")

    def open_workbook(self, path: str = APP) -> str:
        """Open the app; returns the name of its kernel."""
        answer = self.follow(path)
        assert answer.status == 200, (answer.status, self.trail, answer.text[:500])
        assert "could not be opened" not in answer.text
        return re.search(r'kernelId"?\s*[:=]\s*"([^"]+)"', answer.text).group(1)

    def mark(self, under: str) -> str:
        """The mark against forged requests of what is served under a path."""
        return next(one.value for one in self.jar if one.name == "_xsrf" and one.path == under)

    def send(self, under: str, path: str, method: str = "POST", data: bytes = b"", **headers: str) -> Answer:
        """A request that changes something, from a page that is served under a path."""
        return self.ask(f"{under}{path}", method, data=data, X_XSRFToken=self.mark(under), **headers)

    def cookies(self, path: str) -> str:
        return "; ".join(f"{one.name}={one.value}" for one in self.jar if path.startswith(one.path))

    async def run(self, under: str, kernel: str, code: str) -> str:
        """Run code in a kernel of one's own JupyterLab; returns what it prints. Raises where the code fails."""
        from tornado.httpclient import HTTPRequest

        address = (
            f"{self.base.replace('http', 'ws', 1)}{under}api/kernels/{kernel}/channels?session_id={uuid.uuid4().hex}"
        )
        line = await websocket_connect(HTTPRequest(address, headers={"Cookie": self.cookies(under)}))
        number = uuid.uuid4().hex
        header = {"msg_id": number, "msg_type": "execute_request", "username": "", "session": "x", "version": "5.3"}
        content = {"code": code, "silent": False, "store_history": False, "user_expressions": {}, "allow_stdin": False}
        asked = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
        await line.write_message(json.dumps(asked | {"buffers": []}))
        printed = ""
        try:
            while True:
                heard = json.loads(await line.read_message())
                if heard["parent_header"].get("msg_id") != number:
                    continue
                kind, content = heard["msg_type"], heard["content"]
                if kind == "stream":
                    printed += content["text"]
                elif kind == "error":
                    raise AssertionError("\n".join(content["traceback"]))
                elif kind == "execute_reply":
                    return printed
        finally:
            line.close()
            while await line.read_message() is not None:
                pass
