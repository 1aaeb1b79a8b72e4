"""The audit in sentences: verdicts, gaps and people, in the words of the use case."""

from __future__ import annotations

import math

from workbook.fairness.auditing import Audit
from workbook.fairness.finding import SMALL, findings_in_words
from workbook.fairness.looking import FIRST, Look
from workbook.fairness.pairs import CANNOT_TELL, GAP, NO_GAP
from workbook.fairness.people import Affected, People
from workbook.fairness.rates import IN_WORDS
from workbook.outcomes import Wording
from workbook.outcomes.amounts_in_words import count, percent, points

MILLIONS = 5e6
"""Beyond so many rows in every group, saying how many would decide helps nobody."""


def where(audited: Audit) -> str:
    """The policy that the sentences speak of."""
    if audited.policy.given:
        return "with the decisions as they were taken"
    if audited.policy.review is not None:
        return "with people deciding in the review band"
    return f"at the threshold {audited.threshold:.3g}" if audited.threshold is not None else "with thresholds by group"


def rate_means(metric: str, wording: Wording) -> str:
    """A rate in the words of the use case: "approved, among applicants who repaid"."""
    who = wording.units
    return {
        "selection_rate": f"{wording.selected_means}, among all {who}",
        "true_positive_rate": f"{wording.selected_means}, among {who} {wording.who_are_positive}",
        "false_positive_rate": f"{wording.selected_means}, among {who} {wording.who_are_negative}",
        "positive_predictive_value": f"{who} {wording.who_are_positive}, among those {wording.selected_means}",
        "accuracy": "decided as the past decision was"
        if wording.label_is == "past decision"
        else "decided as the label says it should have been",
    }[metric]


def gap_sentence(audited: Audit, metric: str) -> str:
    """One honest sentence on one metric, with its verdict."""
    gap, name = audited.metric_gaps[metric], IN_WORDS[metric].capitalize()
    tolerated = points(audited.tolerance)
    if gap.verdict == GAP:
        return f"{name}: gap. {_proof(audited, metric)}"
    if gap.verdict == NO_GAP:
        return (
            f"{name}: no gap: smaller than the {tolerated} you tolerated, {where(audited)}, on these rows. "
            f"Seen: {_seen(audited, metric)}."
        )
    if gap.highest < 0:
        return f"{name}: cannot tell. It is defined for fewer than two groups."
    undefined = _undefined(audited, metric)
    return (
        f"{name}: cannot tell. Seen: {_seen(audited, metric)}; the largest true difference lies "
        f"{_between(gap.difference_low, gap.difference_high)}, and you tolerated {tolerated}."
        f"{undefined}{_needed(audited, metric)}"
    )


def _seen(audited: Audit, metric: str) -> str:
    gap, values = audited.metric_gaps[metric], audited.rates[metric].value
    if gap.highest == gap.lowest:
        return f"{percent(values[gap.highest])} in every group"
    return (
        f"{points(gap.difference)} between {_counted(audited, gap.highest)} with {percent(values[gap.highest])} "
        f"and {_counted(audited, gap.lowest)} with {percent(values[gap.lowest])}"
    )


def _between(low: float, high: float) -> str:
    return f"between {points(low).removesuffix(' points')} and {points(high)}"


def _rounded(number: float) -> str:
    """A number of rows with two digits that matter: it rests on rates that are themselves unsure."""
    return count(float(f"{number:.1e}"))


def _needed(audited: Audit, metric: str) -> str:
    gap = audited.metric_gaps[metric]
    if math.isnan(gap.needed_n):
        if abs(gap.difference - audited.tolerance) < 1e-9:
            return " The gap seen is the tolerance itself: no number of rows decides that."
        return ""
    if gap.needed_n > MILLIONS:
        return " The gap seen is almost the tolerance itself: hardly any number of rows decides that."
    fewest = min(audited.compared, key=lambda code: audited.counted.n[code])
    has = count(float(audited.counted.n[fewest]))
    return (
        f" About {_rounded(gap.needed_n)} rows in every group would decide (four times in five), if the true rates are those "
        f"seen; {audited.names[fewest]} has {has}."
    )


def _proof(audited: Audit, metric: str) -> str:
    """The pair whose interval is farthest beyond the tolerance."""
    pairs = audited.pair_gaps[metric]
    beyond = [
        (max(low, -high), place)
        for place, (low, high) in enumerate(zip(pairs.low, pairs.high, strict=True))
        if low > audited.tolerance or high < -audited.tolerance
    ]
    _, place = max(beyond)
    first, second = int(pairs.first[place]), int(pairs.second[place])
    low, high = float(pairs.low[place]), float(pairs.high[place])
    if pairs.difference[place] < 0:
        first, second, low, high = second, first, -high, -low
    values = audited.rates[metric].value
    return (
        f"{_counted(audited, first)} with {percent(values[first])} is {points(values[first] - values[second])} above "
        f"{_counted(audited, second)} with {percent(values[second])}; the true difference lies "
        f"{_between(low, high)}, beyond the {points(audited.tolerance)} you tolerated."
    )


def _undefined(audited: Audit, metric: str) -> str:
    values = audited.rates[metric].value
    names = [audited.names[code] for code in audited.compared if math.isnan(values[code])]
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f" It is not defined for {', '.join(names[:3])}{more}." if names else ""


def _counted(audited: Audit, code: int) -> str:
    return f"{audited.names[code]} (n {count(float(audited.counted.n[code]))})"


def audit_sentences(audited: Audit) -> tuple[str, ...]:
    """One honest sentence for each gap."""
    return tuple(gap_sentence(audited, metric) for metric in FIRST if metric in audited.metric_gaps)


def finding_in_words(seen: Look) -> str:
    """One line over all rates: the title of the picture, and the first sentence under it."""
    audited, tolerated = seen.audited, points(seen.audited.tolerance)
    if len(audited.compared) < 2:
        return "There are not two groups to compare"
    if not seen.declared:
        return f"Exploring, {where(audited)}: how far groups lie apart. Verdicts are given at the declared threshold"
    if seen.verdict == GAP:
        rates = ", ".join(IN_WORDS[metric] for metric in seen.of_verdict(GAP))
        return f"Groups differ by more than the {tolerated} tolerated in: {rates}"
    if seen.verdict == NO_GAP:
        return f"No two groups differ by more than the {tolerated} tolerated"
    return f"These rows cannot tell whether groups differ by more than the {tolerated} tolerated"


def rates_title(seen: Look) -> str:
    """The finding of the picture of rates: how far the rate that matters most reaches."""
    audited = seen.audited
    ends = [
        (metric, audited.metric_gaps[metric]) for metric in seen.metrics if audited.metric_gaps[metric].highest >= 0
    ]
    if not ends:
        return f"Rates of each group, {where(audited)}"
    metric, gap = ends[0]
    values = audited.rates[metric].value
    low, high = (f"{percent(values[code])} ({audited.names[code]})" for code in (gap.lowest, gap.highest))
    reach = f"{percent(values[gap.highest])} in every group" if gap.highest == gap.lowest else f"from {low} to {high}"
    exploring = "" if seen.declared else f"Exploring, {where(audited)}: "
    named = IN_WORDS[metric] if exploring else IN_WORDS[metric].capitalize()
    return f"{exploring}{named} {reach}"


def band_in_words(seen: Look) -> str:
    """How the picture of gaps is read."""
    return (
        f"The band is what you tolerated, {points(seen.audited.tolerance)}. A line wholly inside it is “no gap”, a line that "
        "begins beyond it is “gap”, a line across its edge is “cannot tell”: more rows would shorten it."
    )


def gaps_in_words(seen: Look) -> str:
    """The rate that matters most first; then how many questions were asked at once."""
    audited = seen.audited
    if not seen.metrics or len(audited.compared) < 2:
        return "There are not two groups to compare."
    first = seen.metrics[0]
    if not seen.declared:
        gap = audited.metric_gaps[first]
        told = "" if gap.highest < 0 else f" {IN_WORDS[first].capitalize()}: {_seen(audited, first)}."
        return f"No verdict away from the declared threshold.{told}"
    verdicts = ((verdict, len(seen.of_verdict(verdict))) for verdict in (GAP, NO_GAP, CANNOT_TELL))
    told = ", ".join(f"{verdict} in {number}" for verdict, number in verdicts if number)
    asked = (
        f"{'All ' if len(seen.metrics) > 1 else ''}{_many(len(seen.metrics), 'rate')}: {told}. Made at once: "
        f"{_many(audited.comparisons, 'comparison')}; the intervals hold together with {percent(audited.confidence)} "
        f"confidence.{' “Cannot tell” is not a pass.' if seen.of_verdict(CANNOT_TELL) else ''}"
    )
    lines = (gap_sentence(audited, first), zero_and_tolerance(audited, first), asked)
    return "\n\n".join(filter(None, lines))


def _many(number: int, what: str) -> str:
    return f"{count(number)} {what}{'' if number == 1 else 's'}"


def zero_and_tolerance(audited: Audit, metric: str) -> str:
    """Two questions that are easily taken for one: is the gap zero, and is it beyond the tolerance?"""
    gap = audited.metric_gaps[metric]
    if gap.highest < 0:
        return ""
    zero = "No." if gap.difference_low > 0 else "These rows cannot tell it from zero."
    answers = {GAP: "Yes.", NO_GAP: "No.", CANNOT_TELL: "These rows cannot tell."}
    return f"Is the gap zero? {zero} Is it beyond the {points(audited.tolerance)} you tolerated? {answers[gap.verdict]}"


def groups_in_words(seen: Look) -> str:
    """What must be known beside the rates."""
    audited = seen.audited
    lines = [f"{_rows_in_groups(audited)}, {where(audited)}."]
    if not audited.policy.given:
        lines.append(
            "Rates and the people decided wrongly are counted on all rows. Money, on the Value page, is counted on one half "
            "of them: the other half proposes the best threshold."
        )
    lines += findings_in_words(audited.findings)
    if seen.trained_on_these_rows == "yes":
        lines.append(
            "The model was trained on these rows: its errors on new cases will be larger, and gaps may differ."
        )
    elif seen.trained_on_these_rows == "not said":
        lines.append(
            "Nobody has said whether the model was trained on these rows; if it was, errors here are too small."
        )
    return "\n\n".join(lines)


def _rows_in_groups(audited: Audit) -> str:
    every, known = (float(rows.sum()) for rows in (audited.counted.n, audited.counted.n[audited.compared]))
    if not audited.counted.names:
        return f"{count(every)} rows"
    of = "" if every == known else f" of {count(every)}"
    return f"{count(known)}{of} rows in {_many(len(audited.compared), 'group')}"


def people_in_words(found: People) -> str:
    """The worst group and the largest affected group, in people."""
    if not found.labelled:
        return "Without a label nobody can say who was decided wrongly: only how often each group is selected."
    left = (
        f"Fewer than {SMALL} such rows, so not counted here: {', '.join(found.left_out[:6])}." if found.left_out else ""
    )
    if found.worst is None or found.largest is None:
        return "\n\n".join(filter(None, ("Fewer than two groups have enough rows to speak of in people.", left)))
    if found.worst.rate == found.worst.best_rate:
        who, what = _wronged(found.wording)
        told = f"{who[:1].upper()}{who[1:]} are {what} at the same rate in every group: {percent(found.worst.rate)}."
        return "\n\n".join(filter(None, (told, left)))
    lines = [_affected(found.largest, found)]
    if found.worst.group != found.largest.group:
        lines.append(f"The highest rate is another group's. {_affected(found.worst, found)}")
    return "\n\n".join([*lines, left] if left else lines)


def _wronged(wording: Wording) -> tuple[str, str]:
    """Whom the decision can wrong, and what then happens to them."""
    if wording.favourable:
        return f"{wording.units} {wording.who_are_positive}", wording.not_selected_means
    return f"{wording.units} {wording.who_are_negative}", wording.selected_means


def _affected(one: Affected, found: People) -> str:
    wording = found.wording
    who, what = _wronged(wording)
    by_weight = " by weight" if abs(one.wronged / one.of - one.rate) > 5e-4 else ""
    against = f"({percent(one.rate)}{by_weight}), against {percent(one.best_rate)} for {one.against}"
    if one.more_low <= 0:
        told = f"{one.group}: of {count(one.of)} {who}, {count(one.wronged)} are {what} {against}"
        return f"{told}. These rows cannot tell that from no difference."
    yearly = ""
    if found.yearly_volume:
        scale = found.yearly_volume * one.share / one.of
        yearly = (
            f" Among the {count(found.yearly_volume)} {wording.units} of a year, if they are like these rows, "
            f"that is about {count(one.more * scale)} ({count(one.more_low * scale)} to {count(one.more_high * scale)})."
        )
    return (
        f"{one.group}: {count(one.more)} more {who} are {what} than would be at the rate of {one.against} "
        f"({count(one.more_low)} to {count(one.more_high)}, sampling error only): "
        f"{count(one.wronged)} of {count(one.of)} {against}.{yearly}"
    )
