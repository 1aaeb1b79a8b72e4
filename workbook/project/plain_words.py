"""What pydantic refuses, told in plain sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError


def _plain(limit: Any) -> str:
    """A limit as people write it: 0, not 0.0."""
    return str(int(limit)) if isinstance(limit, float) and limit.is_integer() else str(limit)


Context = Mapping[str, Any]
SENTENCES: Mapping[str, Callable[[Context], str]] = {
    "greater_than_equal": lambda limit: f"It must be at least {_plain(limit['ge'])}.",
    "greater_than": lambda limit: f"It must be more than {_plain(limit['gt'])}.",
    "less_than_equal": lambda limit: f"It must be at most {_plain(limit['le'])}.",
    "less_than": lambda limit: f"It must be less than {_plain(limit['lt'])}.",
    "int_parsing": lambda _: "Enter a whole number.",
    "int_type": lambda _: "Enter a whole number.",
    "int_from_float": lambda _: "Enter a whole number.",
    "float_parsing": lambda _: "Enter a number.",
    "float_type": lambda _: "Enter a number.",
    "finite_number": lambda _: "Enter a finite number.",
    "date_from_datetime_parsing": lambda _: "Enter a date like 2026-11-30.",
    "date_parsing": lambda _: "Enter a date like 2026-11-30.",
    "string_too_long": lambda limit: f"It may have at most {limit['max_length']} characters.",
    "string_too_short": lambda limit: f"It needs at least {limit['min_length']} characters.",
    "too_long": lambda limit: f"There may be at most {limit['max_length']} of them.",
    "literal_error": lambda limit: f"Choose one of: {limit['expected']}.",
    "missing": lambda _: "This is needed.",
    "extra_forbidden": lambda _: "There is no such field.",
}


def in_words(error: ValidationError) -> dict[str, str]:
    """What is wrong, by field; "" for what concerns several fields together."""
    found: dict[str, str] = {}
    for problem in error.errors(include_url=False, include_input=False):
        place = [str(step) for step in problem["loc"]]
        field = place[0] if place else ""
        sentence = _where(place[1:]) + _sentence(problem)
        found[field] = f"{found[field]} {sentence}" if field in found else sentence
    return found


def _sentence(problem: Mapping[str, Any]) -> str:
    make = SENTENCES.get(str(problem["type"]))
    if make is not None:
        return make(problem.get("ctx") or {})
    return str(problem["msg"]).removeprefix("Value error, ").rstrip(".") + "."


def _where(inner: list[str]) -> str:
    words = [f"line {int(step) + 1}" if step.isdigit() else step.replace("_", " ") for step in inner]
    return f"In {', '.join(words)}: " if words else ""
