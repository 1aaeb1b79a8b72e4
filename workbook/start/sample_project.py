"""The practice project: the loan sample, with its roles and its example answers already entered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbook.data import sample
from workbook.project import Person, Repository
from workbook.start.answers import Columns, UseCase
from workbook.ui.connecting import use_sample
from workbook.ui.store import Store

DEFAULT = "loans"


def ensure(repository: Repository, person: Person) -> str:
    """The identifier of this person's newest project; begins the loan project where they have none."""
    projects = repository.projects(person)
    if projects:
        return max(projects, key=lambda one: one.changed_at).id
    return begin(repository, person, DEFAULT)


def begin(repository: Repository, person: Person, name: str) -> str:
    """Begin a project on a sample; returns its identifier."""
    chosen = sample(name)
    project_id = repository.create_project(chosen.title, person, description=chosen.about)
    use_sample(Store(repository, project_id, person), name, take_over)
    return project_id


def take_over(store: Store, name: str) -> None:
    """Enter the roles and the words that a sample comes with, where nobody has entered others yet."""
    roles = sample(name).roles
    store.update(UseCase, **_new(store, UseCase, {"decides": "yes or no"}))
    store.update(Columns, **_new(store, Columns, columns_from(roles), replace=True))


def columns_from(roles: Mapping[str, Any]) -> dict[str, Any]:
    """A sample's roles as answers of the Start page."""
    known = {name: value for name, value in roles.items() if name in Columns.model_fields and name not in ("amounts", "code_meanings")}
    amounts = [{"name": name, "expression": text} for name, text in (roles.get("amounts") or {}).items()]
    return known | {"amounts": amounts}


def _new(store: Store, section: type[Columns] | type[UseCase], values: dict[str, Any], replace: bool = False) -> dict[str, Any]:
    if replace:
        return values
    answered = store.record.answered(section.section)
    return {name: value for name, value in values.items() if name not in answered}
