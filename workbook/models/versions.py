"""Which packages a model needs, and whether they are still those it was made with."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterable, Iterator
from typing import Any

DISTRIBUTIONS = {"sklearn": "scikit-learn", "interpret": "interpret-core", "mlflow": "mlflow-skinny"}
"""Packages whose name in code is not the one they are installed by."""
OURS_OR_PYTHON = frozenset({"builtins", "collections", "functools", "workbook", "__main__", "numpy", "types"})
DEEPEST = 6


def packages_behind(*objects: Any) -> tuple[str, ...]:
    """The packages that some objects, their steps and parameters come from, with their installed versions."""
    roots = {root for one in objects for root in _roots(one, 0)} - OURS_OR_PYTHON
    return tuple(sorted(told for root in roots if (told := installed(DISTRIBUTIONS.get(root, root)))))


def installed(distribution: str) -> str:
    """A package with its installed version; "" where it is not installed."""
    try:
        return f"{distribution} {importlib.metadata.version(distribution)}"
    except importlib.metadata.PackageNotFoundError:
        return ""


def changed_since(packages: Iterable[str]) -> tuple[str, ...]:
    """What is different today: "scikit-learn 1.9.1 then, 1.10.0 now"; also what is missing today."""
    found = []
    for told in packages:
        name, _, version = told.partition(" ")
        now = installed(name).partition(" ")[2]
        if not now:
            found.append(f"{name} {version} then, not installed here")
        elif now != version:
            found.append(f"{name} {version} then, {now} now")
    return tuple(found)


def _roots(thing: Any, depth: int) -> Iterator[str]:
    yield type(thing).__module__.partition(".")[0]
    if depth < DEEPEST:
        for inner in _inner(thing):
            yield from _roots(inner, depth + 1)


def _inner(thing: Any) -> Iterator[Any]:
    if isinstance(thing, list | tuple):
        yield from (one for one in thing if not isinstance(one, str | int | float))
    elif hasattr(thing, "get_params") and not isinstance(thing, type):
        yield from (
            one
            for one in thing.get_params(deep=False).values()
            if hasattr(one, "__dict__") or isinstance(one, list | tuple)
        )
