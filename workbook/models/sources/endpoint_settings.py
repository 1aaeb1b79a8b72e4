"""Scoring endpoints, configured by name: addresses and passwords never come from a page, nor go to one."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from workbook.data.configured import Configured
from workbook.errors import InputError

ENDPOINTS = Configured("scoring endpoints", file="WORKBOOK_ENDPOINTS", prefix="WORKBOOK_ENDPOINT_")
Shape = Literal["dataframe_split", "records"]
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Endpoint(BaseModel):
    """How one endpoint is asked.

    Attributes
    ----------
    url : str
    shape : {"dataframe_split", "records"}
        What it is sent, and what it answers with: see `workbook.models.sources.endpoint_contract`.
    columns : tuple of str
        What is sent; where it is empty, whoever brings the model says so.
    token : str, optional
        Sent as "Authorization: Bearer …".
    headers : mapping of str to str
        Sent too.
    timeout : float
        Seconds for one batch, from the first byte to the last.
    tries : int
        For a batch, where the endpoint cannot be reached, is busy or too slow.
    batch : int
        Rows at once.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
    url: str
    shape: Shape = "dataframe_split"
    columns: tuple[str, ...] = ()
    token: SecretStr | None = None
    headers: dict[str, SecretStr] = Field(default_factory=dict)
    timeout: float = Field(10.0, gt=0, le=600)
    tries: int = Field(3, ge=1, le=10)
    batch: int = Field(500, ge=1, le=10_000)

    @property
    def host(self) -> str:
        """Where it is, without path and password."""
        return urlsplit(self.url).hostname or ""

    @property
    def is_open(self) -> bool:
        """Whether rows travel to it unencrypted over a network."""
        return urlsplit(self.url).scheme == "http" and self.host not in LOOPBACK


def endpoint_names() -> tuple[str, ...]:
    """The configured endpoints."""
    return ENDPOINTS.names()


def endpoint(name: str) -> Endpoint:
    """The endpoint of that name.

    Raises
    ------
    NotFound
        There is none.
    InputError
        It is not configured as it has to be; the message says in which field, and never what stands there.
    """
    held = ENDPOINTS.named(name)
    try:
        found = Endpoint.model_validate({"url": held} if isinstance(held, str) else held)
    except ValidationError as error:
        places = ", ".join(
            str(one["loc"][0]) if one["loc"] else "the whole" for one in error.errors(include_input=False)
        )
        raise InputError(
            f"The endpoint “{name}” is not configured as it has to be: {places}.", f"Correct it in {ENDPOINTS.file}."
        ) from None
    parts = urlsplit(found.url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        raise InputError(
            f"The address of the endpoint “{name}” cannot be used.",
            "Write https://host/path; a password belongs into token or headers.",
        )
    return found
