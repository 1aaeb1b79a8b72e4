"""What the record keeps of a model: what it is, who trained or brought it, when, and with which rows."""

from __future__ import annotations

from dataclasses import dataclass

from workbook.models.folds import SEED
from workbook.models.model import Kind

EVIDENCE = "modelling.model"
REVISION = 1


@dataclass(frozen=True)
class ModelRecord:
    """A model as the project remembers it. It holds neither rows nor the model itself.

    Attributes
    ----------
    kind, title, fingerprint, columns
        As in `Model`.
    location : str
        Of a file: its name among the project's private files. Of an endpoint: its configured name. Of MLflow: its URI.
        Empty for a recipe, which is trained anew from the same rows, and for a model of a notebook.
    registry : str
        Of MLflow: the configured name of its registry.
    recipe : str
    seed : int
    trained_on : str
        Fingerprint of the rows it learned from; "" where nobody knows.
    trained_by, trained_at, trained_with : str
        Of a model that was trained elsewhere: who, when and with which data, as far as it was said.
    brought_to : str
        Fingerprint of the rows that were connected when it was put to use.
    data_label : str
        What people call those rows.
    by : str
        Who trained or brought it.
    at : str
        When, as an ISO date and time.
    made_with : str
        Package and version that made it, where known.
    packages : tuple of str
        The packages it needs, as they were installed then: "scikit-learn 1.9.1".
    event : {0, 1}
        Place of the event among its classes.
    notes : tuple of str
        What must be said with it.
    """

    kind: Kind
    title: str
    fingerprint: str
    columns: tuple[str, ...] = ()
    location: str = ""
    registry: str = ""
    recipe: str = ""
    seed: int = SEED
    trained_on: str = ""
    trained_by: str = ""
    trained_at: str = ""
    trained_with: str = ""
    brought_to: str = ""
    data_label: str = ""
    by: str = ""
    at: str = ""
    made_with: str = ""
    packages: tuple[str, ...] = ()
    event: int = 1
    notes: tuple[str, ...] = ()

    @property
    def in_memory_only(self) -> bool:
        """Whether it lives in somebody's notebook and nowhere else."""
        return self.kind in ("estimator", "function", "torch") and not self.location
