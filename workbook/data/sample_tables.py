"""The samples that come with the workbook: real tables, each with its roles, provenance and licence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbook.data.files import ENDINGS, file_source
from workbook.data.sources import Source
from workbook.errors import NotFound

HERE = Path(__file__).resolve().parent.parent
FOLDER = "data_samples"


@dataclass(frozen=True)
class Sample:
    """A table that comes with the workbook.

    Attributes
    ----------
    name : str
    title, about, licence, provenance : str
    path : Path
        Its rows.
    roles : mapping
        Arguments of `workbook.data.tally`.
    more : mapping
        What else its sheet says (wording, payoff, …).
    """

    name: str
    title: str
    path: Path
    roles: Mapping[str, Any]
    about: str = ""
    licence: str = ""
    provenance: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)


def samples_folder() -> Path:
    """Inside the installed package, or beside it in a checkout."""
    inside = HERE / FOLDER
    return inside if inside.is_dir() else HERE.parent / FOLDER


def samples() -> tuple[Sample, ...]:
    """All samples, in the order of their sheets' `order`, then by name."""
    found = [_read(path) for path in sorted(samples_folder().glob("*/sample.yaml"))]
    return tuple(sorted(found, key=lambda one: (one.more.get("order", 1_000), one.name)))


def sample(name: str) -> Sample:
    """One sample by its name."""
    for one in samples():
        if one.name == name:
            return one
    known = ", ".join(one.name for one in samples()) or "none"
    raise NotFound(f'There is no sample "{name}".', f"The samples are: {known}.")


def open_sample(name: str) -> Source:
    """The rows of a sample."""
    return file_source(sample(name).path)


def _read(path: Path) -> Sample:
    import yaml

    sheet = yaml.safe_load(path.read_text(encoding="utf-8"))
    rows = [each for each in sorted(path.parent.glob("rows.*")) if each.name.endswith(ENDINGS)]
    if not rows:
        raise NotFound(f'The sample "{path.parent.name}" has no rows.', "Install the workbook again.")
    own = ("title", "about", "licence", "provenance", "roles")
    texts = {name: str(sheet.get(name, "")).strip() for name in own[1:4]}
    return Sample(
        name=path.parent.name, title=str(sheet.get("title", path.parent.name)), path=rows[0],
        roles=sheet.get("roles") or {}, more={key: value for key, value in sheet.items() if key not in own}, **texts,
    )  # fmt: skip
