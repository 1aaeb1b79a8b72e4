"""Texts and rules that are data: with source, date and status."""

from __future__ import annotations

from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def text(name: str) -> str:
    """A content file as it is written."""
    return (HERE / name).read_text("utf-8")


def load(name: str) -> Any:
    """A YAML content file as plain values."""
    import yaml

    return yaml.safe_load(text(name))
