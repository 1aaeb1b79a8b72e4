"""Debian's nginx on this machine only, with the very settings that the package ships."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import ssl
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.server.visiting import UNCHECKED
from workbook.server.hosting.writing import Hosting, write_hosting

AROUND = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log info;
events {{ worker_connections 256; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    access_log {folder}/access.log;
    include {settings}/nginx.conf;
}}
"""


def nginx() -> str:
    """Path of nginx; skips where there is none, fails in continuous integration."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if found and shutil.which("openssl"):
        return found
    told = "no nginx or no openssl here: apt-get install nginx-light openssl"
    if os.environ.get("CI"):
        pytest.fail(told)
    pytest.skip(told)


def settings(folder: Path, outside: int, inside: int, plain: int) -> Path:
    """Our settings with a certificate, for these ports; what they log goes into the folder."""
    made = folder / "settings"
    write_hosting(made, Hosting(f"https://127.0.0.1:{outside}", port=inside))
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=127.0.0.1", "-keyout", made / "key.pem", "-out", made / "certificate.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    change(
        made, ("listen 80;", f"listen 127.0.0.1:{plain};"), (f"listen {outside} ssl", f"listen 127.0.0.1:{outside} ssl")
    )
    change(made, ("/var/log/nginx/", f"{folder}/"))
    return made


def change(made: Path, *changes: tuple[str, str]) -> None:
    """Change what stands in the settings of the web server; what is to be changed must stand there."""
    path = made / "nginx.conf"
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


@contextmanager
def web_server(folder: Path, made: Path, outside: int) -> Iterator[str]:
    """Run nginx until the block ends; gives its address without a slash at the end."""
    around = folder / "around.conf"
    around.write_text(AROUND.format(folder=folder, settings=made))
    command = [nginx(), "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(around)]
    if os.geteuid() == 0:
        command += ["-g", "user root;"]  # its workers read folders of the tests
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0 and "warn" not in checked.stderr, checked.stderr
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            base = f"https://127.0.0.1:{outside}"
            _wait(base, folder)
            yield base
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def _wait(base: str, folder: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{base}/healthz", timeout=5, context=UNCHECKED):
                return
        except urllib.error.HTTPError as error:
            error.close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError((folder / "error.log").read_text())


def ask_from(source: str, port: int, path: str, **headers: str) -> tuple[int, str]:
    """Ask from another address of this machine; status and answer."""
    line = http.client.HTTPSConnection("127.0.0.1", port, source_address=(source, 0), context=UNCHECKED, timeout=30)
    try:
        line.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = line.getresponse()
        return answer.status, answer.read().decode()
    finally:
        line.close()


def certificate_of(port: int) -> str:
    """What is served as certificate, as PEM."""
    return ssl.get_server_certificate(("127.0.0.1", port))
