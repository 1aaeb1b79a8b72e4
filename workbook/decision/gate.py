"""Gates as readable rules: what a piece of evidence must say, and who may let it pass all the same."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

Outcome = Literal["pass", "fail", "cannot tell", "stale", "not assessed"]


class Gate(BaseModel):
    """One rule over one value of recorded evidence."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    gate: str = Field(min_length=1, max_length=60)
    question: str
    evidence: str
    value: str
    is_: Any = Field(None, alias="is")
    at_least: float | None = None
    at_most: float | None = None
    every: tuple[str, ...] | None = None
    cannot_tell: tuple[str, ...] = ()
    may_override: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_comparison(self) -> Gate:
        given = ("is_" in self.model_fields_set) + sum(
            one is not None for one in (self.at_least, self.at_most, self.every)
        )
        if given != 1:
            raise ValueError("a gate needs exactly one of: is, at_least, at_most, every")
        return self


class _PlainYaml(yaml.SafeLoader):
    """YAML without references and types: a few lines of references unfold to more than memory holds."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """The next part of the text."""
        coming: Any = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(coming, yaml.AliasEvent) or getattr(coming, "tag", None):
            raise yaml.MarkedYAMLError(problem="a reference or a type", problem_mark=coming.start_mark)
        return super().compose_node(parent, index)


@lru_cache(maxsize=32)
def read_gates(text: str) -> tuple[Gate, ...]:
    """The gates of a YAML text.

    Raises
    ------
    ValueError
        What is wrong, and in which gate.
    """
    try:
        found = yaml.load(text, Loader=_PlainYaml)
    except RecursionError as error:
        raise ValueError("The gates are nested too deeply. A gate is a list of names with a value each.") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark else ""
        raise ValueError(
            f"The gates cannot be read as YAML{where}. Indent with spaces, one gate after a dash."
        ) from error
    except ValueError as error:
        raise ValueError(f"A value in the gates cannot be read ({error}). Write words in quotes.") from error
    if not isinstance(found, list) or not found:
        raise ValueError("The gates must be a list with at least one gate.")
    gates = []
    for place, one in enumerate(found, start=1):
        try:
            gates.append(Gate.model_validate(one))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            field = ".".join(str(step) for step in first["loc"])
            raise ValueError(
                f"Gate {place}{f', {field}' if field else ''}: {first['msg'].removeprefix('Value error, ')}."
            ) from error
    names = [one.gate for one in gates]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"Two gates are called “{sorted(twice)[0]}”.")
    return tuple(gates)


def value_of(result: Any, path: str) -> list[Any]:
    """The values at a dotted path; a star stands for every key. Empty where there is nothing."""
    found = [result]
    for step in path.split("."):
        following: list[Any] = []
        for one in found:
            if isinstance(one, dict):
                following += list(one.values()) if step == "*" else [one[step]] if step in one else []
        found = following
    return found


def hold(gate: Gate, result: Any) -> tuple[Outcome, str]:
    """Hold a gate against the result of its evidence; returns the outcome and what was found, in words."""
    values = value_of(result, gate.value)
    if not values or values == [None]:
        return "cannot tell", "The evidence does not say."
    if gate.every is not None:
        return _every(gate, values)
    value = values[0]
    told = _told(value)
    if "is_" in gate.model_fields_set:
        return ("pass" if value == gate.is_ else "fail"), f"Found: {told}."
    if not isinstance(value, int | float) or isinstance(value, bool):
        return "cannot tell", f"“{told}” is not a number."
    if gate.at_least is not None:
        return (
            "pass" if value >= gate.at_least else "fail"
        ), f"Found {_number(value)}; needed at least {_number(gate.at_least)}."
    limit = gate.at_most if gate.at_most is not None else 0.0
    return ("pass" if value <= limit else "fail"), f"Found {_number(value)}; allowed at most {_number(limit)}."


def _every(gate: Gate, values: list[Any]) -> tuple[Outcome, str]:
    counts = {str(value): values.count(value) for value in values}
    told = ", ".join(f"{word} {number}" for word, number in counts.items())
    wrong = [value for value in values if value not in (gate.every or ())]
    if not wrong:
        return "pass", f"Found: {told}."
    if all(value in gate.cannot_tell for value in wrong):
        return "cannot tell", f"Found: {told}."
    return "fail", f"Found: {told}."


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.4g}"


def _told(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(f"“{one}”" for one in value) or "none"
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
