"""Second opinions on labels, put on record in the project when the facilitator settles the files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from workbook.content.activities import Activity, Files
from workbook.project import Fingerprints, Person, Record, Repository
from workbook.project.chain import canonical
from workbook.room.record import Given, Room
from workbook.room.second_rater import second_rater, second_rater_in_words

EVIDENCE = "room.second_rater"
"""Later stages read the result by this name: who rated the labels a second time, and which of them are doubtful."""
REVISION = 1
READS = ("columns.label", "columns.label_positive")


def keep_opinions(
    repository: Repository, who: Person, here: Room, activity: Activity | None, answers: Sequence[Given]
) -> bool:
    """Record how a room decided its files; False where these are no files, too few answered, or it stands there already.

    Raises
    ------
    NotAllowed
        The person may not write in the project.
    """
    found = second_rater(activity, answers) if isinstance(activity, Files) else None
    if found is None or not isinstance(activity, Files):
        return False
    record = repository.record(here.project_id, who)
    own = _of_these_rows(record, activity)
    result: dict[str, Any] = found.as_result() | {
        "room": here.code,
        "question": activity.id,
        "round": here.round,
        "of_these_rows": own,
    }
    known = record.latest(EVIDENCE)
    if known is not None and canonical(dict(known.result)) == canonical(result):
        return False
    repository.add_evidence(
        here.project_id,
        who,
        name=EVIDENCE,
        stage="room",
        sentence=second_rater_in_words(found, own),
        result=result,
        fingerprints=Fingerprints(
            data=record.data.fingerprint if own and record.data else None,
            answers=record.answer_fingerprints(READS) if own else {},
            revision=REVISION,
        ),
    )
    return True


def _of_these_rows(record: Record, activity: Files) -> bool:
    """Whether the files are rows of the project: then a doubtful label is one of its labels."""
    data = record.data
    return data is not None and data.kind == "sample" and data.location == activity.sample
