"""Gates: what passes, what fails, and that nothing unassessed ever passes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.conftest import DANA
from workbook.content import text
from workbook.decision.answers import DecisionAnswers, Override
from workbook.decision.gate import hold, read_gates, value_of
from workbook.decision.passing import flips, gates
from workbook.project import Fingerprints, open_repository

ONE = """
- gate: value
  question: Is it worth it?
  evidence: roi.value
  value: gain
  at_least: 0
  may_override: [owner]
"""


@pytest.fixture
def project(tmp_path):
    repository = open_repository(f"sqlite:///{tmp_path / 'record.db'}")
    created = repository.create_project("X", DANA)
    repository.save(created, DANA, DecisionAnswers, {"gates": ONE})
    yield repository, created
    repository.close()


def record(repository, created, result, revision=1):
    return repository.add_evidence(
        created,
        DANA,
        name="roi.value",
        stage="roi",
        sentence="s",
        result=result,
        fingerprints=Fingerprints(revision=revision),
    )


def only(found):
    return gates(found, {"roi.value": 1}).gates[0]


def test_nothing_on_record_is_not_assessed(project):
    repository, created = project
    results = gates(repository.record(created, DANA), {})
    assert results.gates[0].outcome == "not assessed" and results.exit_code == 2 and flips(results)


@pytest.mark.parametrize(
    ("result", "outcome", "code"),
    [({"gain": 5}, "pass", 0), ({"gain": -1}, "fail", 1), ({}, "cannot tell", 2), ({"gain": "much"}, "cannot tell", 2)],
)
def test_the_evidence_decides(project, result, outcome, code):
    repository, created = project
    found = record(repository, created, result)
    assert only(found).outcome == outcome and gates(found, {"roi.value": 1}).exit_code == code


def test_an_improved_analysis_makes_it_stale(project):
    repository, created = project
    found = record(repository, created, {"gain": 5})
    assert gates(found, {"roi.value": 2}).gates[0].outcome == "stale" and gates(found, {"roi.value": 2}).exit_code == 2


@pytest.mark.parametrize(
    ("by", "reason", "code"), [("Board", "pilot only", 0), ("", "pilot only", 1), ("Board", "  ", 1)]
)
def test_an_override_needs_a_name_and_a_reason(project, by, reason, code):
    repository, created = project
    record(repository, created, {"gain": -1})
    found = repository.save(
        created, DANA, DecisionAnswers, {"overrides": [Override(gate="value", by=by, reason=reason).model_dump()]}
    )
    results = gates(found, {"roi.value": 1})
    assert results.exit_code == code and results.gates[0].outcome == "fail"


@pytest.mark.parametrize(("permission", "counts"), [("owner", True), ("contributor", False), ("approver", False)])
def test_only_who_may_override_a_gate_overrides_it(project, permission, counts):
    repository, created = project
    record(repository, created, {"gain": -1})
    found = repository.save(
        created, DANA, DecisionAnswers, {"overrides": [Override(gate="value", by="B", reason="r").model_dump()]}
    )
    held = gates(replace(found, permissions={DANA.id: permission}), {"roi.value": 1}).gates[0]
    assert held.gate.may_override == ("owner",)
    assert held.lets_pass is counts
    assert counts or f"Dana wrote it as {permission}" in held.override_refused


def test_the_default_gates_are_readable():
    found = read_gates(text("gates.yaml"))
    assert {one.gate for one in found} == {
        "target",
        "stress",
        "explanation",
        "fairness",
        "value",
        "business case",
        "owners",
    }


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("gate: [", "cannot be read as YAML"),
        ("just words", "must be a list"),
        ("[]", "at least one gate"),
        ("- gate: x\n  question: q\n  evidence: e\n  value: v", "exactly one of"),
        ("- gate: x\n  question: q\n  evidence: e\n  value: v\n  is: 1\n  at_least: 2", "exactly one of"),
        (ONE + ONE, "Two gates are called"),
        ("- gate: x\n  nonsense: 1", "Gate 1"),
    ],
)
def test_what_is_wrong_with_a_gate_is_told(written, said):
    with pytest.raises(ValueError, match=said):
        read_gates(written)


def test_a_star_stands_for_every_key():
    assert value_of({"gaps": {"a": {"verdict": "gap"}, "b": {"verdict": "no gap"}}}, "gaps.*.verdict") == [
        "gap",
        "no gap",
    ]
    assert value_of({"gaps": 3}, "gaps.*.verdict") == [] and value_of(None, "a.b") == []


@given(st.lists(st.sampled_from(["no gap", "gap", "cannot tell"]), min_size=1))
def test_one_gap_fails_and_one_doubt_cannot_be_told(verdicts):
    gate = next(one for one in read_gates(text("gates.yaml")) if one.gate == "fairness")
    outcome, _ = hold(gate, {"gaps": {str(place): {"verdict": verdict} for place, verdict in enumerate(verdicts)}})
    assert outcome == ("fail" if "gap" in verdicts else "cannot tell" if "cannot tell" in verdicts else "pass")
