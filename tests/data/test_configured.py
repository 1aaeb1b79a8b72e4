"""What is configured by name: names go to pages, what belongs to them does not."""

from __future__ import annotations

import pytest

from workbook.data.configured import Configured
from workbook.errors import InputError, NotFound

THINGS = Configured("scoring things", file="WORKBOOK_THINGS", prefix="WORKBOOK_THING_")


def test_the_file_and_the_environment(tmp_path, monkeypatch):
    path = tmp_path / "things.yaml"
    path.write_text("Risk: https://risk.example\nchurn:\n  url: https://churn.example\n")
    monkeypatch.setenv("WORKBOOK_THINGS", str(path))
    monkeypatch.setenv("WORKBOOK_THING_LOANS", "https://loans.example")
    monkeypatch.setenv("WORKBOOK_THING_RISK", "https://other.example")
    assert THINGS.names() == ("churn", "loans", "risk")
    assert THINGS.named("RISK") == "https://other.example" and THINGS.named("churn") == {"url": "https://churn.example"}


@pytest.mark.parametrize("name", ["none", "", None, "../risk"])
def test_a_name_that_is_not_there_lists_the_names_and_no_address(monkeypatch, name):
    monkeypatch.setenv("WORKBOOK_THING_LOANS", "https://loans.example/secret")
    with pytest.raises(NotFound, match="Configured are: loans") as told:
        THINGS.named(name)
    assert "secret" not in str(told.value)


def test_nothing_is_configured():
    assert THINGS.names() == ()
    with pytest.raises(NotFound, match="Configured are: none"):
        THINGS.named("a")


@pytest.mark.parametrize("content", [b"- a\n", b"a: [", b"\xff\xfe\x00", b"just text"])
def test_a_file_that_is_none_is_told_without_its_content(tmp_path, monkeypatch, content):
    path = tmp_path / "secret-place.yaml"
    path.write_bytes(content)
    monkeypatch.setenv("WORKBOOK_THINGS", str(path))
    with pytest.raises(InputError, match="WORKBOOK_THINGS") as told:
        THINGS.names()
    assert "secret-place" not in str(told.value)


def test_a_file_that_is_missing_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_THINGS", str(tmp_path / "none.yaml"))
    with pytest.raises(InputError, match="cannot be read"):
        THINGS.names()
