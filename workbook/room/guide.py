"""What a facilitator of the training case is handed: a folder for each team, and one page with run sheets, hints and key."""

from __future__ import annotations

from pathlib import Path

from workbook.content.training import RunSheet, TrainingCase
from workbook.errors import InputError
from workbook.room.training import case, copy_for

MOST_TEAMS = 30


def write_training(folder: Path, teams: int, seed: int = 1) -> tuple[Path, ...]:
    """Write a copy for each team and the facilitator's page; returns what was written.

    Raises
    ------
    InputError
        Too many or too few teams, or the folder holds something already.
    """
    import pandas as pd

    from workbook.data.sample_tables import sample

    if not 1 <= teams <= MOST_TEAMS:
        raise InputError(f"There can be 1 to {MOST_TEAMS} teams.", "Choose another number with --teams.")
    if folder.exists() and any(folder.iterdir()):
        raise InputError(f"{folder} holds files already.", "Name another folder with --to.")
    rows, told = pd.read_csv(sample("loans").path), case()
    written = []
    for team in range(1, teams + 1):
        own = folder / f"team-{team}"
        own.mkdir(parents=True)
        copy = copy_for(rows, seed + team)
        copy.applications.to_csv(own / "applications.csv", index=False)
        copy.costs.to_csv(own / "costs.csv", index=False)
        (own / "task.md").write_text(task(told), "utf-8")
        written += [own / "applications.csv", own / "costs.csv", own / "task.md"]
    (folder / "facilitator.md").write_text(guide(told), "utf-8")
    return (*written, folder / "facilitator.md")


def task(told: TrainingCase) -> str:
    """What a team reads: the task, without hints and without places."""
    kinds = "\n".join(f"- {one.title}" for one in told.planted)
    return f"# {told.title}\n\n{told.task}\n\n{kinds}\n"


def guide(told: TrainingCase) -> str:
    """What the facilitator reads and no team."""
    parts = [f"# {told.title}\n\nFor the facilitator only: it holds the key.\n\n{BEFORE}"]
    parts += [_run_sheet(one) for one in told.run_sheets]
    parts.append("## Hints, in this order\n")
    for one in told.planted:
        parts.append(
            f"**{one.title}**\n\n" + "\n".join(f"{place}. {hint}" for place, hint in enumerate(one.hints, 1)) + "\n"
        )
    parts.append("## Key\n")
    parts += [f"**{one.title}: {one.where.replace('_', ' ')}.** {one.found_by} {one.harm}\n" for one in told.planted]
    return "\n".join(parts)


BEFORE = """## Before

1. Start `workbook app --share`, open *Workshop* at the top, and open two rooms: one with the deck of questions, one with the sheets.
2. Open the room's page on your phone. A tick appears on your console. No tick: print the answer cards there.
3. Put *Screen for the wall* on the projector. Hand each team its copy: the folder `team-1`, `team-2` and so on; or, for teams without Python, a project in the browser. For these open *Training case: a copy for each team* on your console, make the copies, and give each team its link. The rows are the same as in the folders.
4. One device of each team enters its sheet under the name of the team; points appear when you show the answers.
"""


def _run_sheet(sheet: RunSheet) -> str:
    at, lines = 0, [f"## Run sheet: {sheet.title}\n", "| from | minutes | what |", "| --- | --- | --- |"]
    for step in sheet.steps:
        lines.append(f"| {at // 60}:{at % 60:02d} | {step.minutes} | {step.what} |")
        at += step.minutes
    return "\n".join(lines) + "\n"
