"""From a pydantic model to what a form needs to know about each field; and from what a person typed to a value."""

from __future__ import annotations

import math
import re
import types
import typing
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from workbook.errors import InputError

Options = Mapping[str, Sequence[str]]
"""Choices that come from the project: {"columns": the data's column names}."""

Spec = dict[str, Any]

ONE_COMMA = re.compile(r"[1-9]\d{0,2},\d{3}")
"""Thousands or decimals: nobody can tell."""
COMMA_GROUPS = re.compile(r"\d{1,3}(,\d{3})+\.\d+|\d{1,3}(,\d{3}){2,}")
POINT_GROUPS = re.compile(r"\d{1,3}(\.\d{3})+,\d+|\d{1,3}(\.\d{3}){2,}")


def form_fields(
    model: type[BaseModel], names: Sequence[str] = (), options: Options | None = None, currency: str = ""
) -> list[Spec]:
    """What a form shows for each field of a model.

    Parameters
    ----------
    model : type of BaseModel
        Titles, descriptions, limits and `json_schema_extra` ("widget", "unit", "labels", "options_from") are read.
    names : sequence of str, optional
        Which fields, in order; all where empty.
    options : mapping, optional
        Choices for fields that name an `options_from`.
    currency : str, optional
        Unit of money fields that name none.

    Returns
    -------
    list of dict
        JSON-ready: name, title, help, kind, unit, limits, options, and `fields` for groups and rows.
    """
    chosen = names or tuple(model.model_fields)
    specs = [_spec(name, model.model_fields[name], options or {}) for name in chosen]
    return [_in_currency(spec, currency) for spec in specs]


def _in_currency(spec: Spec, currency: str) -> Spec:
    """The spec with the currency as the unit of its money, inside groups and rows too."""
    if spec["kind"] == "money" and not spec["unit"]:
        return {**spec, "unit": currency}
    inner = spec.get("fields")
    return {**spec, "fields": [_in_currency(one, currency) for one in inner]} if inner else spec


def _spec(name: str, info: FieldInfo, options: Options) -> Spec:
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    kind_of_value, optional = _without_none(info.annotation)
    spec: Spec = {
        "name": name,
        "title": info.title or name.replace("_", " ").capitalize(),
        "help": info.description or "",
        "unit": extra.get("unit", ""),
        "optional": optional,
        **_limits(info),
    }
    spec |= _kind(kind_of_value, extra, options)
    source = extra.get("options_from")
    if isinstance(source, str):
        several = typing.get_origin(kind_of_value) is tuple
        spec |= {"kind": "choices" if several else "choice", "options": _listed(options.get(source, ()))}
        if not several:
            spec["options"] = [{"value": None, "label": "(none)"}, *spec["options"]]
    return spec


def _without_none(annotation: Any) -> tuple[Any, bool]:
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        parts = [part for part in typing.get_args(annotation) if part is not type(None)]
        return (parts[0] if len(parts) == 1 else annotation), len(parts) < len(typing.get_args(annotation))
    return annotation, False


def _limits(info: FieldInfo) -> Spec:
    found: Spec = {}
    for rule in info.metadata:
        for attribute, name in (("ge", "min"), ("gt", "min"), ("le", "max"), ("lt", "max"), ("max_length", "length")):
            limit = getattr(rule, attribute, None)
            if limit is not None:
                found[name] = limit.isoformat() if isinstance(limit, date) else limit
    return found


def _kind(annotation: Any, extra: Mapping[str, Any], options: Options) -> Spec:
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    wanted = str(extra.get("widget", ""))
    if origin is Literal:
        return {"kind": "choice", "options": _labelled(arguments, extra)}
    if annotation is bool:
        return {"kind": "yes_no"}
    if origin is tuple and arguments and isinstance(arguments[0], type) and issubclass(arguments[0], BaseModel):
        return {"kind": "rows", "fields": form_fields(arguments[0], (), options), "row": extra.get("row", "line")}
    if origin is tuple:
        if typing.get_origin(arguments[0]) is Literal:
            return {"kind": "choices", "options": _labelled(typing.get_args(arguments[0]), extra)}
        return {"kind": "list"}
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {"kind": "group", "fields": form_fields(annotation, (), options)}
    if annotation is date:
        return {"kind": "date"}
    if annotation in (int, float):
        return {"kind": wanted if wanted in ("percentage", "money", "slider") else "number", "whole": annotation is int}
    return {"kind": "long_text" if wanted == "long_text" else "text"}


def _labelled(values: Sequence[Any], extra: Mapping[str, Any]) -> list[Spec]:
    labels = extra.get("labels") or {}
    return [{"value": value, "label": labels.get(str(value), str(value))} for value in values]


def _listed(values: Sequence[str]) -> list[Spec]:
    return [{"value": value, "label": value} for value in values]


def read_entry(spec: Spec, raw: Any) -> Any:
    """What a person entered in a field, as the model wants it.

    Numbers may be typed with a decimal comma, thousands separated by spaces, and a percent sign.

    Raises
    ------
    InputError
        The text is not a number where one is needed.
    """
    kind = spec["kind"]
    if kind in ("number", "money", "slider", "percentage"):
        return _number(spec, raw)
    if kind == "group":
        return {
            inner["name"]: read_entry(inner, raw[inner["name"]]) for inner in spec["fields"] if inner["name"] in raw
        }
    if kind == "rows":
        return [
            {inner["name"]: read_entry(inner, row[inner["name"]]) for inner in spec["fields"] if inner["name"] in row}
            for row in raw
        ]
    if kind == "date" or spec.get("optional"):
        return raw if raw not in ("",) else None
    return raw


def _number(spec: Spec, raw: Any) -> float | int | None:
    if raw is None or isinstance(raw, int | float):
        return raw
    text = str(raw).strip().replace("\u00a0", "").replace("\u202f", "").replace(" ", "").removesuffix("%")
    if not text:
        if spec.get("optional"):
            return None
        raise InputError(f"{spec['title']} is empty.", "Enter a number.")
    value = number_in(text, str(raw).strip())
    if spec["kind"] == "percentage":
        return value / 100
    return int(value) if spec.get("whole") and value.is_integer() else value


def number_in(text: str, typed: str = "") -> float:
    """The number that a text holds: 1250, 0.35, 0,35, 1,250,000, 1.250.000,50.

    Parameters
    ----------
    text : str
        Without spaces and percent sign.
    typed : str, optional
        As it was typed, for the message.

    Raises
    ------
    InputError
        It is no number; or it can be read in two ways, as 1,250 can.
    """
    bare = text.lstrip("+-")
    if ONE_COMMA.fullmatch(bare):
        whole, _, rest = bare.partition(",")
        raise InputError(
            f"“{typed or text}” can be read as {whole}{rest} or as {whole}.{rest}.", "Write the one you mean."
        )
    if COMMA_GROUPS.fullmatch(bare):
        plain = text.replace(",", "")
    elif POINT_GROUPS.fullmatch(bare):
        plain = text.replace(".", "").replace(",", ".")
    else:
        plain = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
    try:
        value = float(plain)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InputError(f"“{typed or text}” is not a number.", "Write it like 1250 or 0.35.")
    return value
