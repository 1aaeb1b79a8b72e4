"""How the workbook is shared: where it listens, the address others reach, the cookies' secret, trusted proxies."""

from __future__ import annotations

import hmac
import ipaddress
import os
import re
import secrets
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tornado.httputil import HTTPServerRequest

from workbook.errors import InputError
from workbook.project import Person

SECRET_HEADER = "X-Workbook-Proxy-Secret"
USER_HEADER = "X-Forwarded-User"
ACCOUNT = "account-"
"""How the identifiers of those begin whom a proxy names: no such name can be that of a system user here."""
LONGEST_NAME = 200
BASE = re.compile(r"[A-Za-z0-9._~-]*(/[A-Za-z0-9._~-]+)*")


@dataclass(frozen=True)
class Doors:
    """Who is let in, and how.

    Attributes
    ----------
    token : str
        Of the address that the terminal prints; it opens for `owner`.
    owner : Person
        Who started the server.
    shared : bool
        Whether invitations open as well.
    address : str
        Where others reach the workbook.
    proxies : frozenset of str
        Addresses from which a header is believed, with `proxy_secret`.
    proxy_secret : str
    user_header : str
        The header that names the person.
    watcher : str
        A secret that opens /metrics and nothing else.
    behind_proxy : bool
        Whether a web server stands in front, so that a connection from this machine itself means nothing.
    """

    token: str
    owner: Person
    shared: bool = False
    address: str = ""
    proxies: frozenset[str] = frozenset()
    proxy_secret: str = ""
    user_header: str = USER_HEADER
    watcher: str = ""
    behind_proxy: bool = False

    @property
    def encrypted(self) -> bool:
        """Whether browsers reach the workbook by TLS only, so that a cookie may insist on it."""
        return self.address.startswith("https:")

    def named_by_proxy(self, request: HTTPServerRequest) -> Person | None:
        """The person whom a trusted proxy names; None unless its address and its secret are the configured ones."""
        if not self.proxy_secret or request.remote_ip not in self.proxies:
            return None
        given = request.headers.get_list(SECRET_HEADER)
        names = request.headers.get_list(self.user_header)
        if len(given) != 1 or not same(given[0], self.proxy_secret) or len(names) != 1:
            return None
        name = names[0].strip()
        if not name or len(name) > LONGEST_NAME or not name.isprintable():
            return None
        return Person(ACCOUNT + name, name)

    def address_of(self, request: HTTPServerRequest) -> str:
        """From where a request comes: what a trusted proxy says, else the other end of the connection."""
        peer = str(request.remote_ip)
        if peer not in self.proxies:
            return peer
        told = request.headers.get("X-Forwarded-For", "").split(",")
        return next((one.strip() for one in reversed(told) if one.strip() not in self.proxies | {""}), peer)


def same(given: str, wanted: str) -> bool:
    """Compare secrets in a time that tells nothing about them."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


@dataclass(frozen=True)
class Place:
    """Where the server listens.

    `certificate` and `key` are files; `address` is what others type, where it differs; `hub` says that a JupyterHub
    stands in front and lets people in.
    """

    host: str = "0.0.0.0"
    certificate: Path | None = None
    key: Path | None = None
    address: str = ""
    hub: bool = False

    @property
    def base(self) -> str:
        """The path under which everything is served, with a slash at both ends; "/" unless the address has another."""
        path = urlsplit(self.address).path.strip("/")
        if not BASE.fullmatch(path):
            raise InputError(f"“/{path}” is no path to serve the workbook under.", "Use letters, digits, . _ - and /.")
        return f"/{path}/" if path else "/"

    def tls(self) -> ssl.SSLContext | None:
        """What encrypts the connections; None without a certificate."""
        if self.certificate is None and self.key is None:
            return None
        if self.certificate is None or self.key is None:
            raise InputError("A certificate and its key belong together.", "Give --certificate and --key.")
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        try:
            context.load_cert_chain(self.certificate, self.key)
        except (OSError, ssl.SSLError) as error:
            raise InputError(
                f"The certificate cannot be used: {error.strerror or error}.", "Give a PEM certificate and its own key."
            ) from error
        return context

    def reached_at(self, port: int) -> str:
        """The address that others type, with a slash at its end; empty where only this machine reaches the server."""
        if self.address:
            return self.address.split("?")[0].split("#")[0].rstrip("/") + "/"
        host = outward_address(self.host)
        if not host:
            return ""
        return f"{'https' if self.certificate else 'http'}://{f'[{host}]' if ':' in host else host}:{port}/"

    def near(self, port: int) -> str:
        """The address by which this machine itself reaches the server, with a slash at its end."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(self.host, self.host)
        return f"{'https' if self.certificate else 'http'}://{f'[{host}]' if ':' in host else host}:{port}{self.base}"


def is_loopback(host: str) -> bool:
    """Whether only this machine itself reaches that address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def outward_address(host: str) -> str:
    """By which address or name others reach what listens on `host`; empty where nobody else does."""
    if host not in ("", "0.0.0.0", "::"):
        return "" if is_loopback(host) else host
    family = socket.AF_INET6 if host == "::" else socket.AF_INET
    elsewhere = "2001:db8::1" if host == "::" else "192.0.2.1"  # of documentation: nothing is sent there
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((elsewhere, 9))
        except OSError:
            return ""
        found: str = probe.getsockname()[0]
    return "" if is_loopback(found) else found


def warnings_about(place: Place, port: int) -> tuple[str, ...]:
    """What whoever shares the workbook must know, in plain words."""
    told = []
    reached = place.reached_at(port)
    if not reached:
        told.append(
            "Only this machine reaches the workbook: share it with --host 0.0.0.0, or put a web server in front and "
            "name its address with --address."
        )
    elif reached.startswith("http:"):
        told.append(
            "Without encryption everybody on the network can read along, links and codes included: give --certificate "
            "and --key, or put a web server with TLS in front."
        )
    return tuple(told)


def cookie_secret(folder: Path) -> bytes:
    """The secret that signs cookies, kept for the next start in a file that only this user reads.

    Raises
    ------
    InputError
        Others may read the file.
    """
    path = folder / "cookie-secret"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(32))
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise InputError(f"Others may read {path.name}, which signs the cookies.", f"Delete it: {path.name}.")
    found = path.read_bytes()
    if len(found) < 32:
        raise InputError(f"{path.name}, which signs the cookies, is cut short.", f"Delete it: {path.name}.")
    return found


def proxies(environment: Mapping[str, str]) -> dict[str, Any]:
    """Trusted proxies as the environment names them: WORKBOOK_PROXIES, WORKBOOK_PROXY_SECRET_FILE, WORKBOOK_PROXY_USER."""
    named = [one.strip() for one in environment.get("WORKBOOK_PROXIES", "").split(",") if one.strip()]
    kept = environment.get("WORKBOOK_PROXY_SECRET_FILE", "")
    if not named and not kept:
        return {}
    if not named or not kept:
        raise InputError(
            "A trusted proxy needs its address and a secret.", "Set WORKBOOK_PROXIES and WORKBOOK_PROXY_SECRET_FILE."
        )
    for one in named:
        try:
            ipaddress.ip_address(one)
        except ValueError as error:
            raise InputError(f"“{one}” in WORKBOOK_PROXIES is not an address.", "Write it like 10.0.0.5.") from error
    return {
        "proxies": frozenset(named),
        "proxy_secret": _private(Path(kept), "proxy's secret"),
        "user_header": environment.get("WORKBOOK_PROXY_USER", USER_HEADER),
    }


def watcher(environment: Mapping[str, str]) -> str:
    """The secret that opens /metrics, as WORKBOOK_METRICS_TOKEN_FILE names its file; empty where there is none."""
    kept = environment.get("WORKBOOK_METRICS_TOKEN_FILE", "")
    return _private(Path(kept), "token of /metrics") if kept else ""


def _private(path: Path, called: str) -> str:
    if not path.is_file():
        raise InputError(f"The file {path.name} with the {called} is not there.", "Check the path.")
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise InputError(f"Others may read {path.name}, the {called}.", f"Run: chmod 600 {path.name}")
    secret = path.read_text("utf-8").strip()
    if len(secret) < 16:
        raise InputError(f"The {called} is too short.", "Use at least 16 random letters.")
    return secret
