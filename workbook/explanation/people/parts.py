"""The live parts about single people, and about how many decisions have a reason that holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from workbook.errors import InputError, NotFound, WorkbookError
from workbook.explanation.people.answers import PersonAnswers
from workbook.explanation.people.choosing import choose
from workbook.explanation.people.covering import Coverage, cover
from workbook.explanation.people.figures import side_by_side
from workbook.explanation.people.looking import Looked, look_at
from workbook.explanation.people.words import case_in_words, coverage_in_words, letter_in_words
from workbook.explanation.reasons.answers import ReasonAnswers
from workbook.explanation.reasons.coding import Reason
from workbook.explanation.reasons.flagging import flagged
from workbook.models.counterfactuals import nearest, scorer_of
from workbook.models.folds import Floats
from workbook.models.rows import place_of
from workbook.models.steps import Cancelled, Progress, Steps
from workbook.outcomes import Wording
from workbook.outcomes.amounts_in_words import percent
from workbook.project import Evidence
from workbook.project.results import on_record, to_kept
from workbook.ui.live import Act, Ask, Custom, Live, TableColumn, TableView, Task

PERSON, COVERAGE, REVISION = "explanation.person", "explanation.coverage", 1
READS = ("on_trial", "reasons", "levers", "cases.at_most")
SECTIONS = (PersonAnswers, ReasonAnswers)
REVISIONS = {PERSON: REVISION, COVERAGE: REVISION}


@dataclass(frozen=True, eq=False)
class Shown:
    """A case on record, in the words of the use case."""

    looked: Looked
    wording: Wording


def look(desk: Any, progress: Progress, cancelled: Cancelled) -> str:
    """Look at the chosen case and put it on record, as personal."""
    desk.store.repository.require(desk.store.project_id, desk.store.person, "see rows")
    progress(0.0, "reading the rows")
    trial, model, wanted = desk.read("on_trial"), desk.read("model"), desk.read("person")
    steps = Steps(1, None, cancelled)
    levers, at_most = desk.read("levers").levers, desk.read("cases.at_most")
    place = choose(
        trial.study, trial.score, wanted.choice, group=wanted.group, number=wanted.number,
        effort=lambda places: _efforts(trial, model, places, levers, at_most),
    )  # fmt: skip
    found = look_at(
        trial, model, place, wanted.choice, answers=desk.read("reasons"), levers=levers, flags=_flags(desk, trial),
        at_most=at_most, tick=steps.tick, told=progress,
    )  # fmt: skip
    if cancelled():
        return ""
    said = f"Row {found.number:,} was looked at."
    desk.put_on_record(PERSON, "explanation", said, to_kept(found), READS, REVISION, personal=True)
    return f"{said} What was found is on record as personal: only those who may see rows read it, and it can be erased."


def _flags(desk: Any, trial: Any) -> Mapping[str, str]:
    protected = [name for name in desk.read("mitigation.leave_out") if name in trial.study.features.columns]
    return flagged(trial.study, protected)


def _efforts(trial: Any, model: Any, places: np.ndarray, levers: Any, at_most: int) -> Floats:
    efforts = np.full(len(places), np.inf)
    for at, place in enumerate(places):
        case = trial.study.features.iloc[[place]].reset_index(drop=True)
        search = nearest(
            case, scorer_of(model, case, int(place)), trial.line(int(place)), levers, at_most=at_most, show=1
        )
        if search.found:
            efforts[at] = search.found[0].effort
    return efforts


def cover_decisions(desk: Any, progress: Progress, cancelled: Cancelled) -> str:
    """Count for how many decisions against somebody a reason holds, and put it on record."""
    desk.store.repository.require(desk.store.project_id, desk.store.person, "see rows")
    progress(0.0, "reading the rows")
    trial, model = desk.read("on_trial"), desk.read("model")
    steps = Steps(1, None, cancelled)
    found = cover(trial, model, desk.read("reasons"), _flags(desk, trial), tick=steps.tick, told=progress)
    if cancelled():
        return ""
    said = coverage_in_words(found).split("\n\n")[0]
    desk.put_on_record(
        COVERAGE, "explanation", said, to_kept(found), ("on_trial", "reasons", "mitigation.leave_out"), REVISION
    )
    return f"{said} It is on record."


def take_case(desk: Any, written: str) -> str:
    """Choose the row that is meant by a number or an identifier: only its number goes into the answers."""
    desk.store.repository.require(desk.store.project_id, desk.store.person, "see rows")
    identifier, frame = desk.read("modelling.identifier_column"), desk.read("frame")
    if not identifier and not written.isdecimal():
        raise InputError(
            "Nobody has said which column tells the cases apart.",
            "Say it on the Modelling page under “How the rows are parted”, or write the number of the row.",
        )
    number = place_of(written, len(frame), frame, identifier) + 1
    desk.store.update(PersonAnswers, choice="by number", number=number)
    return f"This is row {number:,}; it is chosen above. What you wrote was not kept."


def shown_case(evidence: Evidence | None, wording: Wording) -> Shown:
    """The case on record. Raises `WorkbookError` where there is none, or none for this person."""
    missing = "No case was looked at yet, or it is not for you to see."
    return Shown(
        on_record(Looked, evidence, missing, "Whoever may see rows chooses one above and presses “Look at this case”."),
        wording,
    )


def recorded_coverage(evidence: Evidence | None) -> Coverage:
    """The coverage on record."""
    return on_record(
        Coverage,
        evidence,
        "Nobody has counted yet how many decisions have a reason that holds.",
        "Press “Count the reasons that hold”.",
    )


def reason_table(shown: Shown) -> TableView:
    """The reasons against the person, with what must not be told."""
    columns = (
        TableColumn("says", "Reason"), TableColumn("push", "Share of what weighed against"),
        TableColumn("firm", "Stands firm", "verdict"), TableColumn("flag", "Must not be told because"),
    )  # fmt: skip
    rows = tuple(_line(one, firm) for one, firm in zip(shown.looked.reasons, shown.looked.firm, strict=True))
    against = (
        "Reasons against, the weightiest first" if rows else "No reason against: nothing weighed clearly towards it"
    )
    caption = against if shown.looked.against else "No reason is owed: this decision is not against anybody"
    return TableView(caption, columns, rows)


def _line(one: Reason, firm: bool) -> dict[str, str]:
    return {"says": one.says, "push": percent(one.push), "firm": "held" if firm else "failed", "flag": one.flag}


def erase_cases(desk: Any) -> str:
    """Erase everything on record about single people: what the log says of them, and the results themselves."""
    repository, project, person = desk.store.repository, desk.store.project_id, desk.store.person
    repository.require(project, person, "administer")
    mine = {one.id for one in desk.record.evidence if one.personal and one.name == PERSON}
    entries = [
        entry.sequence
        for entry in repository.log(project, person)
        if entry.payload is not None and entry.payload.get("id") in mine
    ]
    if not entries:
        raise NotFound("Nothing about a single person is on record.")
    for sequence in entries:
        repository.erase_payload(project, person, sequence, "the owner erased what was on record about single people")
    desk.store.refresh()
    return f"Erased: {len(entries)} case{'' if len(entries) == 1 else 's'}. That somebody was looked at stays in the log, nothing else."


def letter_file(desk: Any) -> tuple[str, str, bytes]:
    """The draft as a text file."""
    found = shown_case(desk.read(f"evidence:{PERSON}"), desk.read("wording")).looked
    if not found.letter:
        raise WorkbookError("No letter is needed: the decision is not against anybody.", "Look at another case.")
    return f"draft-row-{found.number}.txt", "text/plain", found.letter.encode()


CASE = (f"evidence:{PERSON}", "wording")
PARTS = (
    Ask("wordings", ReasonAnswers),
    Ask("whom", PersonAnswers),
    Custom("find_case", "find row", take_case, "Somebody you know of? Their identifier, or the number of the row"),
    Task(
        "look", "Look at this case", look,
        "Asks every method that fits the model, and each of them again with other comparisons: seconds for most models.",
    ),
    Live(
        "case", CASE, shown_case, show=lambda shown: side_by_side(shown.looked),
        say=lambda shown: case_in_words(shown.looked, shown.wording.selected_means, shown.wording.not_selected_means),
    ),
    Live("reasons", CASE, shown_case, show=reason_table),
    Live("letter", CASE, shown_case, say=lambda shown: letter_in_words(shown.looked)),
    Act("erase_cases", "Erase all cases on record", erase_cases, "For the owner: nothing about single people stays on record."),
    Task(
        "cover", "Count the reasons that hold", cover_decisions,
        "Explains up to 150 decisions against somebody by every method, again and again: a minute or two.",
    ),
    Live("coverage", (f"evidence:{COVERAGE}",), recorded_coverage, say=coverage_in_words),
)  # fmt: skip
