from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.project.sections import Range
from tests.project.test_repository import REFERENCE
from workbook.project import Answer, DataReference, Evidence, Fingerprints, Person, Record, staleness

DANA = Person("dana", "Dana")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def record(data: DataReference | None = REFERENCE, **values: Any) -> Record:
    answers = {"range": {name: Answer(value, 1, DANA, NOON) for name, value in values.items()}}
    return Record("p", "Loans", "", 1, "h", "owner", DANA, NOON, answers, (), data)


def audit(marks: Fingerprints) -> Evidence:
    return Evidence("e", "fairness.audit", "fairness", "", {}, marks, DANA, NOON)


BEFORE = record(low=1.0)
MARKS = Fingerprints("rows-1", "model-1", BEFORE.answer_fingerprints(["range.low", "range.high"]), 2)


def test_evidence_is_fresh_while_nothing_that_it_rests_on_changed() -> None:
    assert staleness(audit(MARKS), record(low=1.0, note="something else"), revision=2) == ()


@pytest.mark.parametrize(
    ("today", "revision", "told"),
    [
        (record(low=2.0), 2, "“range: low” was changed by Dana on 23 Nov 2026 at 12:00."),
        (record(low=1.0, high=None), 2, "“range: high” was changed by Dana on 23 Nov 2026 at 12:00."),
        (record(), 2, "“range: low” was taken back since it was recorded."),
        (record(replace(REFERENCE, fingerprint="rows-2"), low=1.0), 2, "The rows changed since it was recorded."),
        (
            record(replace(REFERENCE, model_fingerprint="model-2"), low=1.0),
            2,
            "The model changed since it was recorded.",
        ),
        (
            record(replace(REFERENCE, state="erased"), low=1.0),
            2,
            "Its rows were erased: it can be read, but not computed again.",
        ),
        (record(low=1.0), 3, "The analysis itself was improved since it was recorded."),
    ],
)
def test_evidence_says_why_it_is_stale(today: Record, revision: int, told: str) -> None:
    assert staleness(audit(MARKS), today, revision=revision) == (told,)


def test_rows_that_are_only_with_their_owner_do_not_make_evidence_stale() -> None:
    elsewhere = replace(REFERENCE, state="only with owner", location="")
    assert staleness(audit(MARKS), record(elsewhere, low=1.0), revision=2) == ()


def test_evidence_without_rows_does_not_ask_for_them() -> None:
    assert staleness(audit(Fingerprints(revision=1)), record(None), revision=1) == ()


def test_fingerprints_tell_values_apart_and_nothing_from_none() -> None:
    kinds = [record(), record(low=None), record(low=0), record(low=False), record(low=""), record(low="0")]
    assert len({one.answer_fingerprints(["range.low"])["range.low"] for one in kinds}) == len(kinds)


def test_a_refused_value_is_listed_and_replaced_by_the_default() -> None:
    found = record(low=-3.0, note="kept")
    assert found.section(Range) == Range(note="kept")
    assert found.refused(Range) == {"low": "It must be at least 0."}
    assert found.answered("range") == {"low", "note"}


def test_a_record_cannot_be_changed_in_place() -> None:
    with pytest.raises(FrozenInstanceError):
        BEFORE.name = "other"  # type: ignore[misc]
