"""Every stress test on record, whatever page it comes from, with what the team decided about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workbook.errors import WorkbookError
from workbook.modelling.standing.answers import Choice, StandingAnswers, TestDecision
from workbook.models.changes import Interval
from workbook.models.findings import KEY, Finding, Outcome, findings_in
from workbook.project import Evidence, Record, staleness

EVIDENCE = "modelling.stress_table"
REVISION = 1
UNDECIDED = TestDecision()


@dataclass(frozen=True)
class Line:
    """One test.

    Attributes
    ----------
    test, outcome, says, money, people
        As in `Finding`.
    evidence : str
        Name of the evidence that it comes from.
    out_of_date : bool
        Whether rows, model, answers or analysis changed since.
    owner, choice, reason, until
        What the team decided; `until` as an ISO date, "" without one.
    lapsed : bool
        Whether the date of the decision has passed.
    open : bool
        Whether somebody still has to decide: a failed test without owner and decision, or with one whose date has passed,
        or any test that is out of date.
    """

    test: str
    outcome: Outcome
    says: str
    money: Interval | None
    people: float | None
    evidence: str
    out_of_date: bool
    owner: str
    choice: Choice
    reason: str
    until: str
    lapsed: bool
    open: bool


@dataclass(frozen=True)
class Standing:
    """All tests.

    Attributes
    ----------
    lines : tuple of Line
        What is open first, then what failed, could not be told, held.
    unknown : tuple of str
        Decisions about tests that are not on record.
    currency : str
    per_year : bool
    """

    lines: tuple[Line, ...]
    unknown: tuple[str, ...]
    currency: str
    per_year: bool

    @property
    def open(self) -> tuple[str, ...]:
        """Tests that somebody still has to decide about."""
        return tuple(one.test for one in self.lines if one.open)

    def of(self, outcome: Outcome) -> tuple[Line, ...]:
        """The tests with an outcome."""
        return tuple(one for one in self.lines if one.outcome == outcome)


def standing_of(
    record: Record,
    decided: Sequence[TestDecision],
    revisions: Mapping[str, int],
    today: date,
    currency: str,
    yearly_volume: float | None,
) -> Standing:
    """The stress tests on record, each with the team's decision.

    Raises
    ------
    WorkbookError
        No stress test is on record.
    """
    decisions = {one.test.strip(): one for one in decided if one.test.strip()}
    found = [
        _line(finding, evidence, decisions.get(finding.test.strip(), UNDECIDED), out_of_date, today)
        for evidence, out_of_date in _tested(record, revisions)
        for finding in findings_in(evidence.result)
    ]
    if not found:
        raise WorkbookError("No stress test is on record yet.", "Run one of those above; each puts itself on record.")
    known = {one.test.strip() for one in found}
    unknown = tuple(test for test in decisions if test not in known)
    return Standing(tuple(sorted(found, key=_first)), unknown, currency, bool(yearly_volume))


def _tested(record: Record, revisions: Mapping[str, int]) -> Iterator[tuple[Evidence, bool]]:
    """The newest evidence of each name that carries findings, and whether it is out of date; none about one person."""
    for name in dict.fromkeys(one.name for one in record.evidence):
        latest = record.latest(name)
        if latest is None or latest.personal or not latest.result.get(KEY):
            continue
        today = revisions.get(name, latest.fingerprints.revision)
        yield latest, bool(staleness(latest, record, revision=today))


def _line(finding: Finding, evidence: Evidence, decision: TestDecision, out_of_date: bool, today: date) -> Line:
    undecided = finding.outcome == "failed" and not decision.holds(today)
    return Line(
        test=finding.test,
        outcome=finding.outcome,
        says=finding.says,
        money=finding.money,
        people=finding.people,
        evidence=evidence.name,
        out_of_date=out_of_date,
        owner=decision.owner.strip(),
        choice=decision.choice,
        reason=decision.reason.strip(),
        until=decision.until.isoformat() if decision.until else "",
        lapsed=decision.settled and not decision.holds(today),
        open=undecided or out_of_date,
    )


def _first(line: Line) -> tuple[bool, int, float]:
    order: tuple[Outcome, ...] = ("failed", "cannot tell", "held")
    return not line.open, order.index(line.outcome), line.money[0] if line.money else 0.0


def kept_standing(found: Standing) -> dict[str, Any]:
    """What the evidence keeps: what is open, and every test with its decision."""
    return {
        "open": list(found.open),
        "failed": len(found.of("failed")),
        "cannot_tell": len(found.of("cannot tell")),
        "held": len(found.of("held")),
        "lines": [
            {
                "test": one.test,
                "outcome": "out of date" if one.out_of_date else one.outcome,
                "says": one.says,
                "owner": one.owner,
                "choice": one.choice,
                "reason": one.reason,
                "until": one.until,
            }
            for one in found.lines
        ],
    }


def needs_recording(record: Record) -> bool:
    """Whether a stress test is on record that the recorded table does not know, or knows as it was before."""
    names = [one.name for one in record.evidence if one.name == EVIDENCE or (one.result.get(KEY) and not one.personal)]
    return bool(names) and names[-1] != EVIDENCE


def list_open(desk: Any) -> str:
    """Give every open test a line among the decisions."""
    found: Standing = desk.read("standing_tests")
    answers = desk.record.section(StandingAnswers)
    listed = {one.test.strip() for one in answers.decisions}
    lacking = [
        one.test for one in found.lines if one.open and one.outcome == "failed" and one.test.strip() not in listed
    ]
    if not lacking:
        return "Every failed test has its line."
    added = (*answers.decisions, *(TestDecision(test=test) for test in lacking))
    desk.store.update(StandingAnswers, decisions=[one.model_dump(mode="json") for one in added])
    return (
        f"{len(lacking)} {'line' if len(lacking) == 1 else 'lines'} added below: say whose each is, and accept or fix."
    )
