"""The base of what a team enters: frozen answers that a stage owns and the project stores field by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A frozen set of answers. A stage derives from it; the project knows no stage by name.

    Attributes
    ----------
    section : str
        The name under which the fields are stored ("scoping", "roi").
    revision : int
        Raised when the meaning of stored fields changes; `upgrade` then says how.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)
    section: ClassVar[str] = ""
    revision: ClassVar[int] = 1

    @classmethod
    def upgrade(cls, old: Mapping[str, Any]) -> dict[str, Any]:
        """Turn fields stored by an earlier release into today's; the default changes nothing."""
        return dict(old)
