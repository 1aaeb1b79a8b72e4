"""Echoes the roles with counts, in words, before anybody computes anything from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from workbook.start.answers import Columns

if TYPE_CHECKING:
    from workbook.data import Tally

CODED = {"0", "1", "0.0", "1.0", "yes", "no", "y", "n", "true", "false"}


@dataclass(frozen=True)
class Echo:
    """What the roles mean in counts, and what should be settled before going on."""

    sentences: tuple[str, ...]
    questions: tuple[str, ...]


def echo_roles(tally: Tally, columns: Columns) -> Echo:
    """The roles in words with the counts that they give, and the doubts they raise."""
    return Echo(tuple(_sentences(tally, columns)), tuple(_questions(tally, columns)))


def echo_in_words(echo: Echo) -> str:
    """The echo as paragraphs: counts first, open questions after."""
    return "\n\n".join([" ".join(echo.sentences), *echo.questions])


def _sentences(tally: Tally, columns: Columns) -> Iterator[str]:
    cells, rows = tally.cells, tally.rows
    yield f"{rows:,} {columns.units} in all."
    if tally.has_label:
        positive = int(cells.count[cells.label == 1].sum())
        unknown = int(cells.count[cells.label == 2].sum())
        verb = "by a past decision counted as" if columns.label_is == "past decision" else "counted as"
        yield f"{positive:,} of {rows:,} are {verb} “{columns.positive_means}” ({_event(columns)})."
        if unknown:
            yield f"For {unknown:,} it is not known."
    if tally.has_score:
        side = "at or above" if columns.selected == "at_or_above" else "below"
        low, high = float(tally.edges.min()), float(tally.edges.max())
        missing = int(cells.count[cells.bin < 0].sum())
        yield f"Scores from {low:.3g} to {high:.3g}; {side} the threshold means “{columns.selected_means}”."
        if missing:
            yield f"{missing:,} rows have no score."
    if tally.has_decision:
        chosen = int(cells.count[cells.decision == 1].sum())
        yield f"The decision column says “{columns.selected_means}” for {chosen:,}."
    yield from _groups(tally, columns)


def _event(columns: Columns) -> str:
    if columns.label_equals:
        return f"{columns.label} says the same as {columns.label_equals}"
    return f"{columns.label} is {', '.join(columns.label_positive)}"


def _groups(tally: Tally, columns: Columns) -> Iterator[str]:
    for place, name in enumerate(tally.group_names):
        keys = [key[place] for key in tally.groups]
        counts: dict[str, int] = {}
        totals = np.bincount(tally.cells.group, weights=tally.cells.count, minlength=len(keys))
        for key, count in zip(keys, totals, strict=True):
            word = "missing" if key is None else _meaning(columns, name, key)
            counts[word] = counts.get(word, 0) + int(count)
        listed = ", ".join(f"{word} {count:,}" for word, count in sorted(counts.items(), key=lambda item: -item[1])[:8])
        more = f" and {len(counts) - 8} more" if len(counts) > 8 else ""
        yield f"{name}: {listed}{more}."


def _meaning(columns: Columns, column: str, code: str) -> str:
    for one in columns.code_meanings:
        if one.column == column and one.code == code and one.meaning:
            return f"{one.meaning} ({code})"
    return code


def _questions(tally: Tally, columns: Columns) -> Iterator[str]:
    if tally.repeated_rows > 0 and tally.rows:
        yield (
            f"{tally.repeated_rows:,} of {tally.rows:,} rows are an exact copy of an earlier row: is that right? "
            "Copies make every interval narrower than it should be."
        )
    for place, name in enumerate(tally.group_names):
        values = {value for key in tally.groups if (value := key[place]) is not None}
        if {value.lower() for value in values} <= CODED and not any(
            one.column == name for one in columns.code_meanings
        ):
            yield f"Column “{name}” holds only {' and '.join(sorted(values))}: write what each stands for."
    if tally.has_label and columns.label_is == "not said":
        yield "Say whether the label is what happened or what somebody decided: the pages word their findings by it."
    if columns.trained_on_these_rows == "yes":
        yield "The model was trained on these rows: its errors here are smaller than they will be on new cases."
    if columns.trained_on_these_rows == "not said":
        yield "Was the model trained on these rows? If it was, everything that follows looks better than it is."
    if not tally.group_names:
        held = "You do not hold any column of groups" if columns.groups_not_held else "No column of groups was chosen"
        yield f"{held}: nobody can check then whether groups are treated alike. The decision page names this as a finding."
