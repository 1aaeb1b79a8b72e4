"""The one place that writes: a frozen record of the project, changed through `update`, told to subscribers once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from workbook.errors import WorkbookError
from workbook.project import Person, Record, Repository, Section
from workbook.ui.telling import saving

Watcher = Callable[[Record], None]
UNDO_STEPS = 50


class Store:
    """Holds the newest record that this person has seen, and saves what they enter.

    Parameters
    ----------
    repository : Repository
    project_id : str
    person : Person
        Named in every write.
    """

    def __init__(self, repository: Repository, project_id: str, person: Person) -> None:
        self.repository = repository
        self.project_id = project_id
        self.person = person
        self._record = repository.record(project_id, person)
        self._watchers: list[Watcher] = []
        self._undo: list[tuple[type[Section], dict[str, Any]]] = []
        self._lock = threading.RLock()

    @property
    def record(self) -> Record:
        """The newest record seen."""
        return self._record

    @property
    def can_undo(self) -> bool:
        """Whether an edit of this sitting can be taken back."""
        return bool(self._undo)

    def update(self, section: type[Section], **changes: Any) -> None:
        """Save fields of one section.

        Raises
        ------
        Refused
            The section does not fit with these values; nothing was saved.
        Conflict
            Somebody else changed the same field since it was last seen here.
        """
        with self._lock:
            steps = self._undo
            # Known before the watchers are told, so that they already see that it can be taken back.
            self._undo = [*steps[1 - UNDO_STEPS :], (section, self._values(section, changes))]
            try:
                self._save(section, changes)
            except WorkbookError:
                self._undo = steps
                raise

    def overwrite(self, section: type[Section], **changes: Any) -> None:
        """Save fields whatever others wrote meanwhile: the answer to a conflict that the person has seen."""
        with self._lock:
            self.refresh()
            self.update(section, **changes)

    def undo(self) -> bool:
        """Take the last edit of this sitting back, as a new edit; False where there is none."""
        with self._lock:
            if not self._undo:
                return False
            steps = self._undo
            section, before = steps[-1]
            self._undo = steps[:-1]
            try:
                self._save(section, before)
            except WorkbookError:
                self._undo = steps
                raise
            return True

    def apply(self, change: Callable[[Repository, str, Person], Record]) -> None:
        """Any other write: evidence, data, a signature. `change` is given repository, project id and person."""
        with self._lock:
            with saving():
                record = change(self.repository, self.project_id, self.person)
            self._take(record)

    def open(self, project_id: str) -> None:
        """Go on with another project of this person. Raises `NotFound` where there is none."""
        with self._lock:
            record = self.repository.record(project_id, self.person)
            self.project_id, self._undo = project_id, []
            self._take(record)

    def refresh(self) -> bool:
        """Take over what others saved; True where something had changed."""
        with self._lock:
            if self.repository.revision(self.project_id) == self._record.revision:
                return False
            self._take(self.repository.record(self.project_id, self.person))
            return True

    def subscribe(self, watcher: Watcher) -> Callable[[], None]:
        """Call `watcher` with the record now and after each change; returns what ends it."""
        self._watchers = [*self._watchers, watcher]
        watcher(self._record)

        def end() -> None:
            self._watchers = [other for other in self._watchers if other is not watcher]

        return end

    def _values(self, section: type[Section], changes: Mapping[str, Any]) -> dict[str, Any]:
        stored = self._record.section(section).model_dump(mode="json")
        return {name: stored[name] for name in changes if name in stored}

    def _save(self, section: type[Section], changes: Mapping[str, Any]) -> None:
        answers = self._record.answers.get(section.section, {})
        seen = {name: answers[name].version if name in answers else 0 for name in changes}
        with saving():
            record = self.repository.save(self.project_id, self.person, section, changes, seen)
        self._take(record)

    def _take(self, record: Record) -> None:
        self._record = record
        for watcher in self._watchers:
            watcher(record)
