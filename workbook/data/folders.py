"""Where files may be read from, and where uploads are kept."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import time
import uuid
import weakref
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from workbook.errors import InputError, NotAllowed, NotFound

FOLDER = "WORKBOOK_DATA_FOLDER"
UPLOADS = "WORKBOOK_UPLOADS"
ABANDONED = 3600
"""Seconds after which an upload to which nothing was added is no longer under way."""


def data_folder() -> Path | None:
    """The configured data folder (WORKBOOK_DATA_FOLDER), or None where there is none.

    Raises
    ------
    NotFound
        Where it is configured but not there.
    """
    named = os.environ.get(FOLDER)
    if not named:
        return None
    folder = Path(named).expanduser()
    if not folder.is_dir():
        raise NotFound("The configured data folder is not there.", f"Correct {FOLDER}, or create the folder.")
    return folder.resolve()


def inside(folder: Path, name: str | os.PathLike[str]) -> Path:
    """A file of a folder; neither ".." nor an absolute path nor a link leads out of it.

    Raises
    ------
    NotAllowed
        Where the path, or the link it names, leads out of the folder.
    """
    base = folder.resolve()
    try:
        path = (base / Path(name)).resolve()
    except (OSError, ValueError, RuntimeError):
        raise InputError("This file name cannot be used.", "Choose a file of the data folder.") from None
    if not path.is_relative_to(base):
        raise NotAllowed(
            f'"{Path(name).name}" lies outside the data folder, directly or through a link.',
            "Choose a file inside it, or copy the file there.",
        )
    return path


def listed(folder: Path, endings: tuple[str, ...]) -> tuple[str, ...]:
    """The readable files of a folder and its subfolders, as paths within it; links that lead out are left out."""
    base = folder.resolve()
    found = (path for path in base.rglob("*") if path.name.lower().endswith(endings) and path.is_file())
    return tuple(sorted(path.relative_to(base).as_posix() for path in found if path.resolve().is_relative_to(base)))


def uploads_folder() -> Path:
    """Where uploads are kept: WORKBOOK_UPLOADS, else in the user's data folder."""
    from platformdirs import user_data_path

    named = os.environ.get(UPLOADS)
    return (Path(named).expanduser() if named else user_data_path("workbook") / "uploads").resolve()


@dataclass(frozen=True)
class Accepted:
    """Which files may arrive, and how it is found out whether one is what its name says.

    Attributes
    ----------
    endings : tuple of str
        In small letters, with their dot.
    check : callable
        Looks at a file that arrived, and at the name it came with; raises `InputError` where it is something else.
    instead : str
        What is told of a file with another ending.
    refused : mapping of str to tuple of str
        Endings that are refused for a reason of their own: what is told, and what to do instead.
    kept : bool
        Whether the file stays among the project's private files once it was used.
    too_large : str
        What to do with a file over the limit.
    """

    endings: tuple[str, ...]
    check: Callable[[Path, str], None]
    instead: str
    refused: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    kept: bool = False
    too_large: str = "Put it into the data folder and connect it there, or save it as Parquet, which is smaller."

    def ending_of(self, name: str) -> str:
        """The ending of a file name. Raises `InputError` where such files are not accepted."""
        lowered = name.lower()
        for ending, (why, instead) in self.refused.items():
            if lowered.endswith(ending):
                raise InputError(f"“{name}” is refused. {why}", instead)
        for ending in sorted(self.endings, key=len)[::-1]:
            if lowered.endswith(ending):
                return ending
        raise InputError(f'"{name}" is not a kind of file that can be read.', self.instead)


def row_files() -> Accepted:
    """Files that hold rows."""
    from workbook.data.files import ENDINGS

    return Accepted(tuple(ENDINGS), _check_rows, "Use CSV, TSV, Parquet or XLSX.")


class ProjectFiles:
    """The private files of one project: readable by this user only, outside every served folder.

    Parameters
    ----------
    project_id : str
    """

    def __init__(self, project_id: str) -> None:
        if not re.fullmatch(r"[\w-]{1,64}", project_id):
            raise InputError("This is not the identifier of a project.", "Open the project again.")
        self.folder = uploads_folder() / project_id

    def begin(self, name: str, limit: int, accepted: Accepted | None = None) -> Upload:
        """Begin to receive a file of at most `limit` bytes; of rows where nothing else is said."""
        return Upload(self.folder, name, limit, accepted or row_files())

    def receive(self, chunks: Iterable[bytes], name: str, limit: int, accepted: Accepted | None = None) -> Path:
        """Keep a file that arrives in pieces; nothing is kept where it is too long or not what its name says."""
        upload = self.begin(name, limit, accepted)
        try:
            for chunk in chunks:
                upload.add(chunk)
            return upload.finish()
        except BaseException:
            upload.cancel()
            raise

    def files(self) -> tuple[Path, ...]:
        """What is kept."""
        return tuple(sorted(path for path in self.folder.glob("*") if path.is_file())) if self.folder.is_dir() else ()

    def holds(self, path: str | os.PathLike[str], what: str = "The uploaded rows are") -> Path:
        """A kept file by its path, or an error where it is not one of this project's."""
        found = inside(self.folder, path)
        if not found.is_file():
            raise NotFound(f"{what} no longer there.", "Upload the file again.")
        return found

    def erase(self) -> int:
        """Erase all files of the project; returns how many there were."""
        many = len(self.files())
        if self.folder.is_dir():
            shutil.rmtree(self.folder)
        return many


class Upload:
    """One file that arrives in pieces."""

    def __init__(self, folder: Path, name: str, limit: int, accepted: Accepted) -> None:
        self.name = Path(name.replace("\\", "/")).name
        self.accepted, self.ending = accepted, accepted.ending_of(self.name)
        self.limit, self.size = limit, 0
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
        _sweep(folder)
        self._path = folder / f"{uuid.uuid4().hex}{self.ending}"
        self._part = self._path.with_suffix(".part")
        self._file: IO[bytes] = os.fdopen(os.open(self._part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")
        # The page was closed, or another file was chosen: half of a file must not stay behind.
        weakref.finalize(self, _abandon, self._file, self._part)

    def add(self, piece: bytes) -> int:
        """Take one piece; returns how many bytes have arrived.

        Raises
        ------
        InputError
            Where the file is longer than allowed; what arrived is erased.
        """
        self.size += len(piece)
        if self.size > self.limit:
            self.cancel()
            raise InputError(
                f'"{self.name}" is larger than the {self.limit / 2**20:,.0f} MB that may be uploaded here.',
                self.accepted.too_large,
            )
        self._file.write(piece)
        return self.size

    def cancel(self) -> None:
        """Keep nothing."""
        _abandon(self._file, self._part)

    def finish(self) -> Path:
        """Check that the content is what the name says, and keep the file.

        Raises
        ------
        InputError
            Where it is empty or of another kind; then nothing is kept.
        """
        self._file.close()
        self._part.rename(self._path)
        try:
            self.accepted.check(self._path, self.name)
        except InputError:
            self._path.unlink()
            raise
        return self._path


def _abandon(file: IO[bytes], part: Path) -> None:
    file.close()
    part.unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """Remove halves of files whose kernel was killed before it could."""
    for part in folder.glob("*.part"):
        with contextlib.suppress(OSError):
            if time.time() - part.stat().st_mtime > ABANDONED:
                part.unlink()


def _check_rows(path: Path, name: str) -> None:
    """Hold the first (and for Parquet the last) bytes against the ending."""
    from workbook.data.files import file_source

    try:
        file_source(path).check()
    except InputError as problem:
        said = (problem.happened.replace(path.name, name), problem.remedy.replace(path.name, name))
        raise InputError(*said) from None
