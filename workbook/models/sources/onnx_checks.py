"""Looks at an ONNX file before it is run: whole in itself, made of standard operators only, no larger than it may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbook.data.sources import existing
from workbook.errors import InputError, MissingExtra

ENDING = ".onnx"
LARGEST = 500 * 2**20
STANDARD = frozenset({"", "ai.onnx", "ai.onnx.ml"})
"""The operator sets of the ONNX standard; others are somebody's own code, or that of one runtime."""
MOST_NODES = 200_000
NAMES_OF_CLASSES = ("classlabels_strings", "classlabels_int64s", "classlabels_ints")


@dataclass(frozen=True)
class Seen:
    """What an ONNX file says about itself.

    Attributes
    ----------
    content : bytes
        The whole file.
    made_with : str
    classes : tuple
        The classes that it tells apart; empty where it does not say.
    """

    content: bytes
    made_with: str
    classes: tuple[Any, ...]


def check_onnx(path: Path, name: str) -> Seen:
    """Look at a file without running it.

    Raises
    ------
    InputError
        It is too large, no ONNX model, reaches for other files, or asks for operators outside the standard.
    MissingExtra
        onnx is not installed.
    """
    if existing(path).stat().st_size > LARGEST:
        raise InputError(f"“{name}” is larger than {LARGEST / 2**20:,.0f} MB.", "Bring its predictions as a column.")
    content = path.read_bytes()
    model = _parsed(content, name)
    domains = {one.domain for one in model.opset_import} | {one.domain for one in _nodes(model)}
    other = sorted(domains - STANDARD)
    if other or len(model.functions):
        raise InputError(
            f"“{name}” asks for operators outside the ONNX standard ({', '.join(other) or 'functions of its own'}).",
            "Export it with standard operators only, or bring its predictions as a column.",
        )
    if any(_is_elsewhere(tensor) for tensor in _tensors(model)):
        raise InputError(
            f"“{name}” keeps a part of itself in other files, which are not read.",
            "Export it as one file (onnx.save_model(model, file, save_as_external_data=False)).",
        )
    made = " ".join(filter(None, (model.producer_name, model.producer_version)))
    return Seen(content, made[:80], _classes(model))


def _parsed(content: bytes, name: str) -> Any:
    try:
        import onnx
        from google.protobuf.message import DecodeError
    except ImportError as error:
        raise MissingExtra("An ONNX file", "models") from error
    damaged = InputError(f"“{name}” is damaged, or no ONNX model.", "Export it again.")
    try:
        model = onnx.load_model_from_string(content)
    except (DecodeError, ValueError, RecursionError, TypeError) as error:
        raise damaged from error
    if not model.graph.node or not model.graph.output:
        raise damaged
    if sum(1 for _ in _nodes(model)) > MOST_NODES:
        raise InputError(f"“{name}” has more steps than are run here.", "Bring its predictions as a column.")
    return model


def _graphs(graph: Any) -> Iterator[Any]:
    """A graph and every graph within its nodes."""
    yield graph
    for node in graph.node:
        for attribute in node.attribute:
            for inner in (attribute.g, *attribute.graphs):
                if inner.node or inner.initializer:
                    yield from _graphs(inner)


def _nodes(model: Any) -> Iterator[Any]:
    for graph in _graphs(model.graph):
        yield from graph.node


def _tensors(model: Any) -> Iterator[Any]:
    for graph in _graphs(model.graph):
        yield from graph.initializer
        for sparse in graph.sparse_initializer:
            yield from (sparse.values, sparse.indices)
        for node in graph.node:
            for attribute in node.attribute:
                yield from (attribute.t, *attribute.tensors)
                for sparse in (attribute.sparse_tensor, *attribute.sparse_tensors):
                    yield from (sparse.values, sparse.indices)


def _is_elsewhere(tensor: Any) -> bool:
    import onnx

    return tensor.data_location == onnx.TensorProto.EXTERNAL or len(tensor.external_data) > 0


def _classes(model: Any) -> tuple[Any, ...]:
    """The classes that the last step which names some tells apart."""
    found: tuple[Any, ...] = ()
    for node in model.graph.node:
        for attribute in node.attribute:
            if attribute.name in NAMES_OF_CLASSES:
                words = tuple(one.decode("utf-8", "replace") for one in attribute.strings)
                found = words or tuple(attribute.ints) or found
    return found
