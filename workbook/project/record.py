"""A project as one frozen snapshot: answers, evidence, data, and what can be read from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, TypeVar

from workbook.project.answers import Answer, fit, stored_values
from workbook.project.chain import canonical, digest
from workbook.project.people import ALLOWED, Activity, Permission, Person
from workbook.project.sections import Section

S = TypeVar("S", bound=Section)


@dataclass(frozen=True)
class Fingerprints:
    """What a piece of evidence was computed from.

    Attributes
    ----------
    data, model : str or None
        Of the rows and of the model.
    answers : mapping of str to str
        "section.field" -> hash of the answer.
    revision : int
        Of the analysis itself.
    """

    data: str | None = None
    model: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    revision: int = 1


@dataclass(frozen=True)
class Evidence:
    """A result that somebody put on record."""

    id: str
    name: str
    stage: str
    sentence: str
    result: Mapping[str, Any]
    fingerprints: Fingerprints
    person: Person
    at: datetime
    personal: bool = False


@dataclass(frozen=True)
class GroupsFile:
    """A second file that holds the groups, and the columns by which its rows find theirs in the first."""

    kind: Literal["upload", "file"]
    label: str
    location: str
    key: str
    key_there: str
    sheet: str | None = None
    matched: int = 0
    unmatched: int = 0


@dataclass(frozen=True)
class DataReference:
    """How the rows of a project are reached. The rows themselves are never part of the record.

    `without_scores` is how they were reached before a model's scores were written beside them; None where none were.
    """

    kind: Literal["sample", "upload", "file", "dataframe", "database"]
    label: str
    location: str
    fingerprint: str
    rows: int
    columns: tuple[str, ...]
    owner: Person
    connection: str | None = None
    model_fingerprint: str | None = None
    state: Literal["available", "only with owner", "erased"] = "available"
    sheet: str | None = None
    groups_file: GroupsFile | None = None
    without_scores: DataReference | None = None

    @property
    def rows_fingerprint(self) -> str:
        """Of the rows as they came: scores of a model that were written beside them do not make them other rows."""
        return (self.without_scores or self).fingerprint

    def without_way(self) -> DataReference:
        """The same, without where the rows lie."""
        second = replace(self.groups_file, location="") if self.groups_file else None
        before = self.without_scores.without_way() if self.without_scores else None
        return replace(self, location="", connection=None, groups_file=second, without_scores=before)


@dataclass(frozen=True)
class Record:
    """Everything that a project knows, at one revision."""

    project_id: str
    name: str
    description: str
    revision: int
    head: str
    permission: Permission
    created_by: Person
    created_at: datetime
    answers: Mapping[str, Mapping[str, Answer]]
    evidence: tuple[Evidence, ...]
    data: DataReference | None
    permissions: Mapping[str, Permission] = field(default_factory=dict)
    """What each member may do, by the person's identifier."""

    def may(self, activity: Activity) -> bool:
        """Whether the person whose view this is may do something."""
        return activity in ALLOWED[self.permission]

    @property
    def sees_rows(self) -> bool:
        """Whether the person whose view this is may see rows; others see sums over enough of them."""
        return self.may("see rows")

    def section(self, model: type[S]) -> S:
        """The answers of one section; where a stored value is refused by today's limits, the default stands here."""
        return self._fitting(model)[0]

    def refused(self, model: type[Section]) -> dict[str, str]:
        """Stored values that today's limits refuse: field -> what is wrong ("" for the section as a whole)."""
        return self._fitting(model)[1]

    def answered(self, section_name: str) -> frozenset[str]:
        """Fields of a section that somebody entered."""
        return frozenset(self.answers.get(section_name, ()))

    def latest(self, evidence_name: str) -> Evidence | None:
        """The newest evidence of that name."""
        return next((one for one in reversed(self.evidence) if one.name == evidence_name), None)

    def answer_fingerprints(self, names: Iterable[str]) -> dict[str, str]:
        """Hashes of answers, by "section.field"; a field that nobody entered has the hash of nothing."""
        return {name: self._answer_fingerprint(name) for name in names}

    def _answer_fingerprint(self, name: str) -> str:
        section, _, field_name = name.partition(".")
        answer = self.answers.get(section, {}).get(field_name)
        return digest("" if answer is None else canonical(answer.value))

    def _fitting(self, model: type[S]) -> tuple[S, dict[str, str]]:
        return fit(model, stored_values(model, self.answers.get(model.section, {})))


def staleness(evidence: Evidence, record: Record, *, revision: int) -> tuple[str, ...]:
    """Why a piece of evidence no longer stands for the project as it is; empty where it does.

    Parameters
    ----------
    evidence : Evidence
    record : Record
    revision : int
        Today's revision of the analysis that made it.
    """
    marks, data = evidence.fingerprints, record.data
    reasons = []
    if marks.data is not None and (data is None or data.fingerprint != marks.data):
        reasons.append("The rows changed since it was recorded.")
    elif marks.data is not None and data is not None and data.state == "erased":
        reasons.append("Its rows were erased: it can be read, but not computed again.")
    if marks.model is not None and (data is None or data.model_fingerprint != marks.model):
        reasons.append("The model changed since it was recorded.")
    today = record.answer_fingerprints(marks.answers)
    reasons += [_changed(record, name) for name, mark in marks.answers.items() if today[name] != mark]
    if marks.revision != revision:
        reasons.append("The analysis itself was improved since it was recorded.")
    return tuple(reasons)


def _changed(record: Record, name: str) -> str:
    section, _, field_name = name.partition(".")
    words = f"{section.replace('_', ' ')}: {field_name.replace('_', ' ')}"
    answer = record.answers.get(section, {}).get(field_name)
    if answer is None:
        return f"“{words}” was taken back since it was recorded."
    return f"“{words}” was changed by {answer.person.name} on {answer.at:%d %b %Y at %H:%M}."
