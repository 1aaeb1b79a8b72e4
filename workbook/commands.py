"""What each command of the command line does; heavy modules are loaded by the command that needs them."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbook.errors import InputError
from workbook.terminal import say

if TYPE_CHECKING:
    from workbook.project import Invitation, Person, Repository
    from workbook.server.sharing import Place
    from workbook.ui.desk import Desk

FINE, FAILS, CANNOT_TELL = 0, 1, 2


def _desk(asked: Namespace) -> Desk:
    from workbook.opening import open_project

    return open_project(asked.project, db=asked.db)


def app(asked: Namespace) -> int:
    """Serve the browser app; with --share also to those who were invited, with --hub to whom a JupyterHub lets in."""
    from workbook.server.serve import run_app

    if asked.hub:
        from workbook.server.hub import place_of_hub

        if asked.share:
            raise InputError("--share and --hub are two ways to let people in.", "Give one of them.")
        place, port = place_of_hub(os.environ, asked.address or "")
        return run_app(port, asked.db, None, False, share=place)
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


def invite(asked: Namespace) -> int:
    """Invite one person, and print the link this once."""
    repository, project_id, person = _administered(asked)
    made = repository.invite(project_id, person, asked.name, asked.role, days=asked.days)
    say(*told_once(made, repository.shared_address()))
    return FINE


def people(asked: Namespace) -> int:
    """List who is in a project; before that, change it where asked to."""
    repository, project_id, person = _administered(asked)
    named = asked.revoke or asked.renew or (asked.change and asked.change[0])
    whom = repository.person_called(project_id, person, named).id if named else ""
    if asked.revoke:
        repository.revoke(project_id, person, whom)
    elif asked.renew:
        made = repository.renew(project_id, person, whom, days=asked.days)
        say(*told_once(made, repository.shared_address()))
    elif asked.change:
        repository.change_permission(project_id, person, whom, asked.change[1])
    for one in repository.members(project_id, person):
        until = f"; link until {one.expires_at.astimezone():%d %b %Y, %H:%M}" if one.expires_at else ""
        say(f"{one.permission:<11}  {one.person.name}  ({one.person.id}; {one.state}{until})")
    return FINE


def _administered(asked: Namespace) -> tuple[Repository, str, Person]:
    from workbook.opening import find_project
    from workbook.project import current_person, open_repository

    repository, person = open_repository(asked.db), current_person()
    return repository, find_project(repository, person, asked.project), person


def told_once(made: Invitation, address: str | None) -> tuple[str, ...]:
    """What an invitation prints: whom it is for, and the link, or where the code is to be typed."""
    head = (
        f"For {made.person.name}, as {made.permission}, until {made.expires_at.astimezone():%d %b %Y, %H:%M}. "
        "It is shown only now: hand it to nobody else."
    )
    if address:
        return head, f"{address.rstrip('/')}/join?code={made.code}"
    return head, f"Code: {made.code}", "It works once `workbook app --share` runs: at the address which that prints."


def room(asked: Namespace) -> int:
    """Open a room, and print its code and where it is led and joined."""
    from urllib.parse import urlsplit

    from workbook.opening import find_project
    from workbook.project import current_person, open_repository
    from workbook.room.deck import DEFAULT
    from workbook.room.store import Rooms
    from workbook.server.sharing import is_loopback

    repository, person = open_repository(asked.db), current_person()
    project_id = find_project(repository, person, asked.project)
    opened = Rooms(repository).open(project_id, person, "room_training" if asked.training else DEFAULT)
    say(f"Room {opened.code} is open: {opened.deck.title}, {len(opened.deck.activities)} questions.")
    address = repository.shared_address()
    if address and not is_loopback(urlsplit(address).hostname or ""):
        say(f"People join at {address.rstrip('/')}/room/{opened.code}")
        say(f"You lead it at {address.rstrip('/')}/room/{opened.code}/lead once you are in the workbook.")
    else:
        say("Start `workbook app --share`: it prints the address. People add room/" + opened.code)
    return FINE


def training(asked: Namespace) -> int:
    """The training case: files for each team and the facilitator's page; with --projects a project and a link a team."""
    if not asked.to and not asked.projects:
        raise InputError("Nothing was asked for.", "Name a folder with --to, or add --projects, or both.")
    if asked.to:
        from workbook.room.guide import write_training

        written = write_training(Path(asked.to), asked.teams)
        say(f"Wrote a copy for {asked.teams} teams to {asked.to}. Read {written[-1]} first: run sheets, hints, key.")
    if asked.projects:
        _hand_out(asked)
    return FINE


def _hand_out(asked: Namespace) -> None:
    from workbook.project import current_person, open_repository
    from workbook.room.copies import hand_out

    repository = open_repository(asked.db)
    address = repository.shared_address()
    say("One link a team. They are shown only now; a new one is on your console, or by `workbook people --renew`.")
    for one in hand_out(repository, current_person(), asked.teams):
        _, *way = told_once(one.invitation, address)
        say(f"{one.team}: {' '.join(way)}")


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
    from workbook.server.hosting.writing import Hosting, write_hosting

    files = {name: Path(path) for name in ("certificate", "key") if (path := getattr(asked, name))}
    named = {name: value for name, value in (("port", asked.port), ("database", asked.db)) if value is not None}
    given: dict[str, Any] = {**files, **named}
    written = write_hosting(Path(asked.to), Hosting(asked.address, **given))
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
    "verify",
]
