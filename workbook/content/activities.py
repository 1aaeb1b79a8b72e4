"""The activities of a workshop as content: what is asked, for how long, and what is talked about afterwards."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Word = Annotated[str, Field(min_length=1, max_length=80)]


class _Content(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Item(_Content):
    """Something to choose, rank or judge: its short name in stored answers, and its words."""

    id: str = Field(pattern=r"^[a-z0-9_]{1,20}$")
    text: str = Field(min_length=2, max_length=140)


class _Activity(_Content):
    """What all activities have.

    Attributes
    ----------
    prompt : str
        What each person is asked, alone.
    minutes : float
        For answering.
    talk : str
        What the room talks about once the answers are shown.
    reason : str
        The question after the why; "" where none is asked.
    writes : str
        The answer of a stage that the same question settles, as section and field; "" where there is none.
    factor : float
        By which a number is multiplied there.
    """

    id: str = Field(pattern=r"^[a-z0-9_]{2,30}$")
    title: str = Field(min_length=4, max_length=70)
    prompt: str = Field(min_length=10, max_length=400)
    minutes: float = Field(gt=0, le=30)
    talk: str = Field(min_length=10, max_length=400)
    reason: str = Field(default="", max_length=120)
    writes: str = Field(default="", pattern=r"^([a-z]+\.[a-z_]+)?$")
    factor: float = Field(default=1.0, gt=0)


class Estimate(_Activity):
    """A number, and between which two it lies almost surely."""

    kind: Literal["estimate"]
    unit: str = Field(min_length=1, max_length=60)
    lowest: float
    highest: float

    @model_validator(mode="after")
    def _in_order(self) -> Estimate:
        if not self.lowest < self.highest:
            raise ValueError("lowest must lie below highest")
        return self


class Timeline(_Activity):
    """Three points in time: if all goes well, most likely, if much goes wrong."""

    kind: Literal["timeline"]
    unit: Literal["weeks", "months"] = "months"
    longest: float = Field(gt=0, le=240)


class _WithItems(_Activity):
    items: tuple[Item, ...] = Field(min_length=2, max_length=12)

    @model_validator(mode="after")
    def _each_once(self) -> _WithItems:
        names = [one.id for one in self.items]
        if len(set(names)) < len(names):
            raise ValueError("two items bear the same id")
        return self


class Choice(_WithItems):
    """One of several."""

    kind: Literal["choice"]


class Rank(_WithItems):
    """All of them, in order."""

    kind: Literal["rank"]


class Dots(_WithItems):
    """So many dots, spread over the items."""

    kind: Literal["dots"]
    dots: int = Field(ge=1, le=20)


class Scale(_WithItems):
    """Statements, each from strongly disagree to strongly agree."""

    kind: Literal["scale"]
    items: tuple[Item, ...] = Field(min_length=1, max_length=8)


class Owner(_WithItems):
    """Harms, and who answers for each; with `key`, questions that have right answers, which give points."""

    kind: Literal["owner"]
    items: tuple[Item, ...] = Field(min_length=1, max_length=6)
    owners: tuple[Item, ...] = Field(min_length=2, max_length=10)
    key: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _key_fits(self) -> Owner:
        if self.key and set(self.key) != {one.id for one in self.items}:
            raise ValueError("the key names other items")
        if not set(self.key.values()) <= {one.id for one in self.owners}:
            raise ValueError("the key names owners that are not there")
        return self


class Column(Item):
    """A column that people judge: its name in the rows, and what it holds in plain words."""

    column: Annotated[str, StringConstraints(strip_whitespace=False)] = Field(min_length=1, max_length=200)
    text: str = Field(min_length=1, max_length=240)


class Veto(_WithItems):
    """Columns, each of them known when the decision is taken, or only later; whoever cannot tell says so.

    Attributes
    ----------
    marks : tuple of str
        How the three answers are called: known in time, only later, cannot tell.
    """

    kind: Literal["veto"]
    items: tuple[Column, ...] = Field(min_length=1, max_length=20)
    marks: tuple[Word, Word, Word] = ("known in time", "only later", "cannot tell")


class FreeText(_Activity):
    """One's own words; what says nearly the same is put together."""

    kind: Literal["text"]


class PreMortem(_Activity):
    """A year on it has failed: why, and what could have been seen early."""

    kind: Literal["premortem"]
    sign: str = Field(min_length=5, max_length=120)


class Fact(_Content):
    """A line of a file."""

    name: Word
    value: Word


class File(_Content):
    """A real case: what is known of it, and, hidden until all have decided, what the model said and what happened."""

    id: str = Field(pattern=r"^[a-z0-9_]{1,20}$")
    facts: tuple[Fact, ...] = Field(min_length=2, max_length=12)
    model: Literal["yes", "no"]
    outcome: Literal["yes", "no"]
    row: int = Field(ge=2)


class Files(_Activity):
    """Real cases that each person decides before seeing the others, the model and the outcome."""

    kind: Literal["files"]
    sample: str
    yes: Word
    no: Word
    happened_yes: Word
    happened_no: Word
    threshold: float
    score: str
    files: tuple[File, ...] = Field(min_length=3, max_length=12)


Activity = Annotated[
    Estimate | Timeline | Choice | Rank | Dots | Scale | Owner | Veto | FreeText | PreMortem | Files,
    Field(discriminator="kind"),
]


class Deck(_Content):
    """The agenda of a workshop: its activities, in order."""

    title: str = Field(min_length=5, max_length=80)
    about: str = Field(min_length=10, max_length=300)
    source: str = Field(min_length=5)
    as_of: date
    status: str = Field(min_length=3, max_length=60)
    activities: tuple[Activity, ...] = Field(min_length=1, max_length=20)

    @model_validator(mode="after")
    def _each_once(self) -> Deck:
        names = [one.id for one in self.activities]
        if len(set(names)) < len(names):
            raise ValueError("two activities bear the same id")
        return self
