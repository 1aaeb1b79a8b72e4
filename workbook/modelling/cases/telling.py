"""One case in words and on a line: the decision, its distance from the threshold, what it is worth, how sure it is."""

from __future__ import annotations

import math

import numpy as np

from workbook.modelling.cases.trying import Bench, Case
from workbook.modelling.cases.words import nothing_in_words, way_in_words
from workbook.modelling.certainty.words import statement_in_words
from workbook.models.counterfactuals import Search, plain
from workbook.models.levers import FEWEST, MISSING, Lever, Value, value_in
from workbook.outcomes.amounts_in_words import money
from workbook.ui.trying import Proposal, Tried, TryField, TryScale

USUAL = (0.01, 0.99)
"""Between these quantiles lie the usual scores."""
STEPS = 100


def tried(bench: Bench, case: Case) -> Tried:
    """What the page shows of a case."""
    named = "A made-up case with typical values" if case.place is None else f"Row {case.place + 1:,}"
    fields = tuple(field_of(bench, lever, case) for lever in bench.levers)
    return Tried(named, fields, said_of(bench, case), scale_of(bench, case))


def said_of(bench: Bench, case: Case) -> tuple[str, ...]:
    """The decision first; then money, certainty, and what is known of this case."""
    told = [decision_in_words(bench, case), worth_in_words(bench, case)]
    if math.isfinite(case.score):
        told.append(statement_in_words(bench.calibration, case.score, bench.trial.study.wording, case.group))
    return tuple(one for one in [*told, known_in_words(bench, case)] if one)


def decision_in_words(bench: Bench, case: Case) -> str:
    """Approved: score 0.62, 0.12 above the threshold. And what it was before the changes."""
    wording = bench.trial.study.wording
    means = (wording.not_selected_means, wording.selected_means)
    if not math.isfinite(case.score):
        return f"The model gives no score for these values, so this case is {means[0]}."
    apart = case.score - case.line.threshold
    side = "above" if apart >= 0 else "below"
    told = (
        f"{means[case.selected].capitalize()}: score {case.score:.3g}, {abs(apart):.2g} {side} the threshold of "
        f"{case.line.threshold:.3g}."
    )
    if case.now.equals(case.begun):
        return told
    turned = (
        "before the changes it was" if case.selected == case.selected_begun else "the changes turn it round: it was"
    )
    return f"{told[:-1]}; {turned} {means[case.selected_begun]} with {case.score_begun:.3g}."


def worth_in_words(bench: Bench, case: Case) -> str:
    """What the decision is worth if it is right, and if it is wrong; and what the other decision would be worth."""
    if case.worth is None:
        return "What decisions are worth was not entered on the Value page."
    study, wording = bench.trial.study, bench.trial.study.wording
    event, no_event = (case.worth[:2], case.worth[2:])[not case.selected]
    other_event, other_no_event = (case.worth[:2], case.worth[2:])[case.selected]
    means = (wording.not_selected_means, wording.selected_means)

    def pair(one: float, two: float) -> str:
        yes, no = wording.positive_means, wording.negative_means
        if one == two:
            return f"{money(one, study.currency)} either way"
        return f"{money(one, study.currency)} if it turns out “{yes}”, {money(two, study.currency)} if “{no}”"

    return (
        f"{means[case.selected].capitalize()}, this case is worth {pair(event, no_event)}; "
        f"{means[not case.selected]}, {pair(other_event, other_no_event)}."
    )


def known_in_words(bench: Bench, case: Case) -> str:
    """What happened to a row, and how its score comes about."""
    study, told = bench.trial.study, []
    if case.place is not None:
        label = int(study.label[case.place])
        if label < 2:
            what = study.wording.positive_means if label else study.wording.negative_means
            told.append(f"What happened to this row: “{what}”.")
        if bench.model.kind == "recipe":
            told.append("A copy of the model that did not learn from this row gives the score.")
    elif bench.trial.several_lines:
        told.append("Groups have thresholds of their own; the most frequent one holds here.")
    if bench.trial.drawn == "matched":
        told.append("The threshold is drawn so that this model selects as many as are selected now.")
    return " ".join(told)


def field_of(bench: Bench, lever: Lever, case: Case) -> TryField:
    """One value of the case, with the ends of its slider or its words."""
    now, begun = plain(value_in(case.now[lever.name])), plain(value_in(case.begun[lever.name]))
    if lever.ordered is None:
        many = bench.trial.study.rows
        common = [str(word) for word, share in lever.shares.items() if share * many >= FEWEST]
        options = {*common, *(str(one) for one in (begun, now) if one is not None)}
        return TryField(lever.name, "choice", now, begun, tuple(sorted(options)), note=_note(lever, now))
    ends = [*lever.usual, *(one for one in (begun,) if isinstance(one, float))]
    low, high = min(ends), max(ends)
    return TryField(
        lever.name, "number", now, begun, (), low, high if high > low else low + 1, nice_step(high - low, lever.whole),
        _note(lever, now),
    )  # fmt: skip


def nice_step(width: float, whole: bool) -> float:
    """A step of 1, 2 or 5 times a power of ten, about a hundredth of the way; at least 1 for whole numbers."""
    if not width > 0:
        return 1.0
    about = width / STEPS
    power = 10.0 ** math.floor(math.log10(about))
    step = next(one * power for one in (1, 2, 5, 10) if one * power >= about * 0.999)
    return max(step, 1.0) if whole else step


def _note(lever: Lever, now: Value) -> str:
    beyond = isinstance(now, float) and lever.is_number and not lever.usual[0] <= now <= lever.usual[1]
    ways = {"never": "never changes", "up": "only goes up", "down": "only goes down", "free": ""}
    told = [ways[lever.way] if lever.is_number or lever.way == "never" else "", "rarely seen" if beyond else ""]
    if now is None or now == MISSING:
        told.append("missing")
    return ", ".join(one for one in told if one)


def scale_of(bench: Bench, case: Case) -> TryScale | None:
    """Where the score lies between the usual ends, with the stretch that says nothing."""
    if not math.isfinite(case.score):
        return None
    known = bench.trial.score[np.isfinite(bench.trial.score)]
    low, high = (float(np.quantile(known, one)) for one in USUAL)
    low, high = (0.0, 1.0) if known.min() >= 0 and known.max() <= 1 else (low, high)
    ends = [low, high, case.score, case.score_begun, case.line.threshold]
    low, high = min(ends), max(ends)
    limits = bench.calibration.limits(case.group if bench.calibration.by_group else -1)
    unsure = tuple(min(max(one, low), high) for one in limits)
    wording = bench.trial.study.wording
    sides = (wording.negative_means, wording.positive_means)
    left, right = sides if bench.trial.more_means_event else sides[::-1]
    return TryScale(
        low, high, case.line.threshold, case.score, case.score_begun, (unsure[0], unsure[1]), f"more like “{left}”",
        f"more like “{right}”",
    )  # fmt: skip


def proposals(search: Search) -> tuple[str, tuple[Proposal, ...]]:
    """The changes that were found, and what is said about them."""
    if not search.found:
        return nothing_in_words(search), ()
    many = "The nearest way" if len(search.found) == 1 else f"The {len(search.found)} nearest ways"
    told = (
        f"{many} within the limits above, fewest things first. Effort 10 means passing 10 of 100 others in one thing."
    )
    return told, tuple(
        Proposal(way_in_words(one), {step.feature: step.after for step in one.steps}) for one in search.found
    )
