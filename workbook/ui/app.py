"""The app: every stage in one kernel, built when first shown, with the address in the browser's bar."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import ipywidgets as widgets

from workbook.ui.cells import cells
from workbook.ui.desk import Desk, StageState
from workbook.ui.fold import Cell, Fold, sections
from workbook.ui.guard import guarded
from workbook.ui.page import Page
from workbook.ui.prose import prose, safe
from workbook.ui.shell import Shell

OVERVIEW = "overview"
SKIPPED = ("top",)
AT_A_TIME = 4

ROUNDED = "*You may not see rows: what you read is made of sums over enough of them, and groups that are too small are merged.*"

OpenPage = Callable[[Desk, str], Page]
OverviewParts = tuple[tuple[str, str], ...]
"""What the first screen shows: stage and part."""


class App(widgets.VBox):
    """All stages of one project.

    Parameters
    ----------
    desk : Desk
        Of the project to open first.
    open_page : callable
        Desk, stage name -> Page.
    notebook : callable
        Stage name -> path of its notebook.
    overview : tuple of (stage, part)
        The live parts of the first screen.
    """

    def __init__(
        self, desk: Desk, open_page: OpenPage, notebook: Callable[[str], Path], overview: OverviewParts
    ) -> None:
        self._desk, self._open_page, self._notebook, self._overview_parts = desk, open_page, notebook, overview
        self._pages: dict[str, Page] = {}
        self._boxes: dict[str, widgets.VBox] = {}
        self._needs = prose("")
        self._stage = ""
        self._main = widgets.VBox()
        self._main.add_class("wb-main")
        self._shell = Shell(self._desk, self._go)
        super().__init__([self._shell, self._main])
        self.add_class("wb-app")

    def _go(self, project_id: str, stage: str) -> None:
        if project_id and project_id != self._desk.store.project_id:
            _, problem = guarded(lambda: self._desk.open(project_id))
            if problem:
                self._main.children = (prose("# This project cannot be opened"), widgets.HTML(safe(problem)))
                return
        self.show(stage)

    def show(self, stage: str) -> None:
        """Show a stage; an unknown name shows the overview."""
        walk = {one.name: one for one in self._desk.walk(self._desk.record)}
        name = stage if stage in walk else OVERVIEW
        fresh = name not in self._boxes
        if fresh:
            self._boxes[name] = widgets.VBox()
            self._boxes[name].add_class("wb-stage-page")
        if name == OVERVIEW:
            self._needs.value = prose(_needs(tuple(walk.values()), self._desk.record.may("write"))).value
        self._stage = name
        seen = {stage for stage, _ in self._overview_parts} if name == OVERVIEW else {name}
        for other, page in self._pages.items():
            page.show(other in seen)
        for other, box in self._boxes.items():
            box.layout.display = "block" if other == name else "none"
        self._main.children = tuple(self._boxes.values())
        self._shell.at(name, walk[name].title if name in walk else "Overview")
        if fresh:
            self._fill(self._boxes[name], self._overview() if name == OVERVIEW else self._stage_page(name))

    def _fill(self, box: widgets.VBox, parts: Iterable[widgets.Widget]) -> None:
        """Hand the parts over a few at a time: the browser draws the first while the last are still computed."""
        built: list[widgets.Widget] = []
        for part in parts:
            built.append(part)
            if len(built) == 2 or len(built) % AT_A_TIME == 0:
                box.children = tuple(built)
        box.children = tuple(built)

    def _stage_page(self, name: str) -> Iterator[widgets.Widget]:
        page = self._page(name)
        for title, held in sections(tuple(cells(self._notebook(name)))):
            if title:
                yield Fold(title, partial(self._listed, page, held))
            else:
                yield from self._shown(page, held)

    def _listed(self, page: Page, held: Sequence[Cell]) -> list[widgets.Widget]:
        return list(self._shown(page, held))

    def _shown(self, page: Page, held: Sequence[Cell]) -> Iterator[widgets.Widget]:
        for kind, content in held:
            if kind == "text":
                yield prose(content)
            elif content not in SKIPPED:
                yield self._part(page, content)

    def _part(self, page: Page, name: str) -> widgets.Widget:
        widget, problem = guarded(lambda: getattr(page, name))
        return prose(_plain(problem)) if widget is None else widget

    def _page(self, name: str) -> Page:
        if name not in self._pages:
            self._pages[name] = self._open_page(self._desk, name)
        return self._pages[name]

    def _overview(self) -> Iterator[widgets.Widget]:
        yield self._needs
        if not self._desk.record.sees_rows:
            yield prose(ROUNDED)
        yield prose("## The case on one screen")
        for stage, part in self._overview_parts:
            yield self._part(self._page(stage), part)


def _needs(walk: tuple[StageState, ...], writes: bool) -> str:
    needs = [f"- [{one.title}](#{one.name}): {_plain(need)}" for one in walk for need in one.blockers[:2]]
    nothing = "Nothing waits for you: every stage that this version has is done."
    return f"# {'What needs you' if writes else 'What is still open'}\n\n" + ("\n".join(needs[:7]) or nothing)


def _plain(text: str) -> str:
    """A sentence that may hold names from people, as Markdown that shows it as it is, on one line."""
    for sign in "\\`*_[]<>#&":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())
