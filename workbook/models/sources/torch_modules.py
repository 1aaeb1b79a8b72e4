"""A PyTorch module of a notebook, with the columns that it reads and how they are scaled."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from workbook.data.sources import digest
from workbook.errors import InputError, MissingExtra
from workbook.models.folds import Floats
from workbook.models.model import Kind, Model, as_usual, asked, readable_columns
from workbook.models.sources.estimators import fingerprint_of
from workbook.models.sources.opened import Opened
from workbook.models.versions import installed

if TYPE_CHECKING:
    import pandas as pd

Gives = Literal["probability", "log odds", "log odds of two"]
BATCH = 8192


def is_module(thing: Any) -> bool:
    """Whether something is a PyTorch module; PyTorch is not loaded to find that out."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(thing, torch.nn.Module)


@dataclass(eq=False)
class TorchModel(Model):
    """A module that is asked in evaluation mode, in batches, on the processor.

    Attributes
    ----------
    module : torch.nn.Module
    scaling : object or None
        Something with `transform`, as a fitted scaler of scikit-learn: numbers in, numbers out, shape (rows, inputs).
    gives : {"probability", "log odds", "log odds of two"}
        What comes out: one probability a row, one log odds, or the log odds of both classes.
    event : {0, 1}
        With the log odds of two: which of them is the event's.
    """

    module: Any
    columns: tuple[str, ...]
    scaling: Any = None
    gives: Gives = "probability"
    title: str = "PyTorch module"
    fingerprint: str = ""
    event: int = 1
    kind: Kind = "torch"

    def inputs(self, rows: pd.DataFrame) -> Any:
        """What the module is given for these rows: a tensor of shape (rows, inputs).

        Raises
        ------
        InputError
            A column holds words.
        """
        import torch

        read = as_usual(readable_columns(self, rows))
        words = [name for name in self.columns if read[name].dtype.kind not in "bifu"]
        if words and self.scaling is None:
            raise InputError(
                f"Column “{words[0]}” holds no numbers, and the module reads numbers.",
                "Give the preparation too: page.use_model(module, columns=[…], scaling=fitted_column_transformer).",
            )
        numbers = asked(self, lambda: read.to_numpy(float) if self.scaling is None else self._scaled(read))
        return torch.as_tensor(np.asarray(numbers, dtype=np.float32))

    def _scaled(self, read: pd.DataFrame) -> Any:
        given: Any = read if hasattr(self.scaling, "feature_names_in_") else read.to_numpy()
        found = self.scaling.transform(given)
        return found.toarray() if hasattr(found, "toarray") else found

    def score(self, rows: pd.DataFrame) -> Floats:
        """The probability of the event."""
        import torch

        whole, was_training = self.inputs(rows), self.module.training
        self.module.eval()
        try:
            with torch.no_grad():
                pieces = [
                    asked(self, lambda part=part: self.module(part).numpy().astype(float))  # type: ignore[misc]
                    for part in whole.split(BATCH)
                ]
        finally:
            self.module.train(was_training)
        return self._probability(np.concatenate(pieces), len(rows))

    def _probability(self, given: Floats, rows: int) -> Floats:
        wanted = (rows, 2) if self.gives == "log odds of two" else (rows,)
        found = given[:, 0] if given.shape == (rows, 1) else given
        if found.shape != wanted:
            shape = " × ".join(map(str, given.shape))
            raise InputError(
                f"The module was given {rows} rows and gave {shape} numbers.",
                f"Say what it gives: gives= one of {', '.join(map(repr, get_args(Gives)))}.",
            )
        if self.gives == "probability":
            if np.nanmin(found) < 0 or np.nanmax(found) > 1:
                raise InputError(
                    "The module gives numbers outside 0 to 1: these are no probabilities.", 'Say gives="log odds".'
                )
            return found
        odds = found if self.gives == "log odds" else found[:, self.event] - found[:, 1 - self.event]
        return np.asarray(1 / (1 + np.exp(-np.clip(odds, -500, 500))))


def from_module(
    module: Any,
    *,
    columns: Sequence[str] | None = None,
    scaling: Any = None,
    gives: Gives = "probability",
    event: int = 1,
    weights: str | Path | None = None,
    title: str = "",
) -> Opened:
    """A model from a PyTorch module.

    Parameters
    ----------
    module : torch.nn.Module
    columns : sequence of str
        In the order of its inputs.
    scaling : object, optional
        A fitted scaler or column transformer.
    gives : str
    event : {0, 1}
    weights : path, optional
        A file with its weights; it is read with ``weights_only=True``, so that nothing in it can run.
    title : str, optional

    Raises
    ------
    InputError, MissingExtra
    """
    if not columns:
        raise InputError(
            "A module does not say which columns it reads.", "Name them in order: page.use_model(module, columns=[…])."
        )
    if gives not in get_args(Gives):
        raise InputError(f"“{gives}” is nothing a module gives.", f"Say one of: {', '.join(get_args(Gives))}.")
    if weights is not None:
        load_weights(module, Path(weights))
    read = tuple(map(str, columns))
    marks = digest("torch", repr(module), _weights_mark(module), fingerprint_of(scaling, read), gives, str(event))
    model = TorchModel(module, read, scaling, gives, title or type(module).__name__, marks, event)
    return Opened(model, made_with=installed("torch"))


def load_weights(module: Any, path: Path) -> None:
    """Fill a module with the weights of a file that holds nothing else.

    Raises
    ------
    InputError, MissingExtra
        The file holds code, or the weights of another module.
    """
    try:
        import torch
    except ImportError as error:
        raise MissingExtra("A PyTorch module", "torch") from error
    import pickle

    if not path.is_file():
        raise InputError(f"There is no file “{path.name}”.", "Check its name and folder.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on how the file was written: it is read or refused
            weights = torch.load(path, map_location="cpu", weights_only=True)
        module.load_state_dict(weights)
    except (pickle.UnpicklingError, EOFError) as error:
        raise InputError(
            f"“{path.name}” holds more than weights, and opening it could run code.",
            "Save the weights alone: torch.save(module.state_dict(), file).",
        ) from error
    except (RuntimeError, TypeError, AttributeError) as error:
        raise InputError(
            f"“{path.name}” does not hold the weights of this module: {str(error).splitlines()[0][:160]}",
            "Build the module as it was built when they were saved.",
        ) from error


def _weights_mark(module: Any) -> str:
    parts = [f"{name}{tuple(one.shape)}{one.dtype}" for name, one in module.state_dict().items()]
    values = [one.detach().cpu().numpy().tobytes().hex() for one in module.state_dict().values()]
    return digest(*parts, *values)
