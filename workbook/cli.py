"""The command line. Exit codes: 0 fine, 1 a gate or check fails, 2 cannot tell or stale, 3 bad use."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from workbook.errors import WorkbookError
from workbook.terminal import say

FINE, FAILS, CANNOT_TELL, BAD_USE = 0, 1, 2, 3


class _Parser(argparse.ArgumentParser):
    """Leaves with our exit code for bad use."""

    def error(self, message: str) -> None:  # type: ignore[override]
        """Say what is wrong and how it is used."""
        self.print_usage(sys.stderr)
        self.exit(BAD_USE, f"{self.prog}: {message}\n")


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    top = _Parser(prog="workbook", description="A guided workbook for one AI use case: from scoping to a decision.")
    commands = top.add_subparsers(dest="command", required=True, parser_class=_Parser, metavar="COMMAND")

    def command(name: str, help: str, *, project: bool = False) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help, description=help)
        if project:
            added.add_argument("project", help="name or identifier of the project")
        added.add_argument("--db", help="SQLAlchemy address of the record (default: WORKBOOK_DB, else a file of yours)")
        return added

    for name, told in (("app", "open the workbook in the browser"), ("lab", "open the notebooks in JupyterLab")):
        served = command(name, told)
        served.add_argument("--port", type=int, help="port on this machine (default: a free one)")
        served.add_argument("--project", help="name or identifier of the project to open")
        served.add_argument("--no-browser", action="store_true", help="only print the address")
        ways = served.add_mutually_exclusive_group()
        ways.add_argument("--hub", action="store_true", help="behind the JupyterHub that starts this")
        if name == "app":
            ways.add_argument(
                "--share", action="store_true", help="let those in who were invited (see: workbook invite)"
            )
            _share_options(served)
    _people_options(command)
    room = command("room", "open a workshop room on a project, and print its code and addresses", project=True)
    room.add_argument("--training", action="store_true", help="with the sheets of the training case")
    training = command("training", "write the training case of a workshop: a copy a team, run sheets, hints, key")
    training.add_argument("--teams", type=int, default=4, help="how many copies (default 4)")
    training.add_argument("--to", help="folder to write, empty or new: files for each team, run sheets, hints, key")
    training.add_argument("--projects", action="store_true", help="begin a project a team, and print one link for each")
    new = command("new", "begin a project")
    new.add_argument("name")
    new.add_argument("--sample", help="on a sample: loans, income or churn")
    command("gate", "hold every gate of a project; the exit code tells", project=True)
    report = command("report", "write the report of a project", project=True)
    report.add_argument("--to", required=True, help="file to write, ending in .html or .pdf")
    verify = command("verify", "recompute the log of a project, or of an exported file", project=True)
    verify.add_argument("--head", help="head of the log that an earlier report printed")
    _audit_options(command("audit", "one honest sentence a gap, from a file of rows"))
    backup = command("backup", "copy the whole record to a file")
    backup.add_argument("--to", required=True, help="file to write")
    restore = command("restore", "make an empty database hold what a backup holds")
    restore.add_argument("file", help="a file that `workbook backup` wrote")
    _hosting_options(command)
    command("doctor", "check this installation, in plain sentences")
    return top


def _share_options(app: argparse.ArgumentParser) -> None:
    app.add_argument("--host", help="with --share: address of this machine to listen on (default: all)")
    app.add_argument("--certificate", help="with --share: PEM file that browsers are shown")
    app.add_argument("--key", help="with --share: PEM file with the certificate's key")
    app.add_argument("--address", help="with --share or --hub: what others type, where a web server stands in front")


def _people_options(command: Callable[..., argparse.ArgumentParser]) -> None:
    invite = command("invite", "make a link by which one person comes into a project; it is printed once", project=True)
    invite.add_argument("--name", required=True, help="what others see of the person")
    invite.add_argument(
        "--role", default="viewer", help="owner, contributor, approver, viewer, facilitator or participant"
    )
    people = command("people", "list who is in a project, or change it", project=True)
    change = people.add_mutually_exclusive_group()
    change.add_argument("--revoke", metavar="NAME", help="take back somebody's access, link and sessions")
    change.add_argument("--renew", metavar="NAME", help="a new link for somebody; the one before stops working")
    change.add_argument("--change", nargs=2, metavar=("NAME", "ROLE"), help="give somebody another role")
    for added in (invite, people):
        added.add_argument("--days", type=float, default=14.0, help="how long the link works (default 14)")


def _hosting_options(command: Callable[..., argparse.ArgumentParser]) -> None:
    hosting = command("hosting", "write settings for nginx, systemd and JupyterHub, and a page for whoever runs them")
    hosting.add_argument("--to", required=True, help="folder to write, where they are to stay: /etc/workbook")
    hosting.add_argument("--address", required=True, help="what people type: https://workbook.example.org")
    hosting.add_argument(
        "--port", type=int, default=8866, help="port of the workbook behind the web server (default 8866)"
    )
    hosting.add_argument(
        "--certificate", type=Path, help="PEM file of the web server (default: certificate.pem in the folder)"
    )
    hosting.add_argument("--key", type=Path, help="PEM file with its key (default: key.pem in the folder)")


def _audit_options(audit: argparse.ArgumentParser) -> None:
    audit.add_argument("file", help="CSV, TSV, Parquet or XLSX")
    audit.add_argument("--label", help="column that says what happened")
    audit.add_argument(
        "--label-positive", action="append", help="its value that is the event (may be repeated; default 1)"
    )
    audit.add_argument("--score", help="column with the score")
    audit.add_argument("--threshold", type=float, help="threshold of the score")
    audit.add_argument("--below", action="store_true", help="scores below the threshold are selected")
    audit.add_argument("--decision", help="column with a decision, instead of score and threshold")
    audit.add_argument("--decision-positive", action="append", help="its value that means selected (default 1)")
    audit.add_argument("--group", action="append", default=[], help="column of groups; repeat it to cross several")
    audit.add_argument("--weight", help="column of row weights")
    audit.add_argument(
        "--tolerance", type=float, default=0.05, help="largest difference of rates tolerated (default 0.05)"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code."""
    from workbook import commands

    asked = parser().parse_args(arguments)
    try:
        code: int = getattr(commands, asked.command)(asked)
    except WorkbookError as error:
        say(error, to=sys.stderr)
        return BAD_USE
    return code


if __name__ == "__main__":
    sys.exit(main())
