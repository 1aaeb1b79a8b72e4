"""That the looks of `tests.attacks` see what they are for, and attacks through the command line."""

from __future__ import annotations

import logging
import time

import pytest

from tests.attacked import begin
from tests.attacks import (
    CORPUS,
    FORMULAS,
    MARKUP,
    PLOTLY,
    TERMINAL,
    TEXTS,
    as_words,
    code_from_data,
    formulas_in_csv,
    missing_from,
    planted_in_html,
    raw_in_figure,
    steering_in,
)
from workbook.cli import main
from workbook.decision.gate import read_gates
from workbook.errors import WorkbookError
from workbook.project import current_person, open_repository
from workbook.stages import sections
from workbook.terminal import as_line
from workbook.ui.guard import PlainLines

MADE = [text for text in MARKUP if text.startswith(("<img", "<script", "<a", "<base", '"><svg', "</script", "]]><"))]


@pytest.mark.parametrize("text", MADE)
def test_an_element_made_by_a_text_is_seen(text):
    assert planted_in_html(f"<p>{text}</p>", "p") and not planted_in_html("<p>&lt;img src=x&gt;</p>", "p")


def test_addresses_handlers_and_lost_words_are_seen():
    assert planted_in_html('<a href="javascript:x">a</a>', "a") and planted_in_html("<p onclick=x>a</p>", "p")
    assert planted_in_html("<!-- hacked -->", "p") and not planted_in_html('<a href="#fairness">a</a>', "a")
    assert missing_from("one  two", ["two three"]) == ["two three"] and not missing_from("one\n two", ["one two"])


@pytest.mark.parametrize("text", [PLOTLY[0], *PLOTLY[4:], *MARKUP[:3]])
def test_a_text_in_a_picture_that_is_markup_is_seen(text):
    assert raw_in_figure({"data": [{"y": [1, 2], "text": ["fine", text]}], "layout": {}})
    assert raw_in_figure({"data": [], "layout": {"title": {"text": text}}})
    assert not raw_in_figure({"data": [{"customdata": [text], "hovertemplate": "%{y}<br>%{x:.1%}<extra></extra>"}]})


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_seen(text):
    cells = (text, text.replace('"', '""'))
    assert any(formulas_in_csv(f'a,"{cell}"\r\n') for cell in cells) and not formulas_in_csv("-5,+0.3,1e-7,kept\r\n")


@pytest.mark.parametrize("text", TERMINAL[:-1])
def test_a_sign_that_steers_is_seen_and_told_as_its_code(text):
    assert steering_in(text) and not steering_in("größe\n😀\n")
    assert not steering_in(as_line(text)) and "\n" not in as_line(text)


def test_what_people_write_is_told_as_it_is():
    for text in ("größe", "הכנסה", "👩‍👩‍👧", "a\u00a0b\u202fc", "نام\u200cها", "“quoted” – …"):
        assert as_line(text) == text
    assert as_line("two\nlines") == "two\\nlines" and as_line("\x1b[2J\u202e") == "\\x1b[2J\\u202e"


def test_a_line_of_the_log_steers_nothing():
    record = logging.LogRecord("workbook", logging.ERROR, "x.py", 1, "read %s", ("\x1b[2Jhacked\nsecond",), None)
    assert PlainLines("%(message)s").format(record) == "read \\x1b[2Jhacked\nsecond"


def test_code_made_of_data_is_seen():
    harmless = 'A = 1\n\n\ndef f(x):\n    """Words."""\n    return x > A\n'
    assert not code_from_data(harmless.replace("Words.", "Others.").replace("A = 1", "A = ('b', None)"), harmless)
    for evil in (harmless.replace("x > A", "x > A or hacked()"), harmless.replace("A = 1", "A = hacked")):
        with pytest.raises((AssertionError, ValueError)):
            assert code_from_data(evil, harmless) == []


def test_the_corpus_reaches_every_place():
    """Neighbours are of other kinds, and each place gets every text in as many rounds as there are texts."""
    assert len(set(TEXTS)) == len(TEXTS) and len(TEXTS) % 7 and len(CORPUS) == 10


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    """A record with a project of attacks, its address, and people called by attacks."""
    folder = tmp_path_factory.mktemp("cli")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBOOK_UPLOADS", str(folder / "uploads"))
        url = f"sqlite:///{folder / 'record.db'}"
        repository = open_repository(url)
        made = begin(repository, current_person(), 4)
        for place, text in enumerate(TEXTS):
            repository.invite(made.desk.store.project_id, current_person(), f"{text[:70]} {place}", "viewer")
        yield made, url, folder
        repository.close()


def told(capsys, *arguments):
    """Run a command: its exit code, and what it printed; nothing of it steers the terminal."""
    try:
        code = main(list(arguments))
    except SystemExit as left:
        code = left.code
    heard = capsys.readouterr()
    assert steering_in(heard.out) == [] and steering_in(heard.err) == [], arguments
    return code, heard.out, heard.err


def test_people_are_one_line_each(attacked, capsys):
    made, url, _ = attacked
    code, out, _ = told(capsys, "people", made.desk.store.project_id, "--db", url)
    assert code == 0 and len(out.splitlines()) == len(TEXTS) + 1
    assert not missing_from(out, [text[:70] for text in MARKUP])


def test_every_command_tells_names_as_text(attacked, capsys):
    made, url, folder = attacked
    project, rows = made.desk.store.project_id, made.rows
    label, score, first, second = rows.columns[:4]
    rows.to_parquet(folder / "rows.parquet")
    roles = ("--label", label, "--label-positive", str(rows[label].iloc[0]), "--score", score, "--threshold", "0.5")
    code, out, _ = told(capsys, "audit", str(folder / "rows.parquet"), *roles, "--group", first, "--group", second)
    assert code in (1, 2) and len(out.splitlines()) >= 4
    assert told(capsys, "gate", project, "--db", url)[0] in (1, 2)
    assert told(capsys, "verify", project, "--db", url)[0] == 0
    assert told(capsys, "report", project, "--db", url, "--to", str(folder / "report.html"))[0] == 0
    for text in TERMINAL:
        assert told(capsys, "audit", str(folder / "rows.parquet"), "--label", text, "--group", text)[0] == 3
        assert told(capsys, "gate", text, "--db", url)[0] == 3
        assert told(capsys, "report", project, "--db", url, "--to", f"{text}/x.html")[0] == 3
        assert told(capsys, "people", project, "--db", url, "--revoke", text)[0] == 3
        assert told(capsys, "invite", project, "--db", url, "--name", f"{text} again")[0] == 0
        assert told(capsys, "audit", f"{text}.csv", "--label", "y")[0] == 3


def test_a_backup_tells_names_as_text(attacked, capsys):
    _, url, folder = attacked
    assert told(capsys, "backup", "--db", url, "--to", str(folder / "copy"))[0] == 0
    code, out, _ = told(capsys, "restore", str(folder / "copy"), "--db", f"sqlite:///{folder / 'other.db'}")
    assert code == 0 and "the log is whole" in out


GATE = "- gate: a\n  question: q\n  evidence: e\n  value: v\n  is: {}\n"
LAUGHS = "".join(f"    - &l{n} [{', '.join([f'*l{n - 1}' if n else 'x'] * 9)}]\n" for n in range(9))
GATES = (
    *TEXTS, f"- gate: a\n  question: q\n  evidence: e\n  value: v\n  is:\n{LAUGHS}", "[" * 5000, "- " * 3000 + "x", "&a [*a]",
    GATE.format("!!python/object/apply:os.system [hacked]"), GATE.format("!!bool x"), GATE.format("!!timestamp x"),
    GATE.format("9" * 5000), GATE.format("2020-99-99"), GATE.format("!!binary aGFja2Vk"), GATE.format("[" * 400 + "]" * 400),
    "- <<: &b {gate: a}\n  <<: *b", "- ? [a, b]\n  : x", "- ? {a: b}\n  : x", GATE.format("&x hacked") + GATE.format("*x"),
)  # fmt: skip


@pytest.mark.parametrize("text", GATES)
def test_gates_that_are_none_are_refused_in_words_and_at_once(text):
    begun = time.process_time()
    with pytest.raises(ValueError, match=r"[Gg]ate"):
        read_gates(text)
    assert time.process_time() - begun < 20, "references unfold"


def test_gates_in_words_are_kept_as_they_are():
    (gate,) = read_gates(GATE.format('"<b>hacked</b>"'))
    assert gate.is_ == "<b>hacked</b>"


def test_no_field_that_people_fill_takes_markup_out_of_what_they_wrote(attacked):
    """Shown as text, kept as text: nothing is cut out of an answer."""
    made, _, _ = attacked
    texts = {as_words(text) for text in TEXTS}
    kept = [
        value
        for section in sections().values()
        for value in made.desk.record.section(section).model_dump().values()
        if isinstance(value, str)
    ]
    assert sum(as_words(value) in texts for value in kept) > 10
    with pytest.raises(WorkbookError):
        made.desk.store.repository.create_project(" \n ", current_person())
