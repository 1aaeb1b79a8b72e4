"""The parts of a picture, each known by a hash of its content: only what changed since the last look travels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any

from workbook.ui.parts import to_json


class Pieces:
    """The traces of one picture, as JSON texts by their hashes.

    A slider that moves a line leaves the curve as it was: the page keeps the curve and is sent the line.
    """

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._named: dict[int, tuple[Any, str]] = {}

    def name(self, traces: Iterable[Any]) -> tuple[list[str], dict[str, str]]:
        """Take over the traces of a figure; returns their names in order, and the texts that are new by name."""
        known = [(trace, *self._known(trace)) for trace in traces]
        texts = {name: text for _, name, text in known}
        new = {name: text for name, text in texts.items() if name not in self._texts}
        self._texts, self._named = texts, {id(trace): (trace, name) for trace, name, _ in known}
        return [name for _, name, _ in known], new

    def texts(self, names: Iterable[str]) -> Mapping[str, str]:
        """The texts of pieces that a page asks for because it came later."""
        return {name: self._texts[name] for name in names if name in self._texts}

    def _known(self, trace: Any) -> tuple[str, str]:
        seen = self._named.get(id(trace))
        if seen is not None and seen[0] is trace:  # the very object of the last look needs no second writing
            return seen[1], self._texts[seen[1]]
        text = to_json(trace)
        return blake2b(text.encode(), digest_size=9).hexdigest(), text


def joined(state: Mapping[str, Any], figure: Mapping[str, Any] | None, pieces: Pieces) -> str:
    """The state of a part as JSON, its figure as names of pieces, with the pieces that the page has not seen yet."""
    if figure is None:
        return to_json(state)
    names, new = pieces.name(figure["data"])
    whole = to_json({**state, "figure": {"data": names, "layout": figure["layout"]}})
    sent = ",".join(f'"{name}":{text}' for name, text in new.items())
    return f'{whole[:-1]},"pieces":{{{sent}}}}}'
