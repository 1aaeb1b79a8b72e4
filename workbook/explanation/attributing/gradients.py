"""Integrated gradients of a PyTorch module (Sundararajan et al. 2017), from each row of the background to the row.

A model offers them by two things: `module`, the torch module, and `inputs`, features -> what the module reads, an array
of shape (rows, inputs) in which each input comes from one column.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from workbook.errors import InputError, MissingExtra
from workbook.explanation.attributing.found import Found
from workbook.explanation.attributing.parted import Parted, origins, summed
from workbook.explanation.attributing.voices import Voice
from workbook.models.folds import Floats
from workbook.models.model import Model

if TYPE_CHECKING:
    import pandas as pd

STEPS = 64
"""Steps on the way from one row to another."""


def why_not(model: Model) -> str:
    """Why a model has no gradients, as a sentence; "" where it has."""
    from importlib.util import find_spec

    if getattr(model, "module", None) is None or not hasattr(model, "inputs"):
        return "Integrated gradients are for PyTorch modules, and this model is none."
    return "" if find_spec("captum") is not None else str(MissingExtra("Captum", "torch"))


def run(voice: Voice, rows: pd.DataFrame, background: pd.DataFrame, seed: int, tick: Callable[[], None]) -> Found:
    """The mean over the background of the gradients that lie between one of its rows and the row."""
    import pandas as pd
    import torch
    from captum.attr import IntegratedGradients

    model: Any = voice.model
    model.module.eval()
    prepared = Parted((_Inputs(model),), None)
    explained, ours, others = voice.output(rows), prepared.prepared(rows), prepared.prepared(background)
    forward = _forward(model.module, ours, explained)
    gradients = IntegratedGradients(forward)
    read = torch.tensor(ours, dtype=_kind(model.module))
    total = np.zeros(ours.shape)
    for other in others:
        way = torch.tensor(other, dtype=read.dtype).expand_as(read)
        total += gradients.attribute(read, way, n_steps=STEPS, internal_batch_size=None).detach().numpy()
        tick()
    origin = origins(prepared, pd.concat([rows, background]))
    values = summed(total / len(others), origin, rows.shape[1])
    return Found(values, float(voice.output(background).mean()), explained)


class _Inputs:
    """A model's own way from features to what its module reads, as a transformer."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def transform(self, features: pd.DataFrame) -> Floats:
        """The inputs of the module."""
        return np.asarray(self._model.inputs(features), dtype=float)


def _kind(module: Any) -> Any:
    import torch

    return next((one.dtype for one in module.parameters()), torch.float32)


def _forward(module: Any, inputs: Floats, explained: Floats) -> Callable[[Any], Any]:
    """The module so that it gives what the model gives: as it is, through the logistic function, or the second of two."""
    import torch

    ways: tuple[Callable[[Any], Any], ...] = (
        lambda read: module(read).reshape(len(read), -1)[:, -1],
        lambda read: torch.sigmoid(module(read).reshape(len(read), -1)[:, -1]),
        lambda read: torch.softmax(module(read), dim=-1)[:, -1],
        lambda read: torch.softmax(module(read), dim=-1)[:, 0],
    )
    read = torch.tensor(inputs, dtype=_kind(module))
    for way in ways:
        with torch.no_grad():
            said = way(read).double().numpy()
        if np.allclose(said, explained, atol=1e-5):
            return way
    raise InputError(
        "The scores of this model are not what its module says, nor its logistic function.", "Use permutation shap."
    )
