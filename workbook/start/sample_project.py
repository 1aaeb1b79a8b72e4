"""The practice project: a sample with its roles, its words and its example answers already entered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbook.content import load
from workbook.data import sample
from workbook.project import Person, Repository, Section
from workbook.start.answers import Columns, UseCase
from workbook.ui.connecting import use_sample
from workbook.ui.store import Store

DEFAULT = "loans"


def begin(repository: Repository, person: Person, name: str, sections: Mapping[str, type[Section]]) -> str:
    """Begin a project on a sample; returns its identifier.

    Parameters
    ----------
    repository : Repository
    person : Person
    name : str
        Of the sample.
    sections : mapping of str to type
        Every stage's answers, for the example answers that a sample brings.
    """
    chosen = sample(name)
    project_id = repository.create_project(chosen.title, person, description=chosen.about)
    store = Store(repository, project_id, person)
    use_sample(store, name, take_over)
    if chosen.more.get("example"):  # longer texts are content; they leave gaps for the newcomer on purpose
        example = load(chosen.more["example"])
        store.update(sections[example["section"]], **example["answers"])
    for section, answers in (chosen.more.get("answers") or {}).items():
        store.update(sections[section], **answers)
    return project_id


def take_over(store: Store, name: str) -> None:
    """Enter the roles and the words that a sample comes with."""
    chosen = sample(name)
    store.update(UseCase, **(chosen.more.get("use_case") or {"decides": "yes or no"}))
    store.update(Columns, **columns_from(chosen.roles))


def columns_from(roles: Mapping[str, Any]) -> dict[str, Any]:
    """A sample's roles as answers of the Start page; a role that it does not name is emptied."""
    empty = {name: info.get_default(call_default_factory=True) for name, info in Columns.model_fields.items()}
    known = {name: value for name, value in roles.items() if name in Columns.model_fields and name != "amounts"}
    amounts = [{"name": name, "expression": text} for name, text in (roles.get("amounts") or {}).items()]
    return empty | known | {"amounts": amounts}
