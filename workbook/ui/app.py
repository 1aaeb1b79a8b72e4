"""The app: every stage in one kernel, built when first shown, with the address in the browser's bar."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import ipywidgets as widgets

from workbook.errors import WorkbookError
from workbook.ui.cells import cells
from workbook.ui.desk import Desk, StageState
from workbook.ui.guard import guarded
from workbook.ui.page import Page
from workbook.ui.prose import prose, safe
from workbook.ui.shell import Shell

OVERVIEW = "overview"
SKIPPED = ("top",)

OpenDesk = Callable[[str], Desk]
OpenPage = Callable[[Desk, str], Page]


class App(widgets.VBox):
    """All stages of one project.

    Parameters
    ----------
    open_desk : callable
        Project id -> Desk; raises `NotFound` for a project that is not there or not for this person.
    open_page : callable
        Desk, stage name -> Page.
    notebook : callable
        Stage name -> path of its notebook.
    project_id : str
        Which project to open first.
    """

    def __init__(self, open_desk: OpenDesk, open_page: OpenPage, notebook: Callable[[str], Path], project_id: str) -> None:
        self._open_desk, self._open_page, self._notebook = open_desk, open_page, notebook
        self._pages: dict[str, Page] = {}
        self._boxes: dict[str, widgets.VBox] = {}
        self._stage = ""
        self._main = widgets.VBox()
        self._main.add_class("wb-main")
        self._take(open_desk(project_id))
        self._shell = Shell(self._desk, self._go)
        super().__init__([self._shell, self._main])
        self.add_class("wb-app")

    def _take(self, desk: Desk) -> None:
        self._desk = desk
        desk.go_to_project = self._to_project
        self._pages, self._boxes = {}, {}

    def _to_project(self, project_id: str) -> None:
        self._go(project_id, self._stage)

    def _go(self, project_id: str, stage: str) -> None:
        if project_id and project_id != self._desk.store.project_id:
            desk, problem = guarded(lambda: self._open_desk(project_id))
            if desk is None:
                self._main.children = (prose("# This project cannot be opened"), widgets.HTML(safe(problem)))
                return
            self._take(desk)
            self._shell.use(desk)
        self.show(stage)

    def show(self, stage: str) -> None:
        """Show a stage; an unknown name shows the overview."""
        walk = {one.name: one for one in self._desk.walk(self._desk.record)}
        name = stage if stage in walk else OVERVIEW
        for other, page in self._pages.items():
            page.show(other == name)
        if name not in self._boxes or name == OVERVIEW:
            self._boxes[name] = self._build(name, tuple(walk.values()))
        self._stage = name
        for other, box in self._boxes.items():
            box.layout.display = "block" if other == name else "none"
        self._main.children = tuple(self._boxes.values())
        self._shell.at(name, walk[name].title if name in walk else "Overview")

    def _build(self, name: str, walk: tuple[StageState, ...]) -> widgets.VBox:
        children = self._overview(walk) if name == OVERVIEW else self._stage_page(name)
        box = widgets.VBox(children)
        box.add_class("wb-stage-page")
        return box

    def _stage_page(self, name: str) -> list[widgets.Widget]:
        page = self._pages[name] = self._open_page(self._desk, name)
        built: list[widgets.Widget] = []
        for kind, content in cells(self._notebook(name)):
            if kind == "text":
                built.append(prose(content))
            elif content not in SKIPPED:
                built.append(self._part(page, content))
        return built

    def _part(self, page: Page, name: str) -> widgets.Widget:
        widget, problem = guarded(lambda: getattr(page, name))
        return prose(problem) if widget is None else widget

    def _overview(self, walk: tuple[StageState, ...]) -> list[widgets.Widget]:
        page = self._open_page(self._desk, "decision")
        needs = [f"- [{one.title}](#{one.name}): {_plain(need)}" for one in walk for need in one.blockers[:2]]
        nothing = "Nothing waits for you: every stage that this version has is done."
        return [
            prose(f"# What needs you\n\n" + ("\n".join(needs[:7]) or nothing)),
            prose("## The case on one screen"),
            self._part(page, "brief"),
            self._part(page, "picture"),
            prose("## The walk\n\nEach stage answers one question. Take them in order, or go where you are needed."),
            self._part(self._open_page(self._desk, "start"), "map"),
        ]


def _plain(text: str) -> str:
    for sign in "\\`*_[]<>#":
        text = text.replace(sign, f"\\{sign}")
    return text


def open_app_for(open_desk: OpenDesk, open_page: OpenPage, notebook: Callable[[str], Path], project_id: str) -> App:
    """The app, or a plain sentence where the project cannot be opened."""
    if not project_id:
        raise WorkbookError("There is no project yet.", "Begin one with: workbook new NAME")
    return App(open_desk, open_page, notebook, project_id)
