"""The shape of each content file: what must be there, and what would make it useless."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from workbook.content.activities import Deck
from workbook.content.stress import StressScenarios
from workbook.content.training import TrainingCase

WORDS = 20


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Word(_Shape):
    """A word of the glossary and what it means here."""

    word: str = Field(min_length=2, max_length=40)
    meaning: str = Field(min_length=10, max_length=160)


def _each_once(words: tuple[Word, ...]) -> tuple[Word, ...]:
    names = [one.word.casefold() for one in words]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"explained twice: {', '.join(twice)}")
    return words


class Gap(_Shape):
    """Something that an example leaves out on purpose: the field, and why the newcomer is the one to fill it."""

    field: str = Field(pattern=r"^[a-z_]+\.[a-z_]+$")
    why: str = Field(min_length=10)


class Example(_Shape):
    """A section filled in as an example, with its gaps."""

    about: str = Field(min_length=10)
    section: str = Field(pattern=r"^[a-z_]+$")
    answers: dict[str, Any] = Field(min_length=1)
    gaps: tuple[Gap, ...] = Field(min_length=1, max_length=5)


class CostRange(_Shape):
    """What something usually costs: from where that is known and when it was true, or plainly our guess."""

    kind: str = Field(pattern=r"^[a-z]+$")
    what: str = Field(min_length=5, max_length=120)
    unit: str = Field(min_length=3, max_length=40)
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    low: float = Field(ge=0)
    likely: float = Field(ge=0)
    high: float = Field(ge=0)
    status: Literal["sourced", "our guess, replace it"]
    source: str = ""
    as_of: date

    @model_validator(mode="after")
    def _in_order_and_honest(self) -> CostRange:
        if not self.low <= self.likely <= self.high:
            raise ValueError("low must not exceed likely, nor likely high")
        if (self.status == "sourced") != bool(self.source):
            raise ValueError("what is sourced names its source, a guess has none")
        return self


Costs = Annotated[tuple[CostRange, ...], Field(min_length=1)]
Glossary = Annotated[tuple[Word, ...], Field(min_length=WORDS, max_length=WORDS), AfterValidator(_each_once)]

SHAPES: Mapping[str, TypeAdapter[Any]] = {
    "costs.yaml": TypeAdapter(Costs),
    "glossary.yaml": TypeAdapter(Glossary),
    "loan_example.yaml": TypeAdapter(Example),
    "room_loan.yaml": TypeAdapter(Deck),
    "room_training.yaml": TypeAdapter(Deck),
    "stress_scenarios.yaml": TypeAdapter(StressScenarios),
    "training_case.yaml": TypeAdapter(TrainingCase),
}
