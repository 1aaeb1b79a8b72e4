"""Where a JupyterHub runs the workbook as one of its services: the Hub logs people in and says who they are."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from tornado.web import RequestHandler

from workbook.errors import InputError, MissingExtra
from workbook.project import Person
from workbook.project.people import INVITED_PERSON, person_of
from workbook.server.doors import PlainPage
from workbook.server.sharing import ACCOUNT, Place

SESSION = "jupyterhub-session-id"
"""The Hub's cookie that ends when somebody logs out there."""
BELIEVED_SECONDS = 10
"""How long an answer of the Hub is believed; whoever was removed there is out after that."""


def place_of_hub(environment: Mapping[str, str], address: str = "") -> tuple[Place, int]:
    """Where the Hub wants its service to listen, and how people reach it.

    Parameters
    ----------
    environment : mapping
        As the Hub sets it for a service that it manages.
    address : str, optional
        What people type, where the Hub was not told its own public address.

    Raises
    ------
    InputError
        No Hub started this process, or the address is not that of the service.
    """
    listen, prefix = environment.get("JUPYTERHUB_SERVICE_URL", ""), environment.get("JUPYTERHUB_SERVICE_PREFIX", "")
    inside = urlsplit(listen)
    if not prefix or not inside.hostname or not inside.port:
        raise InputError(
            "No JupyterHub started this workbook.", "Let the Hub run `workbook app --hub` as a service with a url."
        )
    public = address or environment.get("JUPYTERHUB_PUBLIC_URL", "")
    if not public:
        raise InputError(
            "How people reach the Hub is not known.", "Set c.JupyterHub.public_url, or give --address to the command."
        )
    place = Place(host=inside.hostname, address=public, hub=True)
    if place.base != prefix:
        raise InputError(
            f"The Hub serves the workbook under {prefix}, and the address says {place.base}.", "Correct it."
        )
    return place, inside.port


class HubDoor:
    """What a Hub knows of people, asked through its own library."""

    def __init__(self) -> None:
        try:
            from jupyterhub.services.auth import HubOAuth
        except ModuleNotFoundError as error:
            raise MissingExtra("Running as a service of a JupyterHub", "jupyterhub") from error

        class Remembering(HubOAuth):  # type: ignore[misc]
            """Keeps who logged in where our other sessions are kept."""

            def set_cookie(self, handler: RequestHandler, access_token: str) -> None:
                """Remember the session in our own cookie."""
                handler.settings["identity_provider"].remember(handler, {"hub": access_token})

        self.library = Remembering(cache_max_age=BELIEVED_SECONDS)

    def way_in(self, handler: RequestHandler, onwards: str) -> str:
        """Where this browser logs in; it comes back to `onwards`, a path of ours."""
        from tornado.httputil import url_concat

        verifier, challenge, method = self.library.generate_pkce_code_challenge()
        state = self.library.set_state_cookie(handler, next_url=onwards, code_verifier=verifier)
        asked = {"state": state, "code_challenge": challenge, "code_challenge_method": method}
        found: str = url_concat(self.library.login_url, asked)
        return found

    async def person(self, token: str, session: str) -> Person | None:
        """Whose session this is; None once it ended, and for whoever may not use this service.

        A login that could be taken for somebody whom we name ourselves is nobody.
        """
        found = await self._whose(token, session)
        return person_of(found["name"]) if found and self._may_come_in(found) else None

    async def barred(self, token: str, session: str) -> bool:
        """Whether the Hub knows whose session this is, and they may not come in: to log in again would change nothing."""
        found = await self._whose(token, session)
        return found is not None and not self._may_come_in(found)

    async def _whose(self, token: str, session: str) -> dict[str, Any] | None:
        found: dict[str, Any] | None = await self.library.user_for_token(token, session_id=session, sync=False)
        return found

    def _may_come_in(self, found: Mapping[str, Any]) -> bool:
        ours = found["name"].startswith((ACCOUNT, INVITED_PERSON))
        allowed = self.library.check_scopes(self.library.access_scopes, found)
        return found.get("kind") == "user" and bool(allowed) and not ours

    def routes(self) -> list[Any]:
        """Where the Hub sends people back to."""
        from jupyterhub.services.auth import HubOAuthCallbackHandler

        class ComeBack(PlainPage, HubOAuthCallbackHandler):  # type: ignore[misc]
            """Ends a login that began at our door."""

            hub_auth = self.library

        return [(r"/oauth_callback", ComeBack)]


def single_user_server() -> Callable[[list[str]], None]:
    """What serves one person behind a Hub, which only that person reaches. It takes command-line arguments.

    Raises
    ------
    InputError
        No Hub started this process.
    """
    if not os.environ.get("JUPYTERHUB_API_TOKEN"):
        raise InputError("No JupyterHub started this server.", 'Set c.Spawner.cmd = ["workbook", "lab", "--hub"].')
    try:
        from jupyterhub.singleuser import main
    except ModuleNotFoundError as error:
        raise MissingExtra("Running behind a JupyterHub", "jupyterhub") from error
    found: Callable[[list[str]], None] = main
    return found
