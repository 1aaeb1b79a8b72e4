"""Attacks as names and answers, through every part of every stage and every file that a page hands out.

Generic over the stages: a new one is covered by itself, and a new kind of file fails until it is said how it is looked at.
"""

from __future__ import annotations

import json
import os
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pytest

from tests.attacked import Attacked, begin
from tests.attacks import (
    TEXTS,
    code_from_data,
    formulas_in_csv,
    missing_from,
    parsed,
    planted_in_html,
    raw_in_figure,
    steering_in,
    texts_from,
)
from workbook.fairness.mitigation.as_code import TEMPLATE
from workbook.notebooks_folder import shipped
from workbook.opening import page_of
from workbook.project import Person, open_repository, verify_export
from workbook.stages import OVERVIEW, STAGES, stage
from workbook.ui.app import App, _needs
from workbook.ui.controls import Action
from workbook.ui.desk import StageState
from workbook.ui.live import Act, Download, TableView
from workbook.ui.long_work import LongWork
from workbook.ui.prose import prose
from workbook.ui.results import LivePart, as_figure

pytestmark = pytest.mark.slow
ROUNDS = range(0, len(TEXTS), int(os.environ.get("WORKBOOK_ATTACK_STEP", "18")))
FEW = 150
PROSE = "div p h1 h2 h3 h4 h5 h6 strong em a ul ol li table thead tbody tr th td code pre blockquote br hr"
REPORT = (
    "html head meta title style body main div section h1 h2 p ul li table thead tbody tr th td figure figcaption footer "
    "svg line text polyline polygon circle rect"
)


@pytest.fixture(scope="module", params=ROUNDS)
def attacked(request, tmp_path_factory) -> Iterator[Attacked]:
    """A project of attacks on which everything that can be recorded was recorded."""
    folder = tmp_path_factory.mktemp("attacked")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBOOK_UPLOADS", str(folder / "uploads"))
        repository = open_repository(f"sqlite:///{folder / 'record.db'}")
        made = begin(repository, Person("eve", next(texts_from(request.param))), request.param)
        for part in parts(made):
            if isinstance(part, LivePart) and "record" in json.loads(part.state):
                part.receive({"record": True})
        yield made
        repository.close()


def parts(attacked: Attacked) -> Iterator[Any]:
    """Every part of every page, built."""
    for one in STAGES:
        page = page_of(attacked.desk, one.name)
        for name in page.names:
            yield getattr(page, name)


def live_parts(attacked: Attacked) -> Iterator[LivePart]:
    return (part for part in parts(attacked) if isinstance(part, LivePart))


def test_no_part_gives_up(attacked, least=0.4):
    told = [(part._stage, part._live.name, json.loads(part.state)) for part in live_parts(attacked)]
    assert not [one for one in told if "wrong on our side" in str(one)]
    on_record = {
        part._live.name for part in live_parts(attacked) if any("evidence:" in name for name in part._live.reads)
    }
    told = [one for one in told if one[1] not in on_record]  # they wait for long work that nobody asked for here
    with_results = [one for one in told if "problem" not in one[2]]
    assert len(with_results) > least * len(told), "the project is whole enough for many parts to show something"


def test_no_picture_takes_a_name_for_markup(attacked):
    found = {}
    for part in live_parts(attacked):
        shown = part._live.show(part.result) if part._live.show and "problem" not in json.loads(part.state) else None
        if shown is not None and not isinstance(shown, TableView):
            figure = json.loads(json.dumps(as_figure(shown), default=lambda one: one.tolist()))
            found[part._stage, part._live.name] = raw_in_figure(figure)
    assert found and not {name: raw for name, raw in found.items() if raw}


def test_no_prose_is_made_of_a_name(attacked):
    app = App(attacked.desk, page_of, lambda name: shipped("notebooks") / stage(name).notebook, OVERVIEW)
    for name in ("overview", *(one.name for one in STAGES)):
        app.show(name)
    values = [one.value for one in below(app) if isinstance(one, widgets.HTML)]
    assert len(values) > 10 and not [bad for value in values for bad in planted_in_html(value, PROSE)]


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_needed_is_told_as_text(text):
    """Blockers quote names of columns and costs; they stand in a list that is written in Markdown."""
    walk = (StageState("roi", "08", "Value", "What is it worth?", 25, "blocked", (f"Find an owner for: “{text}”.",)),)
    html = prose(_needs(walk, True)).value
    assert planted_in_html(html, "div h1 ul li a") == []
    assert [one for one in parsed(html).elements if one[0] in ("a", "li")] == [("li", {}), ("a", {"href": "#roi"})]
    assert not missing_from(" ".join(parsed(html).words), [text])


def below(widget: Any) -> Iterator[Any]:
    """A widget and all that it holds, folds opened."""
    yield widget
    if hasattr(widget, "toggle"):
        widget.toggle(True)
    for child in getattr(widget, "children", ()):
        yield from below(child)


def pressed(attacked: Attacked, kind: type) -> Iterator[tuple[str, str, list[tuple[str, bytes]]]]:
    """Every button of a kind pressed: its name, what the person is told, and the files that were handed over."""
    for part in parts(attacked):
        if isinstance(part, Action) and isinstance(part._declared, kind):
            sent: list[tuple[str, bytes]] = []
            part.send = lambda message, buffers=(), sent=sent, **_: sent.append((message["file"], bytes(buffers[0])))
            yield part._declared.name, part.press(), sent


def test_every_button_can_be_pressed(attacked):
    told = {name: says for name, says, _ in pressed(attacked, Act)}
    assert "sign" in told and not [one for one in told.items() if "wrong on our side" in one[1]]


def in_html(content: bytes, attacked: Attacked) -> list[str]:
    html = content.decode()
    words = " ".join(parsed(html).words)
    return planted_in_html(html, REPORT) + missing_from(
        words, [attacked.desk.record.name, attacked.desk.store.person.name]
    )


def in_json(content: bytes, attacked: Attacked) -> list[str]:
    held = json.loads(content)
    stored = {(one["section"], one["field"]): one["value"] for one in held["answers"]}
    answers = attacked.desk.record.answers
    return [f"{name}: {value}" for name, value in stored.items() if answers[name[0]][name[1]].value != value]


def in_code(content: bytes, _attacked: Attacked) -> list[str]:
    source = content.decode()
    empty = dict.fromkeys(("title", "how", "fingerprint", "warning", "selected", "other"), "x")
    values = {"score": "s", "groups": (), "threshold": 0.5, "thresholds": {}, "review": None, "side": ">="}
    scope: dict[str, Any] = {}
    exec(compile(source, "policy.py", "exec"), scope)
    assert scope["decide"](0.9) in (True, False, "review") and scope["decide"](None) is None
    return code_from_data(source, TEMPLATE.format(**empty, **values)) + steering_in(source)


def in_csv(content: bytes, _attacked: Attacked) -> list[str]:
    return formulas_in_csv(content.decode())


def in_pdf(content: bytes, _attacked: Attacked) -> list[str]:
    """Names of what a PDF could do: go somewhere, run something, carry something."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    whole = content + b"".join(unpacked(one) for one in packed)
    return [
        one.decode()
        for one in re.findall(rb"/(URI|JavaScript|JS|Launch|GoToR|SubmitForm|EmbeddedFile|OpenAction)\b", whole)
    ]


def unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:  # a picture or a font, packed otherwise
        return b""


LOOKED_AT: Mapping[str, Callable[[bytes, Attacked], list[str]]] = {
    ".html": in_html, ".json": in_json, ".py": in_code, ".csv": in_csv, ".pdf": in_pdf,
}  # fmt: skip


def test_every_file_that_is_handed_out_holds_text_only(attacked, monkeypatch):
    if attacked.round:  # a PDF with signs of all scripts takes its time: once is enough, the rest is the same page
        monkeypatch.setattr("workbook.report.rendering._pdf", lambda html: b"%PDF")
    handed = [one for _, told, files in pressed(attacked, Download) for one in files or [("refused", told)]]
    files = {name: content for name, content in handed if name != "refused"}
    assert {Path(name).suffix for name in files} >= {".html", ".json", ".pdf"}, handed
    unknown = [name for name in files if Path(name).suffix not in LOOKED_AT]
    assert not unknown, "say in LOOKED_AT how a file of this kind is looked at"
    assert not {
        name: bad for name, content in files.items() if (bad := LOOKED_AT[Path(name).suffix](content, attacked))
    }
    assert all(re.fullmatch(r"[a-z0-9_.-]{1,80}", name) for name in files), files.keys()


def test_the_export_is_whole(attacked, tmp_path):
    desk = attacked.desk
    path = desk.store.repository.export_project(desk.store.project_id, desk.store.person, tmp_path / "project.json")
    assert verify_export(path).ok
    taken = desk.store.repository.import_project(path, Person("robin", "Robin"))
    record = desk.store.repository.record(taken, Person("robin", "Robin"))
    assert record.name == desk.record.name and record.answers.keys() == desk.record.answers.keys()


@pytest.mark.timeout(1200)
def test_long_work_survives_names(tmp_path, monkeypatch):
    """Models, explanations and stress tests on a few rows of attacks; then every part shows what was found."""
    monkeypatch.setenv("WORKBOOK_UPLOADS", str(tmp_path / "uploads"))
    repository = open_repository(f"sqlite:///{tmp_path / 'record.db'}")
    attacked = begin(repository, Person("eve", TEXTS[0]), 18, rows=FEW)
    told = {}
    for work in (part for part in parts(attacked) if isinstance(part, LongWork)):
        if work._declared.name.startswith("exercise"):  # on a sample, not on these rows
            continue
        work.start()
        work.wait(200)
        told[work._declared.name] = work.state["says"]
        assert not work.running and "wrong on our side" not in work.state["says"], told
    assert told
    test_no_part_gives_up(attacked, least=0.8)
    test_no_picture_takes_a_name_for_markup(attacked)
    repository.close()
