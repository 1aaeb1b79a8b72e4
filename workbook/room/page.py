"""The live parts of the facilitator's notebook: rooms to open, the training case to hand out."""

from __future__ import annotations

import io
import tempfile
import zipfile
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from workbook.room.deck import DECKS, DEFAULT
from workbook.room.guide import write_training
from workbook.room.store import Rooms
from workbook.ui.live import Act, Download

TITLE = "Workshop"
TEAMS = 8
UNSHARED = "Start workbook app --share first: it gives the address that others reach."


def open_questions(desk: Any) -> str:
    """Open a room with the questions."""
    return _opened(desk, DEFAULT)


def open_sheets(desk: Any) -> str:
    """Open a room with the sheets of the training case."""
    return _opened(desk, DECKS[1])


def _opened(desk: Any, deck: str) -> str:
    opened = Rooms(desk.store.repository).open(desk.store.project_id, desk.store.person, deck)
    return f"Room {opened.code} is open. {where(desk.store.repository.shared_address(), opened.code)}"


def where(address: str | None, code: str) -> str:
    """Where a room is led and joined; never an address that only this machine reaches."""
    if not address or _only_here(urlsplit(address).hostname or ""):
        return UNSHARED
    room = f"{address.rstrip('/')}/room/{code}"
    return f"You lead it at {room}/lead, people join at {room}."


def _only_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host in ("", "localhost")


def my_rooms(desk: Any) -> str:
    """The rooms of this project, newest first."""
    repository = desk.store.repository
    found = [one for one in Rooms(repository).of_person(desk.store.person) if one.project_id == desk.store.project_id]
    lines = [f"Room {one.code}: {one.deck.title}, {one.state}." for one in found[:10]]
    if found:
        lines.append(where(repository.shared_address(), found[0].code))
    return " ".join(lines) or "No room was opened yet."


def training_file(desk: Any) -> tuple[str, str, bytes]:
    """The training case as one file: a folder a team, and the facilitator's page."""
    packed = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in write_training(Path(folder), TEAMS):
            archive.write(path, str(path.relative_to(folder)))
    return "training-case.zip", "application/zip", packed.getvalue()


PARTS = (
    Act("questions", "Open a room with the questions", open_questions),
    Act("sheets", "Open a room with the sheets of the training case", open_sheets),
    Act("rooms", "Show my rooms", my_rooms),
    Download("case", "Training case for eight teams", training_file, "Hand each team its folder; keep facilitator.md."),
)
