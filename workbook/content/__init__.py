"""Texts and rules that are data, checked when they are read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from workbook.errors import InputError, NotFound

HERE = Path(__file__).parent


def text(name: str) -> str:
    """A content file as it is written.

    Raises
    ------
    NotFound
        There is no such file.
    """
    names = sorted(path.name for path in HERE.iterdir() if path.suffix == ".yaml")
    if name not in names:
        raise NotFound(f"There is no content called “{name}”.", f"There is: {', '.join(names)}.")
    return (HERE / name).read_text("utf-8")


def load(name: str) -> Any:
    """A YAML content file as plain values, held against its shape where `workbook.content.shapes` knows one.

    Parameters
    ----------
    name : str
        Of the file, with or without ".yaml".

    Raises
    ------
    NotFound
        There is no such file.
    InputError
        It is no YAML, or it does not have its shape; the message names the place.
    """
    file = name if name.endswith(".yaml") else f"{name}.yaml"
    return checked(file, text(file))


def checked(file: str, written: str) -> Any:
    """The plain values of a YAML text, held against the shape that a file of this name has.

    Raises
    ------
    InputError
        It is no YAML, or it does not have its shape.
    """
    import yaml
    from pydantic import ValidationError

    from workbook.content.shapes import SHAPES

    try:
        values = yaml.safe_load(written)
    except yaml.YAMLError as error:
        raise InputError(f"{file} cannot be read: {error}", "Correct the file.") from error
    if file not in SHAPES:
        return values
    try:
        return SHAPES[file].dump_python(SHAPES[file].validate_python(values))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = " › ".join(str(step + 1) if isinstance(step, int) else step for step in first["loc"]) or "the whole"
        raise InputError(f"{file}, at {place}: {first['msg']}.", "Correct the file.") from error
