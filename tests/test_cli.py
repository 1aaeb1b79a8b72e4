"""The command line: what it prints, and the exit codes that others rely on."""

from __future__ import annotations

import re
import sqlite3

import pandas as pd
import pytest

from workbook.cli import main
from workbook.opening import open_project, page_of


@pytest.fixture
def record(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_DB", f"sqlite:///{tmp_path / 'record.db'}")
    assert main(["new", "Loans", "--sample", "loans"]) == 0
    return tmp_path


def test_a_project_begins(record, capsys):
    assert main(["new", "Empty"]) == 0
    assert len(capsys.readouterr().out.strip().splitlines()[-1]) == 32


def test_a_room_opens_and_tells_only_an_address_that_others_reach(record, capsys):
    open_project("Consumer loans").store.repository.remember_address("http://127.0.0.1:8866/")
    assert main(["room", "Consumer loans"]) == 0
    assert "--share" in (told := capsys.readouterr().out) and "127.0.0.1" not in told
    open_project("Consumer loans").store.repository.remember_address("http://10.1.2.3:8866/")
    assert main(["room", "Consumer loans"]) == 0
    assert re.search(r"join at http://10\.1\.2\.3:8866/room/[A-Z]{5}\n", capsys.readouterr().out)


def test_gates_that_were_not_assessed_are_two(record, capsys):
    assert main(["gate", "Consumer loans"]) == 2
    assert "not assessed" in capsys.readouterr().out


def test_a_gate_that_fails_is_one_and_the_page_says_the_same(record, capsys):
    desk = open_project("Consumer loans")
    page_of(desk, "fairness").gaps.receive({"record": True})
    assert main(["gate", "Consumer loans"]) == 1
    printed = capsys.readouterr().out
    from workbook.decision.passing import gates

    results = gates(desk.record, desk.read("revisions"))
    for one in results.gates:
        assert f"{one.outcome:<13} {one.gate.gate}: {one.sentence}" in printed


def test_a_report_is_written(record):
    assert main(["report", "Consumer loans", "--to", str(record / "r.html")]) == 0
    html = (record / "r.html").read_text("utf-8")
    assert (
        "Consumer loans" in html
        and "The tolerated gap" in html
        and "Tolerated: " in html
        and "<svg" in html
        and "<script" not in html
        and "http" not in html.replace("http://www.w3.org/2000/svg", "")
    )


def test_a_report_is_written_as_pdf(record):
    pytest.importorskip("weasyprint")
    assert main(["report", "Consumer loans", "--to", str(record / "r.pdf")]) == 0
    assert (record / "r.pdf").read_bytes().startswith(b"%PDF")


def test_a_log_is_verified_and_a_changed_one_is_caught(record, capsys):
    assert main(["verify", "Consumer loans"]) == 0
    connection = sqlite3.connect(record / "record.db")
    for name in [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]:
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("UPDATE log SET person_id = 'eve' WHERE sequence = 2")
    connection.commit()
    connection.close()
    assert main(["verify", "Consumer loans"]) == 1
    assert "2" in capsys.readouterr().out


def test_an_audit_of_a_file_says_one_sentence_a_gap(tmp_path, capsys):
    rows = pd.DataFrame({"y": [0, 1] * 300, "d": [1, 1, 0, 1] * 150, "g": ["a", "b"] * 300})
    rows.to_csv(tmp_path / "rows.csv", index=False)
    code = main(["audit", str(tmp_path / "rows.csv"), "--label", "y", "--decision", "d", "--group", "g"])
    out = capsys.readouterr().out
    assert code == 1 and "Selection rate: gap." in out and "True positive rate: cannot tell." in out


@pytest.mark.parametrize(
    "arguments",
    [
        ["gate", "no such project"],
        ["report", "Consumer loans", "--to", "r.docx"],
        ["audit", "no-such-file.csv"],
        ["verify", "nonsense"],
        ["new", ""],
    ],
)
def test_bad_use_is_three(record, arguments, capsys):
    assert main(arguments) == 3
    assert capsys.readouterr().err.strip()


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["gate"], ["app", "--port", "x"]])
def test_bad_words_are_three(arguments):
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 3


def test_a_backup_can_be_opened(record, tmp_path):
    target = tmp_path / "copy.db"
    assert main(["backup", "--to", str(target)]) == 0
    assert main(["verify", "Consumer loans", "--db", f"sqlite:///{target}"]) == 0
    assert main(["backup", "--to", str(target)]) == 3
    restored = f"sqlite:///{tmp_path / 'restored.db'}"
    assert (
        main(["restore", str(target), "--db", restored]) == 0 and main(["restore", str(target), "--db", restored]) == 3
    )
    assert main(["verify", "Consumer loans", "--db", restored]) == 0


def test_the_doctor_speaks_plainly(record, capsys):
    assert main(["doctor"]) == 0
    assert "Python 3" in capsys.readouterr().out


def test_somebody_is_invited_listed_changed_renewed_and_removed(record, capsys):
    def told(*arguments):
        capsys.readouterr()
        code = main([arguments[0], "Consumer loans", *arguments[1:]])
        return code, capsys.readouterr()

    code, printed = told("invite", "--name", "Robin", "--role", "viewer", "--days", "2")
    assert code == 0 and "For Robin, as viewer" in printed.out and "Code: " in printed.out
    secret = printed.out.split("Code: ")[1].split()[0]
    repository = open_project("Consumer loans").store.repository
    repository.remember_address("https://workbook.example/")
    assert repository.accept(secret)[0].name == "Robin"
    assert told("invite", "--name", "Robin")[0] == 3
    assert told("invite", "--name", "Ines", "--role", "king")[0] == 3

    code, printed = told("people")
    assert code == 0 and "Robin" in printed.out and "owner" in printed.out and secret not in printed.out
    assert "approver     Robin" in told("people", "--change", "Robin", "approver")[1].out
    renewed = told("people", "--renew", "Robin")[1].out
    assert "https://workbook.example/join?code=" in renewed and secret not in renewed
    code, printed = told("people", "--revoke", "Robin")
    assert code == 0 and "Robin" not in printed.out
    assert told("people", "--revoke", "Robin") == (3, told("people", "--revoke", "Robin")[1])
    owner = open_project("Consumer loans").store.person.id
    code, printed = told("people", "--revoke", owner)
    assert code == 3 and "only owner" in printed.err
