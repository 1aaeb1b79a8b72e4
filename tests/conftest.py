"""What tests of several rooms share: a real PostgreSQL server, and a record with the practice project, begun once."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from jupyter_client.provisioning.factory import KernelProvisionerFactory

from workbook.opening import begin_sample
from workbook.project import Person, open_repository
from workbook.server.forking import provisioner
from workbook.server.forking.owner import Forks

DANA = Person("dana", "Dana")
MISSING = "no PostgreSQL server here; get one with: apt-get install postgresql (or put initdb and pg_ctl on PATH)"


@dataclass(frozen=True)
class Server:
    """A throwaway PostgreSQL server that listens on a socket in its own folder."""

    programs: Path
    folder: Path

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(self.programs / program), *arguments]
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            command = ["runuser", "-u", "postgres", "--", *command]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=self.folder)

    def start(self) -> None:
        options = f"-c listen_addresses='' -k {self.folder}"
        for _ in range(50):  # after a kill, the server's children need a moment to notice
            arguments = ("-D", str(self.folder / "data"), "-o", options, "-l", str(self.folder / "log"), "-w", "start")
            if self.run("pg_ctl", *arguments).returncode == 0:
                return
            time.sleep(0.2)
        raise RuntimeError((self.folder / "log").read_text())

    def stop(self) -> None:
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")

    def kill(self) -> None:
        """Kill -9 of the server itself, as a power cut would."""
        pid = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)

    def new_database(self) -> str:
        name = f"test_{uuid.uuid4().hex}"
        made = self.run("createdb", "-h", str(self.folder), "-U", "postgres", name)
        assert made.returncode == 0, made.stderr
        return f"postgresql://postgres@/{name}?host={self.folder}"


def _programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    on_path = shutil.which("initdb")
    return found[0].parent if found else Path(on_path).parent if on_path else None


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    programs = _programs()
    if programs is None:
        if os.environ.get("CI"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    folder = Path(tempfile.mkdtemp(prefix="workbook-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    running = Server(programs, folder)
    made = running.run(
        "initdb", "-D", str(folder / "data"), "-U", "postgres", "--auth=trust", "-E", "UTF8", "--no-locale"
    )
    assert made.returncode == 0, made.stderr
    running.start()
    yield running
    running.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def forks() -> Iterator[Forks]:
    """A fork server of a module's own, which every kernel manager in it uses; where there is none, kernels start as usual."""
    own, usual, name = Forks(), provisioner.FORKS, KernelProvisionerFactory.default_provisioner_name_env
    before = os.environ.get(name)
    provisioner.FORKS = own
    provisioner.use_forks()
    yield own
    own.stop()
    provisioner.FORKS = usual
    del os.environ[name]
    if before is not None:
        os.environ[name] = before
    KernelProvisionerFactory.clear_instance()


@pytest.fixture(scope="session")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record that holds the practice project, closed; each test works on a copy."""
    path = tmp_path_factory.mktemp("practice") / "record.db"
    repository = open_repository(f"sqlite:///{path}")
    begin_sample(repository, DANA)
    repository.close()
    assert not path.with_name("record.db-wal").exists(), "what was written is in the file itself"
    return path
