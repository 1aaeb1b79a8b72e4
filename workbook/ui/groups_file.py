"""Groups that are held in another file: choose it, say by which columns its rows find theirs, see how many do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from workbook.data import join_groups
from workbook.errors import InputError
from workbook.project import GroupsFile, Record
from workbook.ui import connecting
from workbook.ui.desk import Desk
from workbook.ui.guard import guarded
from workbook.ui.receiving import Receiving


class GroupsFromFile(Receiving):
    """The second file of a project: its columns stand beside those of the rows once it is joined."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "groups_file", "The file that holds the groups")
        self._file: connecting.Place | None = None
        self._columns: tuple[str, ...] = ()
        self.refresh()

    def refresh(self) -> None:
        """Show which file is joined, or what is still to be chosen."""
        from workbook.data import data_folder

        data = self._desk.record.data
        own = data.columns if data is not None and data.state == "available" else ()
        shared = [name for name in own if name in self._columns]
        self.state = {
            "joined": _in_words(self._desk.record),
            "possible": bool(own) and data is not None and data.kind != "dataframe",
            "folder": data_folder() is not None,
            "file": self._file.label if self._file else "",
            "sheets": list(self._file.sheets) if self._file else [],
            "own": list(own),
            "theirs": list(self._columns),
            "suggested": shared[:1],
        }

    def receive(self, message: Mapping[str, Any]) -> None:
        """A file of the data folder, a sheet, the keys, or back to the rows alone."""
        acts = {
            "path": lambda: self._look(connecting.in_data_folder(str(message["path"]))),
            "sheet": lambda: self._look(self._chosen().at(str(message["sheet"]))),
            "join": lambda: self._join(str(message["join"][0]), str(message["join"][1])),
            "drop": self._drop,
        }
        for name, act in acts.items():
            if name in message:
                _, problem = guarded(act)
                self.refresh()
                self.state = self.state | {"says": problem}

    def arrived(self, path: Path, name: str) -> str:
        """Look at an uploaded file; it is joined when its keys are chosen."""
        self._look(connecting.uploaded(path, name))
        return f"“{name}” has arrived: say by which columns its rows find theirs."

    def _look(self, place: connecting.Place) -> None:
        single = len(place.sheets) <= 1
        self._columns = tuple(place.source().types) if single else ()
        self._file = place

    def _chosen(self) -> connecting.Place:
        if self._file is None:
            raise InputError("No file of groups was chosen yet.", "Choose it first.")
        return self._file

    def _join(self, key: str, key_there: str) -> None:
        place, data = self._chosen(), self._desk.record.data
        if data is None:
            raise InputError("No rows are connected yet.", "Connect them first.")
        first = _alone(self._desk)
        joined = join_groups(first, place.source(), (key, key_there))
        matches = joined.matches
        second = GroupsFile(
            place.kind, place.label, place.location, key, key_there, place.sheet, matches.matched, matches.unmatched
        )
        columns, mark = tuple(joined.types), joined.fingerprint
        connecting.attach(self._desk.store, replace(data, columns=columns, fingerprint=mark, groups_file=second))
        self._file, self._columns = None, ()
        self.says = matches.in_words

    def _drop(self) -> None:
        data = self._desk.record.data
        if data is None or data.groups_file is None:
            raise InputError("No file of groups is joined.", "There is nothing to take away.")
        first = _alone(self._desk)
        alone = replace(data, columns=tuple(first.types), fingerprint=first.fingerprint, groups_file=None)
        connecting.attach(self._desk.store, alone)


def _alone(desk: Desk) -> Any:
    """The rows without a second file."""
    from workbook.data import open_reference

    data = desk.record.data
    assert data is not None
    return open_reference(
        data.kind, data.location, data.connection, sheet=data.sheet, owner=data.owner.name, state=data.state
    )


def _in_words(record: Record) -> str:
    second = record.data.groups_file if record.data else None
    if second is None:
        return ""
    sheet = f", sheet “{second.sheet}”" if second.sheet else ""
    missing = f"; the groups of the other {second.unmatched:,} are missing" if second.unmatched else ""
    total = second.matched + second.unmatched
    return (
        f"Groups come from {second.label}{sheet}, by {second.key} = {second.key_there}: "
        f"{second.matched:,} of {total:,} rows found their partner{missing}."
    )
