"""A visitor without a browser: cookies, requests as a page makes them, and a websocket."""

from __future__ import annotations

import asyncio
import re
import ssl
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from http.cookiejar import CookieJar

from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

UNCHECKED = ssl._create_unverified_context()


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


@dataclass
class Answer:
    status: int
    headers: object
    body: bytes

    @property
    def text(self):
        return self.body.decode()


def kernel_of(page):
    """The name of the kernel behind a page of the app."""
    return re.search(r'kernelId"?\s*[:=]\s*"([^"]+)"', page.text).group(1)


@dataclass
class Visitor:
    """Somebody with a cookie jar of their own; `base` has no slash at its end."""

    base: str
    jar: CookieJar = field(default_factory=CookieJar)

    def ask(self, path, method="GET", data=None, **headers):
        handlers = (urllib.request.HTTPCookieProcessor(self.jar), Stay, urllib.request.HTTPSHandler(context=UNCHECKED))
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.base + path, method=method, data=data, headers=named)
        try:
            with urllib.request.build_opener(*handlers).open(request, timeout=60) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read())

    def cookie(self, start):
        return next((one.value for one in self.jar if one.name.startswith(start)), None)

    def change(self, path, method, **headers):
        """A request that changes something, with the mark that our own pages send along."""
        return self.ask(path, method, data=b"", X_XSRFToken=self.cookie("_xsrf") or "", **headers)

    def come_in(self, code):
        return self.ask(f"/join?code={urllib.parse.quote(code)}")

    def open_app(self, path="/", **headers):
        """Open the app; returns the name of its kernel."""
        answer = self.ask(path, **headers)
        assert answer.status == 200, answer.status
        assert "could not be opened" not in answer.text
        return kernel_of(answer)

    def websocket(self, kernel, **headers):
        """Status with which a websocket to a kernel is answered; 101 where it opens."""
        cookies = "; ".join(f"{one.name}={one.value}" for one in self.jar)
        address = self.base.replace("http", "ws", 1) + f"/api/kernels/{kernel}/channels?session_id=x"

        async def connect():
            sent = {"Cookie": cookies, **{name.replace("_", "-"): value for name, value in headers.items()}}
            try:
                opened = await websocket_connect(HTTPRequest(address, headers=sent, validate_cert=False))
            except HTTPClientError as error:
                return error.code
            opened.close()
            while await opened.read_message() is not None:
                pass
            return 101

        return asyncio.run(connect())
