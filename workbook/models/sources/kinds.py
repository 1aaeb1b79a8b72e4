"""Which kinds of models can be opened on this machine."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass

from workbook.models.versions import DISTRIBUTIONS, installed


@dataclass(frozen=True)
class KindHere:
    """A kind of model, whether it can be opened here, and how to get what is missing."""

    fine: bool
    sentence: str


NEEDED = (
    ("skops files", ("skops",), "models"),
    ("ONNX files", ("onnx", "onnxruntime"), "models"),
    ("models of MLflow", ("mlflow",), "models"),
    ("PyTorch modules", ("torch",), "torch"),
    ("explainable boosting machines", ("interpret",), "explain"),
)


def kinds_here() -> tuple[KindHere, ...]:
    """Each kind of model in a sentence; nothing heavy is loaded to find out."""
    found = [KindHere(True, "Models: scikit-learn estimators, functions and scoring endpoints can be asked.")]
    for what, packages, extra in NEEDED:
        missing = [name for name in packages if importlib.util.find_spec(name) is None]
        told = ", ".join(filter(None, (installed(DISTRIBUTIONS.get(name, name)) for name in packages)))
        if missing:
            found.append(KindHere(False, f'No {what}: pip install "ai-use-case-workbook[{extra}]"'))
        else:
            found.append(KindHere(True, f"{what[0].upper()}{what[1:]} can be opened ({told})."))
    return tuple(found)
