"""The words for the people or things in the rows: they drive every sentence, so that a machine is not an applicant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from workbook.data.tallies import OTHERS

# Plotly reads <b> and &lt; as markup, and decodes entities early: escaping does not help, look-alikes do. (It would read
# $...$ as mathematics too; that is switched off where charts are drawn.)
LOOK_ALIKES = str.maketrans({"<": "\uff1c", ">": "\uff1e", "&": "\uff06", "\\": "\uff3c"})
JOINERS = "\u200c\u200d"
"""Invisible, but part of how Persian, Indic scripts and emoji are written."""


def plain(text: object) -> str:
    """A name from data or people as text that Plotly shows as it is, and interprets nowhere.

    Line breaks and unusual spaces become spaces; signs that turn the direction of text or cannot be shown are left out.
    """
    return "".join(_shown(sign) for sign in str(text).translate(LOOK_ALIKES))


def _shown(sign: str) -> str:
    if sign.isspace() or unicodedata.category(sign) == "Zs":
        return " "
    return sign if sign.isprintable() or sign in JOINERS else ""


CODES = re.compile(r"[-+]?[0-9]+([.,][0-9]+)?|true|false|yes|no|ja|nein|oui|non|[ynjft]", re.IGNORECASE)
"""Values that say nothing without the name of their column."""


def group_name(
    key: tuple[str | None, ...], names: tuple[str, ...] = (), meanings: Mapping[tuple[str, str], str] | None = None
) -> str:
    """A group as people call it: its values joined, a missing one named as such, the only group "everybody".

    Parameters
    ----------
    key : tuple of str or None
    names : tuple of str, optional
        The columns; where they are given, a code such as 0 or 1 stands behind its column: "senior 1".
    meanings : mapping of (column, code) to str, optional
        What codes stand for, as the team wrote it; it is shown instead of the code.
    """
    if key and all(part == OTHERS for part in key):
        return OTHERS
    parts = ["missing" if part is None else part for part in key]
    if len(names) == len(key):
        told = [
            None if part is None else (meanings or {}).get((name, part)) for name, part in zip(names, key, strict=True)
        ]
        parts = [meaning or part for meaning, part in zip(told, parts, strict=True)]
        coded = (
            part is None or (not meaning and CODES.fullmatch(part)) for part, meaning in zip(key, told, strict=True)
        )
        parts = [f"{name} {part}" if code else part for name, part, code in zip(names, parts, coded, strict=True)]
    return " · ".join(parts) or "everybody"


@dataclass(frozen=True)
class Wording:
    """How rows, selections and labels are called.

    Attributes
    ----------
    unit : {"person", "thing"}
    units : str
        In the plural: applicants, customers, machines.
    selected_means, not_selected_means : str
        What happens to the selected and to the others: approved, refused.
    favourable : bool
        Whether being selected is good for the person or thing.
    positive_means, negative_means : str
        What those with and without the event did: repaid, defaulted.
    label_is : {"outcome", "past decision"}
        What the label knows. Only an outcome allows "who would have repaid".
    codes : tuple of (column, code, meaning)
        What coded values stand for, as the team wrote it.
    """

    unit: Literal["person", "thing"] = "person"
    units: str = "cases"
    selected_means: str = "selected"
    not_selected_means: str = "not selected"
    favourable: bool = True
    positive_means: str = "positive"
    negative_means: str = "negative"
    label_is: Literal["outcome", "past decision"] = "outcome"
    codes: tuple[tuple[str, str, str], ...] = ()

    @property
    def meanings(self) -> dict[tuple[str, str], str]:
        """Column and code -> what it stands for."""
        return {(column, code): meaning for column, code, meaning in self.codes if meaning}

    @property
    def all_selected(self) -> str:
        """All of them treated as the selected are: "All applicants approved"."""
        return f"All {self.units} {self.selected_means}"

    @property
    def none_selected(self) -> str:
        """Nobody selected: "No applicants approved"."""
        return f"No {self.units} {self.selected_means}"

    @property
    def who_are_positive(self) -> str:
        """ "who repaid", or where the label is a past decision, "counted as repaid by the past decision"."""
        if self.label_is == "past decision":
            return f"whom the past decision counted as “{self.positive_means}”"
        return f"{'who' if self.unit == 'person' else 'that'} {_as_verb(self.positive_means)}"

    @property
    def who_are_negative(self) -> str:
        """The same for those without the event."""
        if self.label_is == "past decision":
            return f"whom the past decision counted as “{self.negative_means}”"
        return f"{'who' if self.unit == 'person' else 'that'} {_as_verb(self.negative_means)}"


def _as_verb(means: str) -> str:
    """The words that nobody has changed yet are no verbs: "who are positive"."""
    return f"are {means}" if means in ("positive", "negative") else means
