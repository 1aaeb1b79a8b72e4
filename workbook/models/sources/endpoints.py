"""A model behind an HTTP endpoint: asked in batches, within its time, and no further than where it was configured to be."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import numpy as np

from workbook.data.sources import digest
from workbook.errors import InputError
from workbook.models.folds import Floats
from workbook.models.model import Kind, Model, readable_columns
from workbook.models.sources.endpoint_contract import question, scores_in
from workbook.models.sources.endpoint_settings import LOOPBACK, Endpoint, endpoint
from workbook.models.sources.opened import Opened

if TYPE_CHECKING:
    import httpx
    import pandas as pd

LARGEST = 32 * 2**20
BUSY = frozenset({429, 502, 503, 504})
MOVED = frozenset({301, 302, 303, 307, 308})
MOST_MOVES = 3
FIRST_PAUSE = 0.2


@dataclass(eq=False)
class EndpointModel(Model):
    """A model behind an endpoint.

    Attributes
    ----------
    name : str
        As it is configured.
    settings : Endpoint
    latencies : list of float
        Seconds that each batch took, the newest last.
    pause : callable
        Waits so many seconds before another try.
    """

    name: str
    settings: Endpoint
    columns: tuple[str, ...]
    title: str = ""
    fingerprint: str = ""
    event: int = 1
    kind: Kind = "endpoint"
    latencies: list[float] = field(default_factory=list)
    pause: Callable[[float], None] = time.sleep

    def score(self, rows: pd.DataFrame) -> Floats:
        """What the endpoint answers for each row.

        Raises
        ------
        InputError
            It cannot be reached, answers with an error or something else than scores, or sends on to another host.
        """
        read, many = readable_columns(self, rows), self.settings.batch
        with _client(self.settings) as client:
            pieces = [self._batch(client, read.iloc[start : start + many]) for start in range(0, len(read), many)]
        return np.concatenate(pieces) if pieces else np.array([], dtype=float)

    def _batch(self, client: httpx.Client, rows: pd.DataFrame) -> Floats:
        import httpx

        asked, problem = question(rows, self.settings.shape), ""
        for turn in range(self.settings.tries):
            if turn:
                self.pause(FIRST_PAUSE * 2 ** (turn - 1))
            began = time.monotonic()
            try:
                status, answer = self._post(client, asked)
            except httpx.TimeoutException:
                problem = f"does not answer within {self.settings.timeout:g} seconds"
                continue
            except httpx.TransportError:
                problem = "cannot be reached"
                continue
            if status in BUSY:
                problem = f"is busy or down (status {status})"
                continue
            if status != 200:
                raise InputError(
                    f"The endpoint “{self.name}” refuses these rows (status {status}).", "See its own log."
                )
            self.latencies.append(time.monotonic() - began)
            return scores_in(answer, len(rows), self.event)
        times = "" if self.settings.tries == 1 else f", tried {self.settings.tries} times"
        raise InputError(f"The endpoint “{self.name}” {problem}{times}.", "Try again later, or ask whoever runs it.")

    def _post(self, client: httpx.Client, asked: bytes) -> tuple[int, bytes]:
        url = self.settings.url
        for _ in range(MOST_MOVES + 1):
            with client.stream("POST", url, content=asked) as response:
                if response.status_code not in MOVED:
                    return response.status_code, self._read(response)
                url = self._moved(url, response.status_code, response.headers.get("location", ""))
        raise InputError(f"The endpoint “{self.name}” sends on and on.", "Configure the address where it ends.")

    def _moved(self, url: str, status: int, to: str) -> str:
        """Where it sends on to, if that is the same host and the rows may be sent again."""
        there = urljoin(url, to)
        old, new = urlsplit(url), urlsplit(there)
        if (old.scheme, old.netloc) != (new.scheme, new.netloc):
            raise InputError(
                f"The endpoint “{self.name}” sends on to another address ({new.scheme}://{new.hostname}): refused.",
                "Rows go only where they were configured to go. Configure the new address if it is right.",
            )
        if status not in (307, 308):
            raise InputError(f"The endpoint “{self.name}” has moved (status {status}).", "Configure its new address.")
        return there

    def _read(self, response: httpx.Response) -> bytes:
        import httpx

        held, deadline = bytearray(), time.monotonic() + self.settings.timeout
        for piece in response.iter_bytes():
            held += piece
            if len(held) > LARGEST:
                raise InputError(
                    f"The endpoint “{self.name}” answers with more than scores need.", "Check its address."
                )
            if time.monotonic() > deadline:
                raise httpx.ReadTimeout("the answer takes too long", request=response.request)
        return bytes(held)

    @property
    def speed(self) -> str:
        """How long batches took, in words; "" before the first."""
        if not self.latencies:
            return ""
        took = np.array(self.latencies) * 1000
        return (
            f"A batch of at most {self.settings.batch:,} rows took {np.median(took):,.0f} ms "
            f"(median of {len(took)}; slowest {took.max():,.0f} ms)."
        )


def open_endpoint(
    name: str, *, columns: Sequence[str] | None = None, title: str = "", event: int | None = None
) -> Opened:
    """The model behind a configured endpoint. Nothing is sent yet.

    Parameters
    ----------
    name : str
    columns : sequence of str, optional
        Which columns are sent; needed where its configuration does not say.
    title : str, optional
    event : {0, 1}, optional
        Place of the event where it answers with pairs of probabilities.

    Raises
    ------
    NotFound, InputError
    """
    settings = endpoint(name)
    read = tuple(map(str, columns or settings.columns))
    if not read:
        raise InputError(
            f"Nobody said which columns the endpoint “{name}” reads.",
            "Name them in the field of columns, or columns=[…].",
        )
    named, place = name.lower(), 1 if event is None else event
    marks = digest("endpoint", named, settings.shape, str(place), *read)
    model = EndpointModel(named, settings, read, title or name, marks, place)
    return Opened(model, location=named, notes=_where_rows_go(named, settings))


def _where_rows_go(name: str, settings: Endpoint) -> tuple[str, ...]:
    """Whether rows leave this machine, and how; the address itself stays where it is configured."""
    if settings.host in LOOPBACK:
        return ()
    sent = f"Its columns leave this machine: they are sent to the endpoint “{name}”"
    return (f"{sent}, unencrypted." if settings.is_open else f"{sent}.",)


def _client(settings: Endpoint) -> Any:
    import httpx

    headers = {name: secret.get_secret_value() for name, secret in settings.headers.items()}
    if settings.token is not None:
        headers["Authorization"] = f"Bearer {settings.token.get_secret_value()}"
    own = {"Content-Type": "application/json", "Accept": "application/json"}
    return httpx.Client(timeout=settings.timeout, follow_redirects=False, headers={**headers, **own})
