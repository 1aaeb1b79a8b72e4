"""Widgets that show a result: a chart, a table, or a live part that follows the project."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

import traitlets

from workbook.ui.desk import Desk
from workbook.ui.guard import guarded
from workbook.ui.live import Live, TableView
from workbook.ui.parts import Part
from workbook.ui.pieces import Pieces, joined

Listener = Callable[[Mapping[str, Any]], None]


class Shown(Part):
    """A sentence, a picture or a table, as one widget. `state` is what the page draws, as JSON."""

    state = traitlets.Unicode("{}").tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        self._pieces = Pieces()
        super().__init__(part="live", **traits)
        self._listeners: tuple[Listener, ...] = ()

    def on_select(self, listener: Listener) -> None:
        """Call `listener` with each click or selection: {"event", "points"}."""
        self._listeners = (*self._listeners, listener)

    def draw(self, **state: Any) -> None:
        """Show this state; of a figure only the traces that changed are sent."""
        figure = state.pop("figure", None)
        self.state = joined({name: value for name, value in state.items() if value}, figure, self._pieces)

    def receive(self, message: Mapping[str, Any]) -> None:
        """A click or a selection in the picture, or a view that came later and lacks pieces of it."""
        if "pieces" in message:
            self.send({"pieces": dict(self._pieces.texts(map(str, message["pieces"])))})
        if "event" in message:
            for listener in self._listeners:
                listener(message)


class Chart(Shown):
    """A Plotly figure (a `Figure` or its dict) with its table, downloads and alternative text."""

    def __init__(self, figure: Any, *, alternative: str = "") -> None:
        super().__init__(label="Chart")
        self.update(figure, alternative=alternative)

    def update(self, figure: Any, *, alternative: str = "") -> None:
        """Redraw with another figure."""
        self.draw(figure=as_figure(figure), alternative=alternative)


class Table(Shown):
    """A sortable table with intervals drawn in their cells."""

    def __init__(self, view: TableView) -> None:
        super().__init__(label=view.caption or "Table")
        self.update(view)

    def update(self, view: TableView) -> None:
        """Show another table."""
        self.draw(table=asdict(view))


def as_figure(figure: Any) -> dict[str, Any]:
    """A Plotly figure as the dict of its data and layout, without Plotly's default template."""
    plain = dict(figure) if isinstance(figure, Mapping) else figure.to_plotly_json()
    layout = {key: value for key, value in plain.get("layout", {}).items() if key != "template"}
    return {"data": plain.get("data", []), "layout": layout}


class LivePart(Shown):
    """A `Live` of a page: shows its result for the project as it is now, and records it on request."""

    def __init__(self, live: Live, desk: Desk, stage: str, revision: int = 1) -> None:
        super().__init__(label=live.name.replace("_", " "))
        self._live, self._desk, self._stage, self._revision = live, desk, stage, revision
        self._status = ""
        self._drawn: tuple[Any, ...] = ()
        self.refresh()

    @property
    def result(self) -> Any:
        """The result that is shown. Raises `WorkbookError` where there is none yet."""
        return self._desk.result(self._live)

    def refresh(self) -> None:
        """Show the result for what the project and the slider say now."""
        result, problem = guarded(lambda: self._desk.result(self._live))
        if problem:
            self._drawn = ()
            self.draw(problem=problem)
            return
        standing = (result, self._desk.is_exploring(self._live), self._status)
        if len(self._drawn) == 3 and self._drawn[0] is standing[0] and self._drawn[1:] == standing[1:]:
            return
        self._drawn = standing
        state, problem = guarded(lambda: self._state(result))
        self.draw(**(state or {"problem": problem}))

    def _state(self, result: Any) -> dict[str, Any]:
        exploring = self._desk.is_exploring(self._live)
        says = self._live.say(result) if self._live.say else ""
        state: dict[str, Any] = {
            "says": f"{'Exploring: ' if exploring else ''}{says}" if says else "",
            "status": self._status,
        }
        shown = self._live.show(result) if self._live.show else None
        if isinstance(shown, TableView):
            state["table"] = asdict(shown)
        elif shown is not None:
            state["figure"] = as_figure(shown)
            state["alternative"] = says
        if self._live.records and not exploring and self._desk.may_keep(self._live):
            state["record"] = self._live.record_label
        return state

    def _pick(self, chosen: Any) -> None:
        value = chosen[0] if isinstance(chosen, list) and chosen else chosen
        section, _, field = self._live.picks.partition(".")
        if isinstance(value, str) and value:
            self._desk.store.update(self._desk.readings.section_named(section), **{field: value})

    def receive(self, message: Mapping[str, Any]) -> None:
        """Besides clicks: the person asked to record this result."""
        if message.get("record"):
            _, problem = guarded(lambda: self._desk.keep(self._live, self._stage, self._revision))
            self._status = problem or "Recorded, with your name and the fingerprints of data and answers."
            self.refresh()
        if message.get("event") == "click" and self._live.picks and message.get("points"):
            guarded(lambda: self._pick(message["points"][0].get("customdata")))
        super().receive(message)
