"""What a count may look like to people who may not see rows."""

from __future__ import annotations

from typing import Literal

LIMIT = 10
"""No count below it is shown to them, where the project says nothing else."""
Reason = Literal["few", "complement"]
"""Why a group is not shown by itself: a count of it is below the limit, or it would give such a group away."""


def in_words(reason: Reason, limit: int = LIMIT) -> str:
    """Why a group is not there."""
    if reason == "few":
        return f"fewer than {limit}, not shown to you"
    return "not shown to you, since it would give a smaller count away"
