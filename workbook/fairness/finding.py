"""What an audit must say beside its numbers: small groups, missing values, repeated rows. Nothing is dropped in silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbook.data.tallies import NEGATIVE, POSITIVE, Tally
from workbook.outcomes import Confusion, Policy, group_name, snapped
from workbook.outcomes.amounts_in_words import percent
from workbook.outcomes.policy import NOT_SELECTED, SELECTED

SMALL = 30
"""Rows, positives or negatives below which a group is named as small."""


@dataclass(frozen=True)
class Finding:
    """A stable code, the sentence that people read, and the group it is about ("" where it is about all rows)."""

    code: str
    sentence: str
    about: str = ""


SAID_OF_MANY = {
    "small-group": f"Fewer than {SMALL} rows",
    "few-positives": f"Fewer than {SMALL} rows with the event",
    "few-negatives": f"Fewer than {SMALL} rows without the event",
}
"""How a finding about many groups begins."""
MOST_NAMED = 12
"""Groups that a sentence names before it counts the others."""


Meanings = Mapping[tuple[str, str], str]


def find(
    tally: Tally, counted: Confusion, policy: Policy, compared: NDArray[np.int64], meanings: Meanings | None = None
) -> tuple[Finding, ...]:
    """Everything about rows and groups that a reader of the rates must know."""
    return tuple(
        [
            *_about_groups(tally, counted, compared, meanings or {}),
            *_about_rows(tally, counted),
            *_about_policy(tally, counted, policy),
        ]
    )


def _about_groups(
    tally: Tally, counted: Confusion, compared: NDArray[np.int64], meanings: Meanings
) -> Iterator[Finding]:
    if not tally.group_names:
        yield Finding(
            "no-groups", "These rows hold no column of groups: whether groups are treated alike cannot be checked."
        )
    elif len(compared) < 2:
        yield Finding("one-group", "Fewer than two groups have rows: there is nothing to compare.")
    for place, name in enumerate(counted.names):
        lacking = [code for code, key in enumerate(counted.groups) if key[place] is None]
        n = int(counted.n[lacking].sum())
        if n:
            yield Finding(
                "missing-group", f"{n:,} rows have no value for {name}: they are listed, and compared with nobody."
            )
    for code in compared:
        yield from _about_group(tally, counted, int(code), meanings)


def _about_group(tally: Tally, counted: Confusion, code: int, meanings: Meanings) -> Iterator[Finding]:
    name, n = group_name(counted.groups[code], counted.names, meanings), int(counted.n[code])
    if n < SMALL:
        told = f"{name} has only {n} rows: its rates are shown, with how unsure they are."
        yield Finding("small-group", told, f"{name} ({n})")
        return
    for label, kind, what in ((POSITIVE, "few-positives", "with"), (NEGATIVE, "few-negatives", "without")):
        few = int(counted.count[code, label].sum())
        if tally.has_label and few < SMALL:
            told = f"{name} has only {few} rows {what} the event: rates that rest on these are unsure."
            yield Finding(kind, told, f"{name} ({few})")


def _about_rows(tally: Tally, counted: Confusion) -> Iterator[Finding]:
    if tally.repeated_rows > 0:
        yield Finding(
            "repeated-rows",
            f"{tally.repeated_rows:,} of {tally.rows:,} rows are exact copies of an earlier row: if that is not right, "
            "every interval here is too narrow.",
        )
    if tally.weighted:
        worth = f"{counted.n.sum():,.0f} rows are worth {counted.overall.n_effective[0]:,.0f} equal ones."
        yield Finding("weighted", f"Rows are weighted{_to_share(tally)}: {worth}")
    undecided, unlabelled = int(counted.undecided.sum()), int(counted.count[:, 2].sum())
    if undecided:
        yield Finding("undecided", f"{undecided:,} rows have no score or decision: they are in no rate.")
    if not tally.has_label:
        yield Finding("no-label", "There is no label: only selection rates can be compared, not errors.")
    elif unlabelled:
        yield Finding(
            "unlabelled", f"For {unlabelled:,} rows the label is missing: they count in selection rates only."
        )


def _to_share(tally: Tally) -> str:
    """To which share of positives, where one was entered on the Value page."""
    if tally.reweighed is None:
        return ""
    here, entered = (percent(one) for one in tally.reweighed)
    return f" so that the event is as frequent as entered on the Value page, {entered} (here {here})"


def _about_policy(tally: Tally, counted: Confusion, policy: Policy) -> Iterator[Finding]:
    if policy.given and _says_what_the_label_says(counted):
        yield Finding(
            "decision-is-label",
            "Every decision is what the label says. A decision that is its own yardstick has no errors: only selection "
            "rates say something here.",
        )
    if policy.threshold is not None and not tally.exact:
        used = snapped(tally, policy.threshold)
        if used != policy.threshold:
            yield Finding(
                "threshold-moved",
                f"Scores are held in bins: the threshold {policy.threshold:.4g} was moved to {used:.4g}.",
            )


def _says_what_the_label_says(counted: Confusion) -> bool:
    """Whether decision and label agree in every row, with rows of both kinds."""
    of = counted.count.sum(axis=0)
    right = int(of[POSITIVE, SELECTED]) and int(of[NEGATIVE, NOT_SELECTED])
    return bool(right) and not (of[POSITIVE, NOT_SELECTED] or of[NEGATIVE, SELECTED])


def findings_in_words(findings: tuple[Finding, ...]) -> list[str]:
    """Each finding as a sentence; what is said of many groups is said once, and names the first of them."""
    lines, told = [], set()
    for one in findings:
        alike = [other.about for other in findings if other.code == one.code and other.about]
        if len(alike) < 3:
            lines.append(one.sentence)
        elif one.code not in told:
            told.add(one.code)
            more = f" and {len(alike) - MOST_NAMED} more" if len(alike) > MOST_NAMED else ""
            lines.append(
                f"{SAID_OF_MANY[one.code]}: {', '.join(alike[:MOST_NAMED])}{more}. They are compared all the same, with "
                "how unsure their rates are."
            )
    return lines
