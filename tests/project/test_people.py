from __future__ import annotations

import pytest

from workbook.project import current_person


def test_the_current_person_is_the_one_that_the_hub_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTERHUB_USER", "ines")
    assert current_person().id == "ines"


def test_without_a_hub_it_is_the_system_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JUPYTERHUB_USER", raising=False)
    monkeypatch.setattr("getpass.getuser", lambda: "nobody-we-know")
    found = current_person()
    assert (found.id, found.name) == ("nobody-we-know", "nobody-we-know")
