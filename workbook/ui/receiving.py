"""Takes a file from the browser in pieces, each acknowledged; nothing is used before all of it arrived and was checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import traitlets

from workbook.data import Accepted, ProjectFiles
from workbook.data.folders import row_files
from workbook.errors import InputError, WorkbookError
from workbook.ui.desk import Desk
from workbook.ui.guard import guarded
from workbook.ui.parts import Part
from workbook.ui.store import Store

UPLOAD_LIMIT = 500 * 2**20
"""Bytes. Larger files go into the data folder, where they are read in place."""


class Receiver:
    """One file on its way into the private folder of a project.

    Parameters
    ----------
    store : Store
    name : str
        File name as the browser gave it; only its last part and its ending are used.
    size : int
        Bytes announced.
    limit : int
        Bytes allowed.
    accepted : Accepted, optional
        Which files; those of rows where nothing else is said.
    """

    def __init__(self, store: Store, name: str, size: int, limit: int, accepted: Accepted | None = None) -> None:
        store.repository.require(store.project_id, store.person, "connect data")
        self.name = Path(name.replace("\\", "/")).name
        wanted = accepted or row_files()
        wanted.ending_of(self.name)
        if size > limit:
            raise InputError(
                f"“{self.name}” has {size / 2**20:,.0f} MB; the limit here is {limit / 2**20:,.0f} MB.",
                wanted.too_large,
            )
        if size == 0:
            raise InputError(f"“{self.name}” is empty.", "Save or export it again.")
        self._upload: Any = ProjectFiles(store.project_id).begin(self.name, limit, wanted)

    def add(self, piece: bytes) -> int:
        """Take one piece; returns how many bytes have arrived."""
        return int(self._upload.add(piece))

    def cancel(self) -> None:
        """Keep nothing."""
        self._upload.cancel()

    def finish(self) -> Path:
        """Check that the file is what its name says; returns where it lies."""
        return Path(self._upload.finish())


class Receiving(Part):
    """A part that takes a file. What is done with it, `arrived` says."""

    state = traitlets.Dict().tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)
    endings = traitlets.Unicode("").tag(sync=True)
    says = traitlets.Unicode("").tag(sync=True)

    def __init__(self, desk: Desk, part: str, label: str, accepted: Accepted | None = None) -> None:
        self._accepted = accepted or row_files()
        super().__init__(
            part=part,
            label=label,
            endings=",".join(self._accepted.endings),
            says=f"Up to {UPLOAD_LIMIT // 2**20} MB. It is kept outside every served folder and you can erase it.",
        )
        self._desk = desk
        self._receiver: Receiver | None = None

    def arrived(self, path: Path, name: str) -> str:
        """Use a file that has arrived whole; returns what the person is told."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Show what is so now."""
        raise NotImplementedError

    def _answer(self, widget: Any, message: Mapping[str, Any], buffers: Any) -> None:
        if any(key in message for key in ("start", "piece", "finish", "cancel")):
            told, problem = guarded(lambda: self._receive_piece(message, buffers))
            if problem:
                self._receiver = None
                self.says = problem
                self.send({"refused": True})
            else:
                self.send({"received": told or 0})
        else:
            super()._answer(widget, message, buffers)

    def _receive_piece(self, message: Mapping[str, Any], buffers: Any) -> int:
        if "start" in message:
            name, size = str(message["start"]), int(message["size"])
            self._receiver = Receiver(self._desk.store, name, size, UPLOAD_LIMIT, self._accepted)
            return 0
        if self._receiver is None:
            raise WorkbookError("The upload was interrupted.", "Choose the file again.")
        if "piece" in message:
            return self._receiver.add(bytes(buffers[0]))
        receiver, self._receiver = self._receiver, None
        if "cancel" in message:
            receiver.cancel()
            return 0
        self.says = self.arrived(receiver.finish(), receiver.name)
        self.refresh()
        return 0


class TakeFile(Receiving):
    """A file that a stage uses: it is read into answers and not kept, or kept where such files are.

    Parameters
    ----------
    desk : Desk
    label : str
    use : callable
        Desk, path and the name it came with -> what the person is told.
    accepted : Accepted, optional
        Which files; those of rows where nothing else is said.
    """

    def __init__(
        self, desk: Desk, label: str, use: Callable[[Desk, Path, str], str], accepted: Accepted | None = None
    ) -> None:
        super().__init__(desk, "upload", label, accepted)
        limit = f"up to {UPLOAD_LIMIT // 2**20} MB"
        kinds = " or ".join(self._accepted.endings)
        self.says = (
            f"{kinds}, {limit}. It is looked at before it is opened, and kept outside every served folder."
            if self._accepted.kept
            else f"CSV, TSV, Parquet or XLSX, {limit}. It is read once and not kept."
        )
        self._use = use

    def arrived(self, path: Path, name: str) -> str:
        """Use the file; let go of it where it is not to be kept, and where it was of no use."""
        used = False
        try:
            told = self._use(self._desk, path, name)
            used = True
            return told
        finally:
            if not (used and self._accepted.kept):
                path.unlink(missing_ok=True)

    def refresh(self) -> None:
        """Nothing of the project is shown here."""
