"""Looks at a ZIP archive before anything in it is read: how much it unpacks to, and what its parts are called."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from workbook.errors import InputError

LARGEST = 2**30
"""Bytes that an archive may unpack to."""
MOST_PARTS = 50_000
PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def check_archive(path: Path, name: str, *, endings: tuple[str, ...], largest: int = LARGEST) -> None:
    """Raise `InputError` where an archive is none, would unpack to too much, or holds parts that do not belong.

    Parameters
    ----------
    path : Path
    name : str
        What people call the file.
    endings : tuple of str
        Of the parts that may be in it.
    largest : int
        Bytes that all parts together, and archives within, may unpack to.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_parts(parts, name, endings, largest)
            left = largest - sum(one.file_size for one in parts)
            for one in parts:
                if one.filename.endswith(".npz"):
                    left -= _unpacks_to(archive, one)
                    if left < 0:
                        raise _too_much(name, largest)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError) as error:
        raise InputError(f"“{name}” is damaged, or not what its name says.", "Save it again.") from error


def _check_parts(parts: list[zipfile.ZipInfo], name: str, endings: tuple[str, ...], largest: int) -> None:
    names = [one.filename for one in parts]
    if len(parts) > MOST_PARTS:
        raise InputError(f"“{name}” holds {len(parts):,} parts: more than a model needs.", "Save a smaller model.")
    if sum(one.file_size for one in parts) > largest:
        raise _too_much(name, largest)
    odd = [
        one for one in names if not one.endswith(endings) or one.startswith(("/", "\\")) or ".." in one or ":" in one
    ]
    if odd or len(set(names)) < len(names):
        raise InputError(f"“{name}” holds parts that do not belong into a model.", "Save it again.")
    if any(one.flag_bits & 1 or one.compress_type not in PLAIN for one in parts):
        raise InputError(f"“{name}” is encrypted or packed in an unusual way.", "Save it again without that.")


def _unpacks_to(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    with zipfile.ZipFile(io.BytesIO(archive.read(part))) as inner:
        return sum(one.file_size for one in inner.infolist())


def _too_much(name: str, largest: int) -> InputError:
    return InputError(
        f"“{name}” would unpack to more than {largest / 2**20:,.0f} MB.", "Bring a smaller model, or its predictions."
    )
