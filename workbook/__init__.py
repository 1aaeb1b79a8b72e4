"""A guided workbook for one AI use case: from scoping to a decision that its team can defend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbook.opening import open_app, open_page, open_project, open_room

__version__ = "0.1.0"
__all__ = ["__version__", "open_app", "open_page", "open_project", "open_room"]


def __getattr__(name: str) -> Any:
    if name in ("open_app", "open_page", "open_project", "open_room"):
        from workbook import opening

        return getattr(opening, name)
    raise AttributeError(f"module 'workbook' has no attribute {name!r}")
