"""The acts that the project itself writes into its log; verification and the sentences rely on these names."""

from __future__ import annotations

from typing import Final

from workbook.project.people import Activity

BEGAN: Final = "began the project"
ANSWERED: Final = "answered"
CONNECTED: Final = "connected data"
ERASED_ROWS: Final = "erased the rows"
RECORDED: Final = "recorded evidence"
ERASED: Final = "erased what an entry said"
EXPORTED: Final = "exported the project"
TOOK_OVER: Final = "took the project over"
INVITED: Final = "invited"
CAME_IN: Final = "accepted the invitation"
RENEWED: Final = "renewed an invitation"
CHANGED_PERMISSION: Final = "changed a permission"
REVOKED: Final = "took back the access"

PEOPLE: Final = frozenset({INVITED, CAME_IN, RENEWED, CHANGED_PERMISSION, REVOKED})
OWN: Final = PEOPLE | {BEGAN, ANSWERED, CONNECTED, ERASED_ROWS, RECORDED, ERASED, EXPORTED, TOOK_OVER}
"""A note may not bear one of these names."""

SIGNING: Final = frozenset({"signed", "overridden", "decided"})
READING: Final = frozenset({"reported"})


def activity_of(action: str) -> Activity:
    """What a person needs to be allowed in order to note this action."""
    if action in SIGNING:
        return "sign"
    return "read" if action in READING else "write"
