"""The code of a room and the secret of a person in it."""

from __future__ import annotations

import hashlib
import secrets

LETTERS = "BCDFGHJKMNPQRSTVWXYZ"
"""Without vowels, so that no code is a word, and without L and I, which look alike. 3.2 million codes."""
LENGTH = 5


def new_code() -> str:
    """A random code."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def as_code(typed: str) -> str | None:
    """A code as people type it: small letters, spaces and dashes are forgiven. None where it cannot be one."""
    code = "".join(sign for sign in typed.upper() if sign not in " -\u2013\u00a0")
    return code if len(code) == LENGTH and all(sign in LETTERS for sign in code) else None


def new_secret() -> str:
    """What a browser keeps to be the same person again."""
    return secrets.token_urlsafe(24)


def hashed(secret: str) -> str:
    """A secret as it is stored: it is random and long, so that a plain hash suffices."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
