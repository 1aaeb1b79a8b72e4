"""A project made of attacks: its name, file, columns, categories, codes, amounts, and every answer of every stage."""

from __future__ import annotations

import io
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args, get_origin

import numpy as np
import pandas as pd
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from tests.attacks import texts_from
from workbook.data import ProjectFiles
from workbook.errors import WorkbookError
from workbook.fairness.answers import FairnessAnswers
from workbook.project import Person, Repository, Section
from workbook.stages import open_desk, sections
from workbook.start.answers import Columns
from workbook.ui.connecting import uploaded, use_file
from workbook.ui.desk import Desk


@dataclass(frozen=True)
class Attacked:
    """A desk on a project of attacks, its rows, and which round it is."""

    desk: Desk
    rows: pd.DataFrame
    round: int


ROWS = 600
NOTHING_SAID = ("not said", "undecided", "nothing", "")


def table(texts: Iterator[str], rows: int = ROWS) -> pd.DataFrame:
    """Rows whose columns and categories are attacks: label, score, two groups, an amount, a feature of each kind."""
    draw = np.random.default_rng(7)
    names: list[str] = []
    while len(names) < 7:
        if (name := column_name(next(texts))) and name.casefold() not in {one.casefold() for one in names}:
            names.append(name)
    first = [f"{place} {next(texts)}" if place else next(texts) for place in range(3)]
    second, labels, kinds = ([next(texts), next(texts)] for _ in range(3))
    score = draw.random(rows)
    group = draw.integers(0, 3, rows)
    paid = draw.random(rows) < 0.2 + 0.5 * score + 0.08 * (group == 0)
    columns = (
        np.where(paid, *[cell(text) for text in distinct(labels)]),
        score.round(3),
        np.array([cell(text) for text in distinct(first)])[group],
        np.where(
            draw.random(rows) < 0.9,
            np.array([cell(text) for text in distinct(second)])[draw.integers(0, 2, rows)],
            None,
        ),
        draw.integers(1, 900, rows),
        (score + draw.normal(0, 0.3, rows)).round(2),
        np.array([cell(text) for text in distinct(kinds)])[draw.integers(0, 2, rows)],
    )
    return pd.DataFrame(dict(zip(names, columns, strict=True)))


def column_name(text: str) -> str:
    """A text as a name that a Parquet file can hold and that the reader keeps."""
    return cell(text).strip()


def cell(text: str) -> str:
    """A text as a Parquet file can hold it."""
    return text.encode("utf-8", "replace").decode()


def distinct(texts: list[str]) -> list[str]:
    """Texts that stay different: what is alike gets a number."""
    return [text if text not in texts[:place] else f"{text} {place}" for place, text in enumerate(texts)]


def begin(repository: Repository, who: Person, round: int, rows: int = ROWS) -> Attacked:
    """Begin a project of attacks, with rows connected and every section of every stage filled.

    Parameters
    ----------
    repository : Repository
    who : Person
    round : int
        Which attack stands first: each round puts others into each place.
    rows : int
        How many rows are connected.
    """
    texts = texts_from(round * 11)
    project = repository.create_project(next(texts), who, description=next(texts))
    desk = open_desk(repository, project, who)
    made = table(texts, rows)
    name, content = f"{next(texts)}.parquet", io.BytesIO()
    made.to_parquet(content, index=False)
    path = ProjectFiles(project).receive([content.getvalue()], name, 2**20)
    use_file(desk.store, uploaded(path, name))
    said = roles(made, texts)
    enter(desk, Columns, said)
    for section in sections().values():
        if section is not Columns:
            enter(desk, section, filled(section, texts, options(made, said["amounts"][0]["name"])))
    enter(desk, FairnessAnswers, {"threshold": 0.5, "tolerance_reason": next(texts)})
    return Attacked(desk, made, round)


def roles(rows: pd.DataFrame, texts: Iterator[str]) -> dict[str, Any]:
    """Which column plays which role, and attacks as words."""
    label, score, first, second, amount, *_ = rows.columns
    words = {
        name: next(texts)[:60]
        for name in ("units", "selected_means", "not_selected_means", "positive_means", "negative_means")
    }
    quoted = '"' + amount.replace('"', '""') + '"'
    return words | {
        "label": label,
        "label_positive": [str(rows[label].iloc[0])],
        "label_is": "outcome",
        "score": score,
        "groups": [first, second],
        "trained_on_these_rows": "no",
        "amounts": [{"name": next(texts)[:60], "expression": quoted}],
        "code_meanings": [{"column": first, "code": str(rows[first].iloc[0]), "meaning": next(texts)}],
    }


def options(rows: pd.DataFrame, amount: str) -> dict[str, list[str]]:
    """What forms offer to choose from."""
    return {"columns": list(rows.columns), "groups": list(rows.columns[2:4]), "amount": [amount]}


def enter(desk: Desk, section: type[Section], values: Mapping[str, Any]) -> list[str]:
    """Enter all values at once, or what of them is taken one by one; returns the fields that were refused."""
    try:
        desk.store.update(section, **values)
        return []
    except WorkbookError:
        refused = []
        for name, value in values.items():
            try:
                desk.store.update(section, **{name: value})
            except WorkbookError:
                refused.append(name)
        return refused


def filled(model: type[BaseModel], texts: Iterator[str], choices: Mapping[str, list[str]]) -> dict[str, Any]:
    """A value for each field: attacks for texts, what can be chosen for choices, some number for numbers."""
    found = {}
    for name, field in model.model_fields.items():
        value = choices["amount"][0] if name == "amount" else _value(field, field.annotation, texts, choices)
        if value is not None:
            found[name] = value
    return found


def _value(field: FieldInfo, kind: Any, texts: Iterator[str], choices: Mapping[str, list[str]]) -> Any:
    more = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    offered = choices.get(str(more.get("options_from", "")))
    if offered is None and "options_from" in more:  # models, slices and other things that do not exist yet
        return None
    if get_origin(kind) in (typing.Union, types.UnionType):
        kind = next(one for one in get_args(kind) if one is not type(None))
    if get_origin(kind) is tuple:
        inner = get_args(kind)[0]
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            return [filled(inner, texts, choices) for _ in range(2)]
        return offered[-1:] if offered else [_text(field, texts)] if inner is str else None
    if get_origin(kind) is Literal:
        said = [one for one in get_args(kind) if one not in NOTHING_SAID]
        return said[0] if field.default in NOTHING_SAID else None
    if kind is str:
        if offered:  # a date, a file or a time cannot be any column: only a group is
            return offered[-1] if more["options_from"] == "groups" else None
        return None if field.default_factory else _text(field, texts)
    if kind in (int, float):
        return _number(field) if field.default is None or not field.default else None
    if kind is date:
        return "2031-05-17"
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return filled(kind, texts, choices) if field.default is not None else None
    return None


def _limits(field: FieldInfo) -> dict[str, Any]:
    return {
        name: getattr(one, name)
        for one in field.metadata
        for name in ("max_length", "ge", "le", "gt", "lt")
        if hasattr(one, name)
    }


def _text(field: FieldInfo, texts: Iterator[str]) -> str:
    return next(texts)[: _limits(field).get("max_length", 10_000)]


def _number(field: FieldInfo) -> float:
    limits = _limits(field)
    return min(max(12, limits.get("ge", 0)), limits.get("le", 12))
