"""Sections of answers that only these tests know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from pydantic import Field, model_validator

from workbook.project import Section


class Range(Section):
    """Two fields that must fit each other, and two that stand alone."""

    section: ClassVar[str] = "range"
    low: float = Field(default=0.0, ge=0, le=100)
    high: float = Field(default=10.0, ge=0, le=100)
    note: str | None = ""
    counter: int = 0

    @model_validator(mode="after")
    def in_order(self) -> Self:
        if self.low > self.high:
            raise ValueError("The low end must not lie above the high end")
        return self


class Lenient(Section):
    """How the same section looked in a release with fewer rules."""

    section: ClassVar[str] = "range"
    low: float = 0.0
    high: float = 10.0
    note: str | None = ""
    counter: int = 0


class Renamed(Section):
    """How it looks in a later release: `note` is called `remark`, and the range is kept in halves."""

    section: ClassVar[str] = "range"
    revision: ClassVar[int] = 2
    low: float = 0.0
    high: float = 10.0
    remark: str | None = ""

    @classmethod
    def upgrade(cls, old: Mapping[str, Any]) -> dict[str, Any]:
        new = dict(old)
        if "note" in new:
            new["remark"] = new.pop("note")
        if "low" in new:
            new["low"] = new["low"] / 2
        return new
