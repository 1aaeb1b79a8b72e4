"""How sure single predictions are, in sentences; what is said of one case; and what the decision table is told."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np

from workbook.modelling.certainty.covering import Certainty, Coverage
from workbook.modelling.reviewing.words import errors_in_words
from workbook.models.between import Between
from workbook.models.conformal import BOTH, EVENT, NO_EVENT, Calibration
from workbook.models.findings import KEY, Finding, Outcome
from workbook.models.shares import FEWEST, more_in_words, points_in_words, share_in_words, without_small_counts
from workbook.outcomes import Wording
from workbook.outcomes.amounts_in_words import count, percent, points
from workbook.project.results import to_kept

TEST = "Statements about single cases hold as often as they promise, in every group"


def finding_in_words(found: Certainty) -> str:
    """What was found, in a sentence without a stop at its end."""
    holds = f"Statements about single cases hold in {share_in_words(found.everybody.holds)}"
    promise = f"{percent(found.promised)} promised, at most {points(found.tolerance)} less tolerated"
    if found.everybody.verdict == "too little":
        return f"{holds}: too little ({promise})"
    if found.too_little:
        names = ", ".join(one.group for one in found.too_little)
        return f"{holds}, but too little for {names} ({promise})"
    where = "" if not found.groups else " in every group"
    if any(one.verdict != "covered" for one in (found.everybody, *found.groups)):
        where = "" if not found.groups else ", not surely in every group"
    unsure = f"of {percent(found.everybody.unsure[0])} only “cannot tell” can be said"
    return f"{holds}{where} ({promise}); {unsure}"


def certainty_in_words(found: Certainty) -> str:
    """Where nothing can be said, whom it covers, what happens to the rest, and what it rests on."""
    lines = [f"{finding_in_words(found)}.", _between(found), _kinds(found)]
    lines += [_groups(found), _to_people(found), _rests_on(found)]
    return "\n\n".join(line for line in lines if line)


def _between(found: Certainty) -> str:
    """Which scores say nothing."""
    if not (math.isfinite(found.low) and math.isfinite(found.high)):
        return "There are too few rows with a known outcome to call any score unusual: of every case only “cannot tell” can be said."
    apart = " Each group has limits of its own; these are those of everybody." if found.by_group else ""
    yes, no = found.wording.who_are_positive, found.wording.who_are_negative
    usual = "usual" if found.between == "both" else "unusual"
    return (
        f"A score between {found.low:.3g} and {found.high:.3g} says nothing about a single case at this level: scores like it "
        f"are {usual} among those {yes} and among those {no}.{apart}"
    )


def _kinds(found: Certainty) -> str:
    return (
        f"Among those {found.wording.who_are_positive} the statement holds in {share_in_words(found.event)}, among those "
        f"{found.wording.who_are_negative} in {share_in_words(found.no_event)}."
    )


def _groups(found: Certainty) -> str:
    """Groups covered too little or left open, and who gets “cannot tell” most."""
    told = []
    for one in found.too_little:
        told.append(f"{one.group}: {share_in_words(one.holds)}, too little.")
    if found.too_little and not found.by_group:
        told.append("Holding each group against its own cases mends that, where the group may be used.")
    told += [_opened(found.opened, found.tolerance)] if found.opened else []
    rated = [one for one in found.groups if one.rows is not None]
    small = len(found.groups) - len(rated)
    if small:
        told.append(
            f"{small} {'group has' if small == 1 else 'groups have'} fewer than {FEWEST} rows and cannot be checked."
        )
    return " ".join(told)


def _opened(between: Between, tolerance: float) -> str:
    """Whether some get "cannot tell" more often than others."""
    pair = f"{between.highest} against {between.lowest}, {points_in_words(between.value)}"
    if between.verdict == "gap":
        return f"{between.highest} get “cannot tell” more often than {between.lowest}: by {points_in_words(between.value)}."
    if between.verdict == "no gap":
        return f"How often “cannot tell” is said differs by less than the {points(tolerance)} you tolerated: {pair}."
    return f"Whether some groups get “cannot tell” more often than others by more than {points(tolerance)} cannot be told: {pair}."


def _to_people(found: Certainty) -> str:
    """What happens if whatever cannot be told goes to people."""
    alone, sure = found.everybody.wronged, found.everybody.wronged_sure
    told = f"The score decides {share_in_words(alone)} wrongly; among those of whom something can be said, {share_in_words(sure)}."
    if found.unsure_a_year is not None:
        many = f"{count(found.unsure_a_year)} {found.wording.units} a year"
        enough = ""
        if found.capacity is not None:
            fits = found.unsure_a_year <= found.capacity
            enough = f": {'within' if fits else 'more than'} the {count(found.capacity)} that people can review"
        told += f" “Cannot tell” would be said of {many}{enough}."
    if found.reviewed is not None:
        told += f" If people decided all of them: {errors_in_words(found.reviewed.errors)}"
        if found.reviewed.money is not None:
            told += f", {more_in_words(found.reviewed.money, found.currency, found.per_year)}, reviews paid"
        told += "."
    return told


def _rests_on(found: Certainty) -> str:
    return (
        f"Calibrated on {count(found.calibrated)} rows whose outcome is known, checked on {count(found.checked)} others. "
        f"The promise is one over many {found.wording.units} like these; it is not the chance that a single decision is right."
    )


def statement_in_words(held: Calibration, score: float, wording: Wording, group: int = -1) -> str:
    """What can be said of one case with this score."""
    given, codes = np.array([score], dtype=float), np.array([group if held.by_group else -1])
    [event], [no_event] = held.p_values(given, codes)
    [said] = held.statements(given, codes)
    promised, yes, no = percent(1 - held.miss), wording.who_are_positive, wording.who_are_negative
    high, low = ("high or higher", "low or lower") if held.sign > 0 else ("low or lower", "high or higher")
    if said == EVENT:
        return (
            f"At {promised} the score speaks for “{wording.positive_means}”: of those {no}, only {percent(no_event)} score "
            f"this {high}."
        )
    if said == NO_EVENT:
        return (
            f"At {promised} the score speaks for “{wording.negative_means}”: of those {yes}, only {percent(event)} score "
            f"this {low}."
        )
    usual = "usual" if said == BOTH else "unusual"
    return f"Cannot tell at {promised}: a score like this is {usual} among those {yes} and among those {no}."


def findings(found: Certainty) -> tuple[Finding, ...]:
    """For the decision table: whether the promise is kept everywhere."""
    verdicts = {one.verdict for one in (found.everybody, *found.groups)}
    outcome: Outcome = "failed" if "too little" in verdicts else "held" if verdicts == {"covered"} else "cannot tell"
    people = found.unsure_a_year if found.unsure_a_year is not None and found.unsure_a_year >= FEWEST else None
    return (Finding(TEST, outcome, f"{finding_in_words(found)}.", None, people),)


def for_record(found: Certainty) -> Certainty:
    """Without rates that would give away a number of people from one to nine: the record is read by everybody."""
    names = ("holds", "unsure", "wronged", "wronged_sure")

    def safe(one: Coverage) -> Coverage:
        rates: dict[str, Any] = {name: without_small_counts(getattr(one, name), one.rows) for name in names}
        return replace(one, **rates)

    return replace(
        found,
        everybody=safe(found.everybody),
        groups=tuple(map(safe, found.groups)),
        event=without_small_counts(found.event, found.checked_events),
        no_event=without_small_counts(found.no_event, found.checked - found.checked_events),
    )


def recorded_sentence(found: Certainty) -> str:
    """What goes on record in words."""
    return certainty_in_words(for_record(found))


def kept(found: Certainty) -> dict[str, Any]:
    """What the record keeps: rates, no count of fewer than ten."""
    safe = for_record(found)
    return {**to_kept(safe), KEY: [to_kept(one) for one in findings(safe)]}
