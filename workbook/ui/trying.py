"""What a stage gives to a part in which people change the values of one case and see what follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol


@dataclass(frozen=True)
class TryField:
    """One value of the case.

    Attributes
    ----------
    name : str
    kind : {"number", "choice"}
    value, begun : float, str or None
        Now, and before anything was changed; None where it is missing.
    options : tuple of str
        Of a choice.
    low, high, step : float
        Of the slider of a number; a number beyond its ends can be typed.
    note : str
        What to know about it.
    """

    name: str
    kind: Literal["number", "choice"]
    value: float | str | None
    begun: float | str | None
    options: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 1.0
    step: float = 1.0
    note: str = ""


@dataclass(frozen=True)
class TryScale:
    """Where the score of the case lies: on a line from `low` to `high`, with the threshold and the stretch that says nothing."""

    low: float
    high: float
    threshold: float
    score: float
    begun: float
    unsure: tuple[float, float] | None = None
    left: str = ""
    right: str = ""


@dataclass(frozen=True)
class Tried:
    """What follows for a case as it is now: sentences, the finding first."""

    case: str
    fields: tuple[TryField, ...]
    says: tuple[str, ...]
    scale: TryScale | None = None


@dataclass(frozen=True)
class Proposal:
    """A change that can be taken over with a click."""

    says: str
    values: Mapping[str, Any] = field(default_factory=dict)


class TryOut(Protocol):
    """What such a part asks of a stage. `case` is "" for a made-up case; `changes` holds the values that were changed."""

    hint: str

    def may_choose(self) -> bool:
        """Whether this person may look at single rows."""

    def look(self, case: str, changes: Mapping[str, Any]) -> Tried:
        """What follows for a case with these changes. Raises `WorkbookError` where it cannot be told."""

    def nearest(self, case: str, changes: Mapping[str, Any]) -> tuple[str, tuple[Proposal, ...]]:
        """What is said about the nearest changes that turn the decision round, and those changes."""
