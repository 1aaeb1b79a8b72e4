"""What opening a model gives: the model itself, and what can be said of it."""

from __future__ import annotations

from dataclasses import dataclass

from workbook.models.model import Model


@dataclass(frozen=True, eq=False)
class Opened:
    """A model that was opened.

    Attributes
    ----------
    model : Model
    made_with : str
        Package and version that made it, where it says so.
    location, registry : str
        Where it can be opened again; "" for what lives in this notebook only.
    trained_by, trained_at, trained_with : str
        Who trained it, when and with which data, where it says so.
    notes : tuple of str
        What must be said with it.
    """

    model: Model
    made_with: str = ""
    location: str = ""
    registry: str = ""
    trained_by: str = ""
    trained_at: str = ""
    trained_with: str = ""
    notes: tuple[str, ...] = ()
