"""What each command of the command line does; heavy modules are loaded by the command that needs them."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbook.commands_with_others import invite, people, room, training
from workbook.errors import InputError
from workbook.terminal import say

if TYPE_CHECKING:
    from workbook.server.sharing import Place
    from workbook.ui.desk import Desk

FINE, FAILS, CANNOT_TELL = 0, 1, 2


def _desk(asked: Namespace) -> Desk:
    from workbook.opening import open_project

    return open_project(asked.project, db=asked.db)


def app(asked: Namespace) -> int:
    """Serve the browser app; with --share also to those who were invited, with --hub to whom a JupyterHub lets in."""
    from workbook.server.serve import run_app, run_for_hub

    if asked.hub:
        return run_for_hub(asked.db, asked.address)
    return run_app(asked.port, asked.db, asked.project, not asked.no_browser, share=_place(asked))


def _place(asked: Namespace) -> Place | None:
    """Where the app is shared; None where it is not."""
    from workbook.server.sharing import Place

    files = {name: Path(path) for name in ("certificate", "key") if (path := getattr(asked, name))}
    named = {name: value for name in ("host", "address") if (value := getattr(asked, name))}
    given: dict[str, Any] = {**named, **files}
    if given and not asked.share:
        raise InputError(f"--{next(iter(given))} is for sharing.", "Add --share.")
    return Place(**given) if asked.share else None


def lab(asked: Namespace) -> int:
    """Serve JupyterLab."""
    from workbook.server.serve import run_lab

    return run_lab(asked.port, asked.db, asked.project, not asked.no_browser, hub=asked.hub)


def new(asked: Namespace) -> int:
    """Begin a project, empty or on a sample."""
    from workbook.project import current_person, open_repository

    repository, person = open_repository(asked.db), current_person()
    if asked.sample:
        from workbook.opening import begin_sample

        project_id = begin_sample(repository, person, asked.sample)
    else:
        project_id = repository.create_project(asked.name, person)
    say(project_id)
    return FINE


def gate(asked: Namespace) -> int:
    """Print every gate and how it stands; the exit code is that of the page."""
    from workbook.decision.passing import gates

    desk = _desk(asked)
    results = gates(desk.record, desk.read("revisions"))
    for one in results.gates:
        overridden = f" (overridden by {one.overridden_by}: {one.override_reason})" if one.overridden_by else ""
        say(f"{one.outcome:<13} {one.gate.gate}: {one.sentence}{overridden}")
    say(results.outcome)
    return results.exit_code


def report(asked: Namespace) -> int:
    """Write the report, the same as the page's."""
    from workbook.decision.page import report_of
    from workbook.report import KINDS, render

    path = Path(asked.to)
    kind = path.suffix.removeprefix(".").lower()
    if kind not in KINDS:
        raise InputError(f"A report cannot be written as “{path.name}”.", "End the file name in .html or .pdf.")
    if not path.parent.is_dir():
        raise InputError(f"There is no folder {path.parent}.", "Create it first.")
    path.write_bytes(render(report_of(_desk(asked)), kind))
    say(path)
    return FINE


def verify(asked: Namespace) -> int:
    """Recompute a log and name its first broken entry."""
    from workbook.project import verify_export

    if asked.project.endswith(".json") and Path(asked.project).is_file():
        found = verify_export(Path(asked.project), head=asked.head)
    else:
        desk = _desk(asked)
        found = desk.store.repository.verify(desk.store.project_id, head=asked.head)
    say(f"{found.entries} entries, head {found.head}: {'the log is whole.' if found.ok else found.problem}")
    return FINE if found.ok else FAILS


def audit(asked: Namespace) -> int:
    """One honest sentence a gap; 1 where a gap is shown, 2 where one cannot be told."""
    from workbook.data import read_source, tally
    from workbook.fairness import audit as audit_tally
    from workbook.fairness.words import audit_sentences

    counted = tally(
        read_source(asked.file),
        label=asked.label,
        score=asked.score,
        decision=asked.decision,
        groups=tuple(asked.group),
        weight=asked.weight,
        label_positive=_values(asked.label_positive),
        decision_positive=_values(asked.decision_positive),
        selected="below" if asked.below else "at_or_above",
    )
    if asked.score and asked.threshold is None and not asked.decision:
        raise InputError(
            "A score needs a threshold.", "Give one with --threshold, or a decision column with --decision."
        )
    found = audit_tally(counted, asked.threshold, tolerance=asked.tolerance)
    for sentence in (*audit_sentences(found), *(one.sentence for one in found.findings)):
        say(sentence)
    verdicts = {gap.verdict for gap in found.metric_gaps.values()}
    return FAILS if "gap" in verdicts else CANNOT_TELL if "cannot tell" in verdicts else FINE


def _values(given: list[str] | None) -> Any:
    return 1 if not given else given[0] if len(given) == 1 else tuple(given)


def backup(asked: Namespace) -> int:
    """Copy the record while it is in use."""
    from workbook.project import open_repository
    from workbook.project.backups import back_up

    path = Path(asked.to)
    if path.exists():
        raise InputError(f"{path.name} is there already.", "Name another file, or move the old one away.")
    back_up(open_repository(asked.db), path)
    say(path)
    return FINE


def restore(asked: Namespace) -> int:
    """Make an empty database hold what a backup holds; 1 where a log in it is broken."""
    from workbook.project.backups import restore as restored
    from workbook.project.engine import database_url

    found = restored(Path(asked.file), database_url(asked.db))
    for name, log in found.items():
        say(f"{name}: {log.entries} entries; {'the log is whole.' if log.ok else log.problem}")
    return FINE if all(log.ok for log in found.values()) else FAILS


def hosting(asked: Namespace) -> int:
    """Write the settings for running the workbook for others."""
    from workbook.server.hosting.writing import DATABASE, Hosting, write_hosting

    asked_for = Hosting(asked.address, asked.port, asked.db or DATABASE, asked.certificate, asked.key)
    written = write_hosting(Path(asked.to), asked_for)
    say(f"Wrote {', '.join(one.name for one in written)} to {asked.to}. Read {written[0]} first.")
    return FINE


def doctor(_asked: Namespace) -> int:
    """Check the installation; 1 where something that is needed is missing."""
    from workbook.checkup import checks

    found = checks()
    for one in found:
        say(f"{'fine   ' if one.fine else 'missing' if one.needed else 'without'}  {one.sentence}")
    if any(one.needed and not one.fine for one in found):
        say("Something that the workbook needs is missing.", to=sys.stderr)
        return FAILS
    return FINE


__all__ = [
    "app",
    "audit",
    "backup",
    "doctor",
    "gate",
    "hosting",
    "invite",
    "lab",
    "new",
    "people",
    "report",
    "restore",
    "room",
    "training",
    "verify",
]
