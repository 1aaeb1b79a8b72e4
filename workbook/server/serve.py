"""`workbook app` and `workbook lab`: prepare the record, start the server, print one address."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import ssl
import sys
import threading
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path

from platformdirs import user_data_path

from workbook.errors import InputError
from workbook.notebooks_folder import shipped
from workbook.project import Person, current_person, open_repository
from workbook.project.engine import database_url
from workbook.server.forking.owner import FORKS
from workbook.server.sharing import Doors, Place, cookie_secret, is_loopback, proxies, warnings_about, watcher

PREFERRED_PORT = 8866
PATIENCE = 60.0
LAB = (
    "--ServerApp.log_level=WARN",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.default_url=/lab/tree/00_start.ipynb",
)


def run_app(
    port: int | None,
    db: str | None,
    project: str | None,
    browser: bool,
    notebook: Path | None = None,
    share: Place | None = None,
) -> int:
    """Serve the browser app until it is interrupted: on this machine only, unless it is shared.

    Parameters
    ----------
    port : int, optional
        A free one where None.
    db : str, optional
        SQLAlchemy URL.
    project : str, optional
        Name or identifier of the project to open.
    browser : bool
        Whether to open a browser.
    notebook : Path, optional
        Another notebook than the app, for tests.
    share : Place, optional
        Where to let others in as well.
    """
    place = share or Place(host="127.0.0.1")
    FORKS.prepare(debugger=False)
    prepare_record(db, project, None if place.hub else current_person())
    from workbook.server.app import WorkbookVoila, configuration, prepare_environment
    from workbook.server.forking.provisioner import use_forks
    from workbook.server.hub import HubDoor

    prepare_environment()
    use_forks()
    chosen = port or free_port(place.host)
    app = WorkbookVoila.instance(config=configuration(chosen, place.host, place.base))
    app.record = open_repository(database_url(db))
    app.doors, app.tls = doors_of(place, chosen, share is not None), place.tls()
    app.hub = HubDoor() if place.hub else None
    app.initialize([str(notebook or shipped("notebooks") / "app.ipynb")])
    near = place.near(chosen)
    if share is None:
        announce(near, app.doors.token, browser)
    else:
        app.cookie_secret = cookie_secret(user_data_path("workbook"))
        app.record.remember_address(app.doors.address or near)
        announce(near, app.doors.token, browser, shared_lines(place, chosen, app.doors.token))
    app.start()
    return 0


def run_for_hub(db: str | None, address: str | None) -> int:
    """Serve the browser app as a service of the JupyterHub that started this process."""
    from workbook.server.hub import place_of_hub

    place, port = place_of_hub(os.environ, address or "")
    return run_app(port, db, None, False, share=place)


def doors_of(place: Place, port: int, shared: bool) -> Doors:
    """Who is let in: the owner by a fresh token, and others where the workbook is shared."""
    token, owner = secrets.token_urlsafe(24), current_person()
    if not shared:
        return Doors(token, owner)
    trusted = {} if place.hub else proxies(os.environ)
    behind = bool(trusted) or is_loopback(place.host) or place.hub
    seen = watcher(os.environ)
    return Doors(token, owner, True, place.reached_at(port), watcher=seen, behind_proxy=behind, **trusted)


def shared_lines(place: Place, port: int, token: str) -> list[str]:
    """What the terminal says once the workbook is shared. The address is one that others reach."""
    reached = place.reached_at(port)
    if place.hub:
        return [f"The workbook is open to whom the Hub lets in, at {reached}"]
    told = [f"The workbook is open to you at {reached or place.near(port)}?token={token}"]
    if reached:
        told.append(f"Others reach it at {reached} by an invitation: workbook invite PROJECT --name NAME --role ROLE")
    return told + [f"Take care. {one}" for one in warnings_about(place, port)]


def prepare_record(db: str | None, project: str | None, who: Person | None) -> None:
    """Create or migrate the database, see that a project is there, and tell the kernels where both are.

    Where nobody in particular starts the server, everybody begins with the project that they have.
    """
    from workbook.opening import find_project

    url = database_url(db)
    repository = open_repository(url)
    try:
        found = find_project(repository, who, project) if who else ""
    finally:
        repository.close()
    os.environ["WORKBOOK_DB"] = _without_password(url)
    if project and found:
        os.environ["WORKBOOK_PROJECT"] = found


def _without_password(url: str) -> str:
    """The address itself, or a file only we can read that holds it where it has a password."""
    from sqlalchemy.engine import make_url

    if make_url(url).password is None:
        return url
    from platformdirs import user_runtime_path

    path = user_runtime_path("workbook", ensure_exists=True) / f"database-{os.getpid()}"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(url)
    return f"file:{path}"


def free_port(host: str = "127.0.0.1") -> int:
    """The usual port where it is free, else any."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in (PREFERRED_PORT, 0):
        with socket.socket(family) as probe:
            try:
                probe.bind((host, candidate))
            except OSError:
                continue
            port: int = probe.getsockname()[1]
            return port
    raise InputError(f"No port of {host} is free for the workbook.", "Name one with --port, or another --host.")


def announce(address: str, token: str, browser: bool, lines: Sequence[str] = ()) -> None:
    """Print the address, or the lines given, once the server answers, from a thread beside the server."""
    full = f"{address}?token={token}"

    def wait() -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if _answers(f"{address}healthz"):
                print("\n".join(lines or [f"The workbook is open at {full}"]), flush=True)
                if browser:
                    webbrowser.open(full)
                return
            time.sleep(0.1)
        print("The server did not start in time.", file=sys.stderr, flush=True)

    threading.Thread(target=wait, daemon=True).start()


def _answers(address: str) -> bool:
    unchecked = ssl.create_default_context()  # we ask ourselves, by an address that no certificate names
    unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE
    try:
        with urllib.request.urlopen(address, timeout=2, context=unchecked):
            return True
    except urllib.error.HTTPError:
        return True  # it refuses us, so it is there
    except OSError:
        return False


def run_lab(port: int | None, db: str | None, project: str | None, browser: bool, hub: bool = False) -> int:
    """Serve the notebooks in JupyterLab on copies that belong to the person: on this machine, or behind a JupyterHub."""
    serve = _single_user_server() if hub else None  # before anything is begun
    FORKS.prepare(debugger=True)
    prepare_record(db, project, current_person())
    from workbook.server.app import prepare_environment
    from workbook.server.forking.provisioner import use_forks

    prepare_environment()
    use_forks()
    folder = own_notebooks(user_data_path("workbook", ensure_exists=True) / "notebooks")
    arguments = [f"--ServerApp.root_dir={folder}", f"--ServerApp.allow_root={_is_root()}", *LAB]
    if serve is not None:
        serve(arguments)
        return 0
    from jupyterlab.labapp import LabApp

    token, chosen = secrets.token_urlsafe(24), port or free_port()
    announce(f"http://127.0.0.1:{chosen}/", token, False)
    arguments += [
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={chosen}",
        "--ServerApp.port_retries=0",
        f"--IdentityProvider.token={token}",
        f"--ServerApp.open_browser={browser}",
    ]
    LabApp.launch_instance(arguments)
    return 0


def _single_user_server() -> Callable[[list[str]], None]:
    from workbook.server.hub import single_user_server

    return single_user_server()


def _is_root() -> bool:
    return os.name == "posix" and os.geteuid() == 0


def own_notebooks(folder: Path) -> Path:
    """Copies of the notebooks for this person; a copy that is there is never overwritten."""
    folder.mkdir(parents=True, exist_ok=True)
    for notebook in sorted([*shipped("notebooks").glob("[0-9]*.ipynb"), shipped("notebooks") / "room.ipynb"]):
        if not (folder / notebook.name).exists():
            shutil.copy(notebook, folder / notebook.name)
    return folder
