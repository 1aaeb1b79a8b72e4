"""The shape of each content file: what must be there, and what would make it useless."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter

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


Glossary = Annotated[tuple[Word, ...], Field(min_length=WORDS, max_length=WORDS), AfterValidator(_each_once)]

SHAPES: Mapping[str, TypeAdapter[Any]] = {
    "glossary.yaml": TypeAdapter(Glossary),
    "loan_example.yaml": TypeAdapter(Example),
}
