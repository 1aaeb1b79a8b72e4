"""Kernels from the fork server: like ordinary ones in all that people see, ended with whoever started them, alone with their secrets."""

from __future__ import annotations

import ast
import json
import os
import re
import signal
import subprocess
import sys
import textwrap
import time
import tomllib
import urllib.request
from contextlib import contextmanager

import psutil
import pytest
from jupyter_client import KernelManager

from tests.browser import ROOT, is_kernel, serving
from workbook.server.environment import PAGE, kernel_environment
from workbook.server.forking import owner, provisioner, warm
from workbook.server.forking.owner import ForkedKernel, Forks
from workbook.server.forking.protocol import AT_START, CannotFork, Order, another

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="forks are for Linux")]

DEADLINE = 60.0
LINEAR_ALGEBRA = """
import numpy, scipy.linalg
from sklearn.linear_model import LogisticRegression
from sklearn.ensemble import HistGradientBoostingClassifier
draw = numpy.random.default_rng(0)
square, right = draw.normal(size=(300, 300)), draw.normal(size=300)
assert numpy.allclose(square @ numpy.linalg.solve(square, right), right)
permutation, lower, upper = scipy.linalg.lu(square)
assert numpy.allclose(permutation @ lower @ upper, square) and numpy.allclose(numpy.linalg.inv(square) @ square, numpy.eye(300))
outcome = square[:, 0] + square[:, 1] > 0
assert LogisticRegression(C=1e6).fit(square[:, :2], outcome).score(square[:, :2], outcome) > 0.95
assert HistGradientBoostingClassifier(max_iter=5).fit(square[:, :2], outcome).score(square[:, :2], outcome) > 0.8
"""
OWNER = """
import json, sys, time
from jupyter_client import KernelManager
from workbook.server.forking import provisioner
from workbook.server.environment import PAGE, kernel_environment
import os
provisioner.use_forks()
kernels = []
for _ in range(2):
    manager = KernelManager()
    manager.start_kernel(env=kernel_environment(os.environ) | {PAGE: "1"})
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    kernels.append(manager)
told = []
client.execute_interactive("import os, subprocess; subprocess.Popen(['sleep', '600']); print(dict(os.environ))",
    output_hook=lambda message: told.append(message["content"].get("text", "")))
print(json.dumps([provisioner.FORKS.pid, [one.provisioner.pid for one in kernels], "".join(told)]), flush=True)
time.sleep(600)
"""


class Kernel:
    """A kernel under a manager, and a way to run code in it."""

    def __init__(self, **arguments) -> None:
        self.manager = KernelManager(kernel_name="python3")
        self.manager.start_kernel(**arguments)
        self.connect()

    def connect(self) -> None:
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=DEADLINE)

    @property
    def process(self):
        return self.manager.provisioner.process

    def run(self, code: str) -> str:
        """What the code prints."""
        told: list[str] = []

        def hear(message) -> None:
            assert message["msg_type"] != "error", "\n".join(message["content"]["traceback"])
            told.append(message["content"].get("text", ""))

        self.client.execute_interactive(textwrap.dedent(code), output_hook=hear, timeout=DEADLINE)
        return "".join(told).strip()

    def value(self, expression: str):
        """The value of an expression that is a literal."""
        return ast.literal_eval(self.run(f"print(repr({expression}))"))

    def end(self) -> None:
        self.client.stop_channels()
        if self.manager.has_kernel:
            self.manager.shutdown_kernel(now=True)


@pytest.fixture
def start(forks):
    """Start kernels that end with the test."""
    begun: list[Kernel] = []

    def begin(**arguments) -> Kernel:
        begun.append(Kernel(**arguments))
        return begun[-1]

    yield begin
    for one in begun:
        one.end()


def until(true) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + DEADLINE
    while not true():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.05)


def gone(pids) -> bool:
    """Whether no process of these is left, not as a zombie either."""
    return not any(map(psutil.pid_exists, pids))


@contextmanager
def other_forks(monkeypatch, **arguments):
    """Another fork server for the kernels of a test."""
    own = Forks(**arguments)
    monkeypatch.setattr(provisioner, "FORKS", own)
    yield own
    own.stop()


def test_a_kernel_is_forked_and_has_everything_loaded(start, forks):
    kernel = start()
    assert isinstance(kernel.process, ForkedKernel) and is_kernel(psutil.Process(kernel.process.pid))
    assert psutil.Process(kernel.process.pid).ppid() == forks.pid
    assert (
        kernel.value(
            "[name in __import__('sys').modules for name in ('pandas', 'sklearn.ensemble', 'workbook.stages')]"
        )
        == [True] * 3
    )
    assert kernel.run("from workbook.stages import STAGES; print(len(STAGES))") == kernel.run(
        f"print({len(_stages())})"
    )


def _stages():
    from workbook.stages import STAGES

    return STAGES


def test_linear_algebra_in_a_kernel(start):
    start().run(LINEAR_ALGEBRA)
    start(env=os.environ | {"OMP_NUM_THREADS": "1"}).run(LINEAR_ALGEBRA)


def test_linear_algebra_on_both_sides_of_a_fork():
    program = f"""
import os
from workbook.server.forking.owner import start_environment
from workbook.server.forking.protocol import threads
from workbook.server.forking.warm import warm_up
assert warm_up(True) == "" and threads() == 1
def check():
    exec({LINEAR_ALGEBRA!r}, {{}})
child = os.fork()
if child == 0:
    check()
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
check()
print("fine", flush=True)
os._exit(0)
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=owner.start_environment(os.environ),
        capture_output=True,
        text=True,
        timeout=4 * DEADLINE,
    )
    assert done.stdout.strip() == "fine", done.stderr


def test_two_kernels_draw_different_numbers(start):
    drawn = "import random, uuid, numpy; print([random.random(), numpy.random.random(), numpy.random.default_rng().random(), uuid.uuid4().hex])"
    first, second = (ast.literal_eval(start().run(drawn)) for _ in range(2))
    assert not set(first) & set(second)


def test_a_kernel_has_its_own_environment_folder_and_nothing_of_another(start, tmp_path):
    first = start(env=os.environ | {"ONLY_ONE": "1", "TZ": "Asia/Tokyo"}, cwd=str(tmp_path))
    second = start()
    assert first.value("(__import__('os').environ.get('ONLY_ONE'), __import__('os').getcwd(), __import__('time').tzname[0])") == (
        "1", str(tmp_path), "JST",
    )  # fmt: skip
    assert second.value("__import__('os').environ.get('ONLY_ONE')") is None
    assert second.value("__import__('time').tzname") == time.tzname
    opened = "sorted(set(__import__('os').readlink(f'/proc/self/fd/{one}') for one in __import__('os').listdir('/proc/self/fd') if __import__('os').path.exists(f'/proc/self/fd/{one}')))"
    assert not [one for one in second.value(opened) if "pidfd" in one], "a kernel holds what only the fork server needs"


def test_it_shows_pictures_and_finds_modules_as_an_ordinary_kernel_does(start, monkeypatch):
    asked = "(__import__('plotly.io').io.renderers.default, __import__('sys').path, __import__('sys').argv[1:2], __import__('__main__').__dict__.get('__file__'))"
    forked = start().value(asked)
    monkeypatch.setattr(provisioner, "ordered", _refuse)
    ordinary = start()
    assert isinstance(ordinary.process, subprocess.Popen)
    assert forked == ordinary.value(asked)


def _refuse(*_):
    raise CannotFork("a test wants it so")


def test_interrupt_restart_and_shutdown(start):
    kernel = start()
    first = kernel.process.pid
    kernel.run("kept = 1")
    asked = kernel.client.execute("import time; print('begun', flush=True); time.sleep(600)")
    until(lambda: kernel.client.get_iopub_msg(timeout=DEADLINE)["content"].get("text") == "begun\n")
    kernel.manager.interrupt_kernel()
    while (reply := kernel.client.get_shell_msg(timeout=DEADLINE))["parent_header"]["msg_id"] != asked:
        pass
    assert reply["content"]["ename"] == "KeyboardInterrupt" and kernel.value("kept") == 1

    kernel.client.stop_channels()
    kernel.manager.restart_kernel()
    kernel.connect()
    assert kernel.process.pid != first and kernel.value("'kept' in globals()") is False
    assert isinstance(kernel.process, ForkedKernel)
    until(lambda: gone([first]))

    process = kernel.process
    kernel.manager.shutdown_kernel()
    assert process.poll() == 0, "it was asked to end, and did"
    until(lambda: gone([process.pid]))


def test_what_a_kernel_started_ends_with_it(start):
    kernel = start()
    child = kernel.value("__import__('subprocess').Popen(['sleep', '600']).pid")
    os.kill(kernel.process.pid, signal.SIGKILL)
    until(lambda: gone([child, kernel.process.pid]))


def test_a_killed_kernel_is_noticed_and_the_others_live_on(start):
    killed, other = start(), start()
    os.kill(killed.process.pid, signal.SIGKILL)
    until(lambda: not killed.manager.is_alive())
    assert killed.process.poll() == -signal.SIGKILL
    until(lambda: gone([killed.process.pid]))
    assert other.value("1 + 1") == 2 and other.manager.is_alive()
    assert isinstance(start().process, ForkedKernel)


def test_kernels_end_with_the_fork_server_and_the_next_one_starts_another(start, forks):
    kernels, server = [start(), start()], forks.pid
    os.kill(server, signal.SIGKILL)
    until(lambda: not any(one.manager.is_alive() for one in kernels))
    until(lambda: gone([server, *(one.process.pid for one in kernels)]))
    assert isinstance(start().process, ForkedKernel) and forks.pid != server


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_nothing_outlives_its_owner_and_nothing_knows_its_secrets(tmp_path, number):
    secrets = {
        "MY_DB_PASSWORD": "hunter2",
        "AWS_SECRET_ACCESS_KEY": "abc123",
        "SOME_URL": "https://me:pw@host/x",
        "JUPYTER_TOKEN": "t0ken",
    }
    with subprocess.Popen(
        [sys.executable, "-c", OWNER], env=os.environ | secrets, cwd=tmp_path, text=True, stdout=subprocess.PIPE
    ) as running:
        server, kernels, environment = json.loads(running.stdout.readline())
        started = psutil.Process(server).children(recursive=True)
        assert {one.pid for one in started} > set(kernels), "what a kernel started is among them"
        told = environment + "".join(json.dumps(psutil.Process(one).environ()) for one in (server, *kernels))
        assert "PATH" in environment
        assert not [secret for name, secret in secrets.items() if secret in told or f"'{name}'" in told]
        running.send_signal(number)
    until(lambda: gone([server, *(one.pid for one in started)]))


def ask(served, path, method="GET"):
    request = urllib.request.Request(
        f"{served.base}{path}", method=method, headers={"Authorization": f"token {served.address.split('token=')[1]}"}
    )
    with urllib.request.urlopen(request, timeout=DEADLINE) as answer:
        body = answer.read()
    return json.loads(body) if body else None


def test_jupyterlab_starts_restarts_and_ends_them(tmp_path):
    with serving(tmp_path, "lab") as served:
        kernel = ask(served, "api/kernels", "POST")["id"]
        [forked] = served.kernels()
        assert forked.name() == "workbook-kernel"
        ask(served, f"api/kernels/{kernel}/interrupt", "POST")
        ask(served, f"api/kernels/{kernel}/restart", "POST")
        [again] = served.kernels()
        assert again.pid != forked.pid and again.name() == "workbook-kernel"
        ask(served, f"api/kernels/{kernel}", "DELETE")
        until(lambda: not served.kernels() and gone([forked.pid, again.pid]))
        kernel = ask(served, "api/kernels", "POST")["id"]
        os.kill(served.kernels()[0].pid, signal.SIGKILL)
        until(lambda: [one for one in served.kernels() if one.pid != again.pid])  # JupyterLab restarts what has died
        everything = psutil.Process(served.process.pid).children(recursive=True)
        served.process.kill()
    until(lambda: gone([one.pid for one in everything]))
    assert "ordinary, slower way" not in (tmp_path / "server.log").read_text()


def test_the_debugger_is_there_for_code_and_absent_from_pages(start, monkeypatch):
    features = "'debugpy' in __import__('sys').modules and __import__('sys').modules['debugpy'] is not None"
    assert start().value(features) is True
    with other_forks(monkeypatch, debugger=False):
        page = Kernel(env=kernel_environment(os.environ) | {PAGE: "1"})
        assert page.value(features) is False
        assert page.value("[type(get_ipython().kernel).__name__, get_ipython().history_manager.enabled]") == [
            "IPythonKernel",
            False,
        ]
        page.end()


@pytest.mark.parametrize("switch", ["on", "off"])
def test_a_mistake_of_ours_is_in_the_log_of_the_server_and_not_on_the_page(monkeypatch, forks, start, capfd, switch):
    monkeypatch.setenv(owner.SWITCH, switch)
    with other_forks(monkeypatch):
        page = Kernel(env=kernel_environment(os.environ) | {PAGE: "1"})
        told = page.run("""
            from workbook.ui.guard import guarded, log_to_the_server
            log_to_the_server()
            print(guarded(lambda: 1 / 0)[1])
        """)
        page.end()
    number = re.search(r"number (\w+) in the log", told)
    assert number and "ZeroDivisionError" not in told
    logged = capfd.readouterr().err
    assert f"number {number[1]}" in logged and "ZeroDivisionError" in logged


def test_memory_is_shared_with_the_fork_server(start):
    """An ordinary kernel with these modules holds more than 100 MB of its own."""
    kernel = start(env=os.environ | {PAGE: "1"})
    own = psutil.Process(kernel.process.pid).memory_full_info()
    assert own.uss < own.rss / 2


@pytest.mark.parametrize(
    ("command", "why"),
    [([sys.executable, "-c", "raise SystemExit(3)"], "ended before it was ready"), (["/nowhere/python"], "could not be started")],
)  # fmt: skip
def test_an_ordinary_kernel_where_the_fork_server_does_not_start(start, monkeypatch, caplog, command, why):
    monkeypatch.setattr(Forks, "_command", lambda *_: command)
    with other_forks(monkeypatch):
        for _ in range(2):
            kernel = start()
            assert isinstance(kernel.process, subprocess.Popen) and kernel.value("1 + 1") == 2
    told = [one.getMessage() for one in caplog.records if "ordinary, slower way" in one.getMessage()]
    assert len(told) == 1 and why in told[0]


def test_it_stops_trying_after_some_starts(monkeypatch):
    monkeypatch.setattr(Forks, "_command", lambda *_: [sys.executable, "-c", ""])
    forks = Forks()
    for _ in range(owner.MOST_STARTS):
        forks.start()
        until(lambda: forks.pid is None)
    with pytest.raises(CannotFork, match=f"ended {owner.MOST_STARTS} times"):
        forks.start()


def test_elsewhere_than_on_linux_it_does_not_try(monkeypatch):
    monkeypatch.setattr(owner.sys, "platform", "darwin")
    with pytest.raises(CannotFork, match="Linux"):
        Forks().start()


def test_it_can_be_switched_off(monkeypatch):
    monkeypatch.setenv(owner.SWITCH, "off")
    with pytest.raises(CannotFork, match="is off"):
        Forks().start()


def test_a_process_with_threads_is_not_forked(monkeypatch):
    monkeypatch.setattr(warm, "threads", lambda: 3)
    monkeypatch.setattr(warm.os, "fork", lambda: pytest.fail("it forked"))
    with pytest.raises(RuntimeError, match="3 threads"):
        warm.ForkServer._fork(None, Order([], {}, "/"), None, [])


def test_a_module_that_starts_a_thread_is_left_out(start, monkeypatch, tmp_path, capfd):
    (tmp_path / "plotly").mkdir()
    (tmp_path / "plotly" / "__init__.py").write_text(
        "import threading, time\nthreading.Thread(target=time.sleep, args=(600,), daemon=True).start()\n"
    )
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    with other_forks(monkeypatch):
        kernel = start()
        assert isinstance(kernel.process, ForkedKernel)
        assert kernel.value("'plotly' in __import__('sys').modules") is False
        kernel.end()
    assert "leaves out plotly" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("command", "arguments", "why"),
    [
        (["R", "-e", "kernel"], {}, "another kernel than ours"),
        ([sys.executable, "-m", "ipykernel_launcher", "-f", "x"], {"stdout": subprocess.PIPE}, "its own stdout"),
    ],
)  # fmt: skip
def test_what_a_fork_cannot_have_is_started_the_ordinary_way(command, arguments, why):
    with pytest.raises(CannotFork, match=why):
        provisioner.ordered(command, arguments)


@pytest.mark.parametrize("name", AT_START)
def test_a_variable_that_a_process_reads_once_must_be_the_same(name):
    assert another({name: "b"}, {name: "a"}) == name and another({name: "b"}, {}) == name
    assert (
        another({name: "a"}, {name: "a"}) == "" and another({}, {name: "a"}) == "" and another({"OTHER": "b"}, {}) == ""
    )


def test_the_fork_server_starts_with_no_secret_and_one_thread():
    started = owner.start_environment({"PATH": "/bin", "DB_PASSWORD": "x", "OMP_NUM_THREADS": "8", "PYTHONUTF8": "1"})
    assert "DB_PASSWORD" not in started and started["OMP_NUM_THREADS"] == "1" and started["PYTHONUTF8"] == "1"


def test_an_installation_offers_it_to_jupyter():
    offered = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"][
        provisioner.ENTRY_POINT.group
    ]
    assert offered == {provisioner.NAME: provisioner.ENTRY_POINT.value}
    assert provisioner.ENTRY_POINT.load() is provisioner.ForkProvisioner
