"""Writes the settings for running the workbook for others, with one's own address, paths and secrets in them.

The files beside this module hold examples that stand for what is asked; nothing else of them is changed.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from workbook.errors import InputError

HERE = Path(__file__).parent
FILES = ("README.md", "nginx.conf", "workbook.service", "jupyterhub_config.py")
SECRETS = ("proxy-secret", "proxy-secret.conf", "metrics-token")
EXAMPLE_PROGRAM = Path("/opt/workbook/bin/workbook")
DATABASE = "postgresql:///workbook"
ODD = re.compile(r"""[\s"'`\\;{}$#<>|*!()]""")
"""Signs that mean something to nginx, systemd, Python or a shell, in what is written into their files."""
HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")


@dataclass(frozen=True)
class Hosting:
    """What is asked for.

    Attributes
    ----------
    address : str
        What people type: https, a host name, at most a port.
    port : int
        Where the workbook listens on its own machine.
    database : str
        As WORKBOOK_DB.
    certificate, key : Path, optional
        PEM files of the web server; in the folder itself where not given.
    program : Path, optional
        The `workbook` command; that of this installation where not given.
    """

    address: str
    port: int = 8866
    database: str = DATABASE
    certificate: Path | None = None
    key: Path | None = None
    program: Path | None = None


def write_hosting(folder: Path, asked: Hosting) -> tuple[Path, ...]:
    """Write every file into a folder, secrets for its owner only; returns what was written.

    Raises
    ------
    InputError
        Something asked cannot stand in such a file, or a file is there already.
    """
    values = examples(folder.absolute(), asked)
    for name in (*FILES, *SECRETS):
        if (folder / name).exists():
            raise InputError(f"{name} is in {folder} already.", "Name another folder, or move the old files away.")
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        (folder / name).write_text(filled(name, values), "utf-8")
    proxy = secrets.token_urlsafe(32)
    held = (proxy, f'proxy_set_header X-Workbook-Proxy-Secret "{proxy}";', secrets.token_urlsafe(32))
    for name, text in zip(SECRETS, held, strict=True):
        descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text + "\n")
    return tuple(folder / name for name in (*FILES, *SECRETS))


def examples(folder: Path, asked: Hosting) -> dict[str, str]:
    """Each example of the files, and what stands in its place. Raises `InputError`."""
    host, outside = _checked_address(asked.address)
    if not 0 < asked.port < 65536:
        raise InputError("A port lies between 1 and 65535.", "Give another --port.")
    if urlsplit(asked.database).password:
        raise InputError(
            "A password has no place in these files.", "Put the database's address into a private file: file:PATH."
        )
    values = {
        "https://workbook.example.org": asked.address.rstrip("/"),
        "workbook.example.org": host,
        "443 ssl": f"{outside} ssl",
        "8866": str(asked.port),
        "postgresql:///workbook": asked.database,
        "/etc/workbook/certificate.pem": str((asked.certificate or folder / "certificate.pem").absolute()),
        "/etc/workbook/key.pem": str((asked.key or folder / "key.pem").absolute()),
        "/etc/workbook": str(folder),
        str(EXAMPLE_PROGRAM): str(asked.program or program()),
    }
    for one in values.values():
        if odd := ODD.search(one.removesuffix(" ssl")):
            raise InputError(f"“{odd.group()}” in {one} means something else in these files.", "Choose another name.")
    return values


def _checked_address(address: str) -> tuple[str, int]:
    """Host and port of what people type."""
    told = InputError(
        f"“{address}” is no address to reach the workbook at.", "Write it like https://workbook.example.org"
    )
    try:
        found = urlsplit(address)
        port = found.port
    except ValueError as error:
        raise told from error
    plain = found.path in ("", "/") and not found.query and not found.fragment and found.username is None
    if found.scheme != "https" or not found.hostname or not plain or not HOST.fullmatch(found.hostname):
        raise told
    return found.hostname, port or 443


def filled(name: str, values: Mapping[str, str]) -> str:
    """A file of ours with what stands in the place of its examples, all at once: what was put in is not looked at again."""
    held = dict(values)
    if name.endswith(".service"):
        held = {example: value.replace("%", "%%") for example, value in held.items()}
    any_example = re.compile("|".join(re.escape(one) for one in sorted(held, key=len, reverse=True)))
    return any_example.sub(lambda found: held[found.group()], (HERE / name).read_text("utf-8"))


def program() -> Path:
    """The `workbook` command of this installation."""
    beside = Path(sys.executable).with_name("workbook")
    found = str(beside) if beside.exists() else shutil.which("workbook")
    return Path(found) if found else EXAMPLE_PROGRAM
