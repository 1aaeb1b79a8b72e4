"""Where the notebooks and the samples lie: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).resolve().parent


def shipped(folder: str) -> Path:
    """The folder `notebooks` or `data_samples` of this installation."""
    inside = HERE / folder
    return inside if inside.is_dir() else HERE.parent / folder
