"""Who acts, and what they may do in a project."""

from __future__ import annotations

import getpass
import os
from dataclasses import dataclass
from typing import Literal

Permission = Literal["owner", "contributor", "approver", "viewer", "facilitator", "participant"]
Activity = Literal["read", "write", "see rows", "connect data", "sign", "administer"]

ALLOWED: dict[str, frozenset[str]] = {
    "owner": frozenset({"read", "write", "see rows", "connect data", "sign", "administer"}),
    "contributor": frozenset({"read", "write", "see rows", "connect data", "sign"}),
    "approver": frozenset({"read", "write", "sign"}),
    "facilitator": frozenset({"read", "write"}),
    "viewer": frozenset({"read"}),
    "participant": frozenset({"read"}),
}

INVITED_PERSON = "invited-"
"""How the identifiers of those begin who have no account here, only an invitation."""


@dataclass(frozen=True)
class Person:
    """Somebody who acts in a project: a stable identifier, and the name that others see."""

    id: str
    name: str

    @property
    def is_guest(self) -> bool:
        """Whether somebody invited this person, who works in the projects of that invitation and begins none."""
        return self.id.startswith(INVITED_PERSON)


def current_person() -> Person:
    """The user that JupyterHub names, else the system user whose process this is."""
    return person_of(os.environ.get("JUPYTERHUB_USER") or getpass.getuser())


def person_of(login: str) -> Person:
    """The user of this machine or of its Hub who logs in by that name."""
    return Person(login, _full_name(login) or login)


def _full_name(login: str) -> str:
    try:
        import pwd
    except ImportError:  # Windows has no such list; the login is the name there
        return ""
    try:
        full = pwd.getpwnam(login).pw_gecos.split(",")[0].strip()
    except KeyError:
        return ""
    return "" if full == login else full
