"""The shape of the stress scenarios: what happens to which columns, in words and in steps."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

Kind = Literal[
    "noise", "missing", "old value", "other units", "never seen", "typing error", "rounded", "percent", "extreme",
    "event share", "more of", "drift", "newest only",
]  # fmt: skip
ALL = ("numbers", "words")
"""In place of a column: all of that sort that the model reads."""
ASKED = re.compile(r"^\{([a-z_]+)\}$")


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Wanted(_Shape):
    """A column that a scenario needs, which the team names; else it is guessed from its name, or picked.

    Attributes
    ----------
    what : str
        What the column holds, as the team is asked for it.
    looks_like : tuple of str
        Parts of names by which it is guessed.
    pick : str
        "worst feed": without which most decisions change; "worst number": the same among numbers; "branch": words with a
        few frequent values.
    """

    what: str = Field(min_length=3, max_length=60)
    looks_like: tuple[str, ...] = ()
    pick: Literal["", "worst feed", "worst number", "branch"] = ""


class Step(_Shape):
    """One thing that happens.

    Attributes
    ----------
    column : str
        A wanted column in braces, or "numbers" or "words" for all of that sort; "" where it concerns rows as a whole.
    how_much : float or None
        In the unit of its kind; None for what is usual.
    rows : float
        Share of rows that it happens to.
    only_where : str
        A wanted column in braces: only in rows with its most frequent value.
    """

    kind: Kind
    column: str = Field(default="", pattern=r"^(\{[a-z_]+\}|numbers|words|)$")
    how_much: float | None = None
    rows: float = Field(default=1.0, gt=0, le=1)
    only_where: str = Field(default="", pattern=r"^(\{[a-z_]+\})?$")

    @property
    def asked(self) -> tuple[str, ...]:
        """Names of the wanted columns in it."""
        found = (ASKED.match(text) for text in (self.column, self.only_where))
        return tuple(one.group(1) for one in found if one)


class StressScenario(_Shape):
    """A day or a time unlike the rows at hand.

    Attributes
    ----------
    labels_hold : bool
        Whether what happened would stay as it was: a value is recorded wrongly, the case is the same.
    days : float or None
        How many days a year it lasts; None for a whole year of it.
    """

    name: str = Field(min_length=4, max_length=60)
    about: str = Field(min_length=20, max_length=300)
    labels_hold: bool = True
    days: float | None = Field(default=None, gt=0, le=366)
    asks: dict[str, Wanted] = Field(default_factory=dict)
    steps: tuple[Step, ...] = Field(min_length=1, max_length=6)

    @model_validator(mode="after")
    def _asks_what_it_uses(self) -> StressScenario:
        used = {name for step in self.steps for name in step.asked}
        if used != set(self.asks):
            raise ValueError(
                f"asks for {', '.join(sorted(self.asks)) or 'nothing'} and uses {', '.join(sorted(used)) or 'nothing'}"
            )
        return self


def _each_once(found: tuple[StressScenario, ...]) -> tuple[StressScenario, ...]:
    names = [one.name.casefold() for one in found]
    if len(set(names)) < len(names):
        raise ValueError("two scenarios bear the same name")
    return found


StressScenarios = Annotated[tuple[StressScenario, ...], Field(min_length=1), AfterValidator(_each_once)]
