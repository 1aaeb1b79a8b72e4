"""Widgets that act: a button, a download, the threshold slider, the upload of a file."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import traitlets

from workbook.errors import InputError
from workbook.ui.desk import Desk
from workbook.ui.guard import guarded
from workbook.ui.live import Act, Download, Explore
from workbook.ui.parts import Part


class Action(Part):
    """A button for an `Act` or a `Download`."""

    state = traitlets.Dict().tag(sync=True)

    def __init__(self, declared: Act | Download, desk: Desk) -> None:
        super().__init__(part="action", state={"label": declared.label, "help": declared.help})
        self._declared, self._desk = declared, desk
        self._presses = 0

    def press(self) -> str:
        """Do it, as a click does; returns what the person is told."""
        declared = self._declared
        told, problem = guarded(
            lambda: self._hand_over(declared) if isinstance(declared, Download) else declared.do(self._desk)
        )
        says = problem or str(told)
        self._presses += 1  # the same words again must reach the page, which waits for them
        self.state = {
            "label": declared.label,
            "help": declared.help,
            "says": says,
            "problem": bool(problem),
            "presses": self._presses,
        }
        return says

    def _hand_over(self, declared: Download) -> str:
        name, kind, content = declared.make(self._desk)
        self.send({"file": name, "type": kind}, buffers=[content])
        return f"{name} is ready."

    def receive(self, message: Mapping[str, Any]) -> None:
        """A click."""
        if message.get("press"):
            self.press()


class ThresholdSlider(Part):
    """Moves over the thresholds that the tally can tell apart; what reads "policy" follows."""

    label = traitlets.Unicode("").tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __init__(self, declared: Explore, desk: Desk, moved: Callable[[], None]) -> None:
        super().__init__(part="slider", label=declared.label)
        section, _, self._field = declared.declared.partition(".")
        self._section = desk.readings.section_named(section)
        self._desk, self._moved = desk, moved
        self._answered: int | None = None
        self.refresh()

    def refresh(self) -> None:
        """Show the position that is tried, or the declared one."""
        tally, problem = guarded(lambda: self._desk.read("tally"))
        if tally is None or not len(tally.edges):
            self.state = {"positions": 0, "says": problem}
            return
        threshold = self._threshold(tally)
        declared = self._declared_value()
        exploring = "policy" in self._desk.exploring or declared is None
        self.state = {
            "positions": len(tally.edges),
            "position": int(_nearest(tally.edges, threshold)),
            "value_text": f"{threshold:.4g}",
            "answered": self._answered,
            "exploring": exploring,
            "may_declare": self._desk.record.may("write"),
            "declared": declared is not None,
            "says": self._says(declared, exploring),
        }

    def move(self, position: int) -> None:
        """Try the threshold at this place among the tally's thresholds."""
        from workbook.outcomes import Policy

        edges = self._desk.read("tally").edges
        place = min(max(int(position), 0), len(edges) - 1)
        self._answered = int(position)
        self._desk.tried.add(place)
        if float(edges[place]) == self._declared_value():
            self._desk.stop_exploring()
        else:
            self._desk.explore(Policy.at(float(edges[place])))
        self._moved()

    def declare(self) -> str:
        """Save the position being tried as the declared threshold; returns a problem or ""."""
        tally = self._desk.read("tally")
        value = self._threshold(tally)
        section = self._section
        changes: dict[str, Any] = {self._field: value}
        if "positions_tried" in section.model_fields:
            before = self._desk.record.section(section).model_dump()["positions_tried"]
            changes["positions_tried"] = before + len(self._desk.tried)
        exploring = self._desk.stop_exploring()
        _, problem = guarded(lambda: self._desk.store.update(section, **changes))
        if problem and exploring is not None:
            self._desk.explore(exploring)
        else:
            self._desk.tried.clear()
        self._moved()
        return problem

    def _declared_value(self) -> float | None:
        value: float | None = getattr(self._desk.record.section(self._section), self._field)
        return value

    def _threshold(self, tally: Any) -> float:
        policy = self._desk.exploring.get("policy")
        if policy is not None and policy.threshold is not None:
            return float(policy.threshold)
        declared = self._declared_value()
        return float(declared) if declared is not None else float(tally.edges[len(tally.edges) // 2])

    def _says(self, declared: float | None, exploring: bool) -> str:
        tried = len(self._desk.tried)
        if declared is None:
            return "No threshold is declared yet: move the slider, look, then declare one."
        if exploring:
            return f"Exploring. Declared: {declared:.4g}. Positions tried since: {tried}; the number is kept with the decision."
        if getattr(self._desk.record.section(self._section), "adopted", None) is not None:
            return f"An adopted policy is in force in place of the declared threshold, {declared:.4g}: pages follow it until it is withdrawn."
        return f"This is the declared threshold, {declared:.4g}."

    def receive(self, message: Mapping[str, Any]) -> None:
        """A move, a typed number, a declaration, or back to the declared threshold."""
        if "position" in message:
            _, problem = guarded(lambda: self.move(int(message["position"])))
            if problem:  # the page waits for its answer before it sends another position
                self.state = self.state | {"says": problem, "answered": int(message["position"])}
        elif "typed" in message:
            _, problem = guarded(lambda: self._type(str(message["typed"])))
            if problem:
                self.state = self.state | {"says": problem}
        elif message.get("declare"):
            told, problem = guarded(self.declare)
            problem = problem or str(told)
            if problem:
                self.state = self.state | {"says": problem}
        elif message.get("back"):
            self._desk.stop_exploring()
            self._moved()

    def _type(self, text: str) -> None:
        try:
            value = float(text.strip().replace(",", "."))
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise InputError(f"“{text}” is not a number.", "Write it like 0.35.")
        self.move(_nearest(self._desk.read("tally").edges, value))


def _nearest(edges: Any, value: float) -> int:
    import numpy as np

    return int(np.abs(np.asarray(edges) - value).argmin())
