"""From a slice that was found to one that is watched, and the search as work that takes a while."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from workbook.errors import WorkbookError
from workbook.modelling.slices.answers import WatchItem, WatchList
from workbook.modelling.slices.judging import find_slices
from workbook.modelling.slices.result import EVIDENCE, REVISION, Slice, Slices
from workbook.modelling.slices.words import finding
from workbook.modelling.trial import trial_of
from workbook.project import Evidence
from workbook.project.results import on_record, to_kept

READS = ("on_trial", "slices.tolerance")
MISSING = "Nobody has searched for weak slices yet.", "Press “Search for weak slices”."


@dataclass(frozen=True)
class Chosen:
    """One slice beside the others."""

    slice: Slice
    found: Slices


def search_slices(desk: Any, progress: Callable[[float, str], None], cancelled: Callable[[], bool]) -> str:
    """Search and judge, and put what was found on record."""
    progress(0.0, "asking the model")
    trial = trial_of(desk.read("on_trial"))
    found = find_slices(trial, desk.read("slices.tolerance"), progress, cancelled)
    if cancelled():
        return ""
    desk.put_on_record(EVIDENCE, "modelling", f"{finding(found)}.", to_kept(found), READS, REVISION)
    return f"{finding(found)}. It is on record."


def slices_on_record(evidence: Evidence | None) -> Slices:
    """What the last search found."""
    return on_record(Slices, evidence, *MISSING)


def chosen_slice(evidence: Evidence | None, number: int | None) -> Chosen:
    """The slice that is looked at. Raises `WorkbookError` where there is none of that number."""
    found = slices_on_record(evidence)
    if not found.slices:
        raise WorkbookError("No slice is shown to be worse than the rest: there is none to look at.")
    for one in found.slices:
        if number in (None, one.number):
            return Chosen(one, found)
    raise WorkbookError(f"There is no slice number {number}.", f"There are {len(found.slices)}: choose 1 or more.")


def watch(desk: Any) -> str:
    """Put the chosen slice on the watch list."""
    chosen = chosen_slice(desk.record.latest(EVIDENCE), desk.read("slices.chosen")).slice
    items = desk.record.section(WatchList).items
    if any(one.rule == chosen.rule for one in items):
        return f"“{chosen.words}” is on the watch list already."
    limit = round(min(1.0, chosen.wronged[2]), 3)
    added = WatchItem(slice=chosen.words, rule=chosen.rule, limit=limit)
    desk.store.update(WatchList, items=[one.model_dump() for one in (*items, added)])
    return f"“{chosen.words}” is on the watch list. Say below who watches it."
