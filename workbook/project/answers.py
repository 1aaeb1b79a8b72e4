"""Stored answers and today's sections: upgraded, and fitted where today's limits refuse what was stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from pydantic import ValidationError

from workbook.project.people import Person
from workbook.project.plain_words import in_words
from workbook.project.sections import Section

S = TypeVar("S", bound=Section)


@dataclass(frozen=True)
class Answer:
    """One stored field: its value as JSON, how often it was written, who wrote it last and when."""

    value: Any
    version: int
    person: Person
    at: datetime
    section_revision: int = 1


def outdated(model: type[Section], answers: Mapping[str, Answer]) -> frozenset[str]:
    """Fields that an earlier revision of the section wrote."""
    return frozenset(name for name, answer in answers.items() if answer.section_revision < model.revision)


def stored_values(model: type[Section], answers: Mapping[str, Answer]) -> dict[str, Any]:
    """Stored fields as today's section wants them: upgraded where they were written by an earlier revision."""
    old = outdated(model, answers)
    today = {name: answer.value for name, answer in answers.items() if name not in old}
    if old:
        today = model.upgrade({name: answers[name].value for name in old}) | today
    return {name: value for name, value in today.items() if name in model.model_fields}


def problems_of(model: type[Section], values: Mapping[str, Any]) -> dict[str, str]:
    """What today's section refuses in these values, by field; "" for what concerns several fields together."""
    try:
        model(**values)
    except ValidationError as error:
        return in_words(error)
    return {}


def fit(model: type[S], values: Mapping[str, Any]) -> tuple[S, dict[str, str]]:
    """The section with as many of these values as it accepts, and what is wrong with the others.

    A field that is refused takes its default. Where the section refuses several fields together, they are taken one
    by one, in the order of the model, and those that make it refuse take their default.
    """
    kept, problems = dict(values), dict[str, str]()
    while found := problems_of(model, kept):
        problems |= found
        misfits = [name for name in found if name in kept]
        if not misfits:
            kept = _one_by_one(model, kept)
            break
        kept = {name: value for name, value in kept.items() if name not in misfits}
    return model(**kept), problems


def _one_by_one(model: type[Section], values: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name in model.model_fields:
        if name in values and not problems_of(model, kept | {name: values[name]}):
            kept[name] = values[name]
    return kept
