"""ONNX files: models of any making, run by onnxruntime on one thread of the processor."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from workbook.data.sources import digest, file_hash
from workbook.errors import InputError, MissingExtra
from workbook.models.folds import Floats
from workbook.models.model import Kind, Model, as_usual, asked, readable_columns
from workbook.models.sources.events import Wanted, event_among
from workbook.models.sources.onnx_checks import Seen, check_onnx
from workbook.models.sources.opened import Opened

if TYPE_CHECKING:
    import pandas as pd

NUMBERS = {
    "tensor(float)": np.float32,
    "tensor(double)": np.float64,
    "tensor(int64)": np.int64,
    "tensor(int32)": np.int32,
    "tensor(bool)": np.bool_,
}
WORDS = "tensor(string)"
MAPS = re.compile(r"seq\(map\((string|int64),tensor\((float|double)\)\)\)")


@dataclass(eq=False)
class OnnxModel(Model):
    """An ONNX model.

    Attributes
    ----------
    session : onnxruntime.InferenceSession
    columns : tuple of str
        Of the rows, in the order of its inputs.
    classes : tuple
        That it tells apart; empty where it does not say.
    event : {0, 1}
        Place of the event among them.
    """

    session: Any
    columns: tuple[str, ...]
    classes: tuple[Any, ...] = ()
    title: str = "ONNX model"
    fingerprint: str = ""
    event: int = 1
    kind: Kind = "onnx file"

    def score(self, rows: pd.DataFrame) -> Floats:
        """The probability of the event, in single precision where the model computes so."""
        read = as_usual(readable_columns(self, rows))
        given = asked(self, lambda: self._given(read))
        outputs = self.session.get_outputs()
        found = asked(self, lambda: self.session.run(None, given))
        return self._probability(list(zip((one.type for one in outputs), found, strict=True)), len(rows))

    def _given(self, read: pd.DataFrame) -> dict[str, Any]:
        inputs = self.session.get_inputs()
        if len(inputs) == 1 and len(self.columns) > 1:
            return {inputs[0].name: np.ascontiguousarray(read.to_numpy(dtype=NUMBERS[inputs[0].type]))}
        return {
            one.name: _column(read[name], one.type)[:, None] for one, name in zip(inputs, self.columns, strict=True)
        }

    def _probability(self, outputs: list[tuple[str, Any]], rows: int) -> Floats:
        """The event's probability among what came out: maps of classes, one column a class, or one number."""
        for kind, found in outputs:
            if MAPS.fullmatch(kind):
                return np.array([_of_map(one, self.classes, self.event) for one in found], dtype=float)
        numbers = [
            np.asarray(found, dtype=float) for kind, found in outputs if kind in ("tensor(float)", "tensor(double)")
        ]
        for found in numbers:
            if found.shape == (rows, 2):
                return found[:, self.event]
        single = [found.reshape(rows) for found in numbers if found.shape in ((rows,), (rows, 1))]
        if len(single) == 2:  # one output a class
            return single[self.event]
        if len(single) == 1:
            return single[0]
        raise InputError(
            f"“{self.title}” gives no probability and no single number a row.",
            "Export it with its probabilities (for a classifier of scikit-learn, skl2onnx does so).",
        )


def open_onnx(
    path: Path,
    name: str = "",
    *,
    columns: Sequence[str] | None = None,
    title: str = "",
    wanted: Wanted | None = None,
    known_columns: Sequence[str] = (),
) -> Opened:
    """Open an ONNX file after a look at it.

    Parameters
    ----------
    path : Path
    name : str, optional
        What people call it.
    columns : sequence of str, optional
        In the order of its inputs: needed where it takes them all as one table of numbers.
    title : str, optional
    wanted : Wanted, optional
    known_columns : sequence of str
        The columns of the rows: an input "loan_amount" is found in a column "loan amount".

    Raises
    ------
    InputError, MissingExtra
    """
    told = name or path.name
    seen = check_onnx(path, told)
    session = _session(seen, told)
    read = _columns(session, told, columns, known_columns)
    many = [one for one in session.get_outputs() if one.type in ("tensor(float)", "tensor(double)")]
    if any(len(one.shape) == 2 and isinstance(one.shape[1], int) and one.shape[1] > 2 for one in many):
        event_among(seen.classes or range(many[-1].shape[1]), Wanted())  # says why more than two are refused
    event = event_among(seen.classes, wanted or Wanted()) if seen.classes else None
    place = event.place if event else 1 if wanted is None or wanted.place is None else wanted.place
    model = OnnxModel(session, read, seen.classes, title or Path(told).stem, digest(file_hash(path), *read), place)
    notes = (event.note,) if event and event.note else ()
    return Opened(model, made_with=seen.made_with, location=path.name, notes=notes)


def _session(seen: Seen, name: str) -> Any:
    try:
        import onnxruntime
    except ImportError as error:
        raise MissingExtra("An ONNX file", "models") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(seen.content, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        said = str(error).strip().splitlines()[0][:200]
        raise InputError(
            f"“{name}” cannot be run here: {said}", "Export it again, for an older operator set."
        ) from error


def _columns(session: Any, name: str, given: Sequence[str] | None, known: Sequence[str]) -> tuple[str, ...]:
    """The columns of the rows that go into the inputs, in their order."""
    inputs = session.get_inputs()
    strange = [one for one in inputs if one.type not in (*NUMBERS, WORDS) or len(one.shape) > 2]
    if strange or not inputs:
        what = f"{strange[0].type}, {len(strange[0].shape)} dimensions" if strange else "nothing"
        raise InputError(f"“{name}” reads something else than columns ({what}).", "Bring its predictions as a column.")
    if len(inputs) == 1 and (given or inputs[0].shape[-1:] != [1]) and inputs[0].type in NUMBERS:
        return _table_columns(inputs[0], name, given)
    if given and len(given) != len(inputs):
        raise InputError(
            f"“{name}” reads {len(inputs)} columns, and {len(given)} were named.", "Name them in its order."
        )
    return tuple(map(str, given)) if given else tuple(_known_as(one.name, known) for one in inputs)


def _table_columns(table: Any, name: str, given: Sequence[str] | None) -> tuple[str, ...]:
    wide = table.shape[1] if len(table.shape) == 2 else None
    many = f"{wide} columns" if isinstance(wide, int) else "columns"
    if not given:
        raise InputError(
            f"“{name}” reads {many} of numbers as one table, and does not say which.",
            "Name them, in its order: in the field of columns, or in a notebook with columns=[…].",
        )
    if isinstance(wide, int) and wide != len(given):
        raise InputError(f"“{name}” reads {many}, and {len(given)} were named.", "Name them all, in its order.")
    return tuple(map(str, given))


def _known_as(name: str, known: Sequence[str]) -> str:
    """The column that an input is called after: converters turn blanks and signs into underscores."""
    if name in known:
        return name
    alike = [one for one in known if re.sub(r"\W", "_", one) == name]
    return alike[0] if len(alike) == 1 else name


def _column(values: pd.Series[Any], kind: str) -> Any:
    if kind == WORDS:
        return values.astype(object).where(values.notna(), "").astype(str).to_numpy(dtype=object)
    return values.to_numpy(dtype=NUMBERS[kind])


def _of_map(one: Any, classes: Sequence[Any], event: int) -> float:
    """The event's probability in a map from classes to probabilities."""
    key = classes[event] if classes else sorted(one)[event]
    return float(one[key])
