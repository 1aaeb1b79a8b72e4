"""Who decides the close calls, in sentences; and what the decision table is told of it."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from workbook.modelling.reviewing.banding import Band
from workbook.modelling.reviewing.finding import Apart, GroupReview, Reviewed
from workbook.modelling.reviewing.rates import MEANINGS
from workbook.models.changes import Interval
from workbook.models.findings import KEY, Finding, against
from workbook.models.shares import more_in_words, points_in_words, share_in_words, without_small_counts
from workbook.outcomes.amounts_in_words import count, money, percent, points, points_range
from workbook.project.results import to_kept


def band_in_words(band: Band) -> str:
    """The scores that people decide."""
    if math.isinf(band.high):
        return f"scores from {band.low:.3g} up"
    return f"scores from {band.low:.3g} to {band.high:.3g}"


def gain_in_words(found: Reviewed) -> str:
    """What the band is worth: money where there is any, else decisions that come out right."""
    if found.worth.money is not None:
        return more_in_words(found.worth.money, found.currency, found.per_year, "the score alone")
    return f"{errors_in_words(found.worth.errors)} than by the score alone"


def errors_in_words(errors: Interval) -> str:
    """Errors fewer or more: 3.1 points fewer wrong (2.5 to 3.7 points)."""
    value, low, high = errors
    if low < 0 < high:
        ends = f"{points(-low)} fewer to {points(high)} more"
    else:
        first, last = sorted((abs(low), abs(high)))
        ends = points_range(first, last)
    return f"{points(abs(value))} {'fewer' if value <= 0 else 'more'} wrong ({ends})"


def finding_in_words(found: Reviewed) -> str:
    """What was found, in a sentence without a stop at its end."""
    if found.band is None:
        return "No band pays: on the rows that choose, no stretch of scores is visibly worth a review"
    band, gain = band_in_words(found.band), gain_in_words(found)
    as_much = found.moved is not None and found.moved.band_more[0] <= 0
    alone = f"; a threshold of {found.moved.threshold:.3g} alone brings as much" if found.moved and as_much else ""
    return {
        "pays": f"It pays to let people decide {band}: {gain}{alone}",
        "costs": f"Letting people decide {band} costs more than it brings: {gain}",
        "cannot tell": f"Cannot tell whether it pays to let people decide {band}: {gain}",
        "no band": "No band pays",
    }[found.verdict]


def review_in_words(found: Reviewed) -> str:
    """The finding, the errors of both, what happens to groups, and what it all rests on."""
    lines = [f"{finding_in_words(found)}.", _errors(found)]
    if found.band is not None:
        lines.append(_work(found))
        lines.append(_without_people(found))
    if found.apart is not None and found.band is not None:
        lines.append(_gap(found.apart, found))
    return "\n\n".join(line for line in [*lines, _rests_on(found)] if line)


def _errors(found: Reviewed) -> str:
    """How often the score errs, where, and how that compares with people."""
    against_what = "against the past decision" if found.wording.label_is == "past decision" else "wrongly"
    told = f"The score alone decides {share_in_words(found.wronged)} {against_what}"
    if found.band is not None:
        told += f", within the band {share_in_words(found.wronged_inside)}"
    people = f"{told}; reviewers {percent(found.reviewers.error)}."
    if found.reviewers.error >= found.worst_of_the_score:
        people += (
            f" Nowhere along the score does it err more often than reviewers do: at most {percent(found.worst_of_the_score)}"
            " in any stretch."
        )
    elif found.band is not None and found.reviewers.error >= found.wronged_inside[0]:
        people += (
            " Even within the band the reviewers err at least as often; only what each error costs speaks for them."
        )
    return people


def _work(found: Reviewed) -> str:
    share = found.worth.reviewed
    many = f"{count(share[0] * found.yearly_volume)} a year, " if found.yearly_volume else ""
    cost = ""
    if found.reviewers.cost and found.yearly_volume and found.has_money:
        cost = f" They cost {money(found.reviewers.cost * share[0] * found.yearly_volume, found.currency)}, taken off above."
    errors = f" Of all decisions {errors_in_words(found.worth.errors)}." if found.has_money else ""
    return f"Reviewed: {many}{share_in_words(share)} of all {found.wording.units}.{cost}{errors}"


def _without_people(found: Reviewed) -> str:
    """What moving the threshold alone would bring, since that costs no reviewer."""
    moved = found.moved
    if moved is None:
        return "No other threshold alone is worth more than the present one on the rows that choose."
    gain, beyond, both = (_told(found, one) for one in (moved.gain, moved.band_more, moved.both))
    _, low, high = moved.band_more
    verdict = "so people are worth their price" if low > 0 else "so move the threshold first" if high < 0 else ""
    told = f", {verdict}" if verdict else ": these rows cannot tell the two apart"
    is_worth, are_worth = ("is worth", "are worth") if found.has_money else ("means", "mean")
    together = f" Both together, people deciding {band_in_words(moved.band)}, {are_worth} {both}." if moved.band else ""
    return (
        f"Without anybody, a threshold of {moved.threshold:.3g} for all {is_worth} {gain}. "
        f"Against that the band {is_worth} {beyond}{told}.{together}"
    )


def _told(found: Reviewed, gain: Interval) -> str:
    """A gain in money, or without money in decisions that come out right more often."""
    if found.has_money:
        return more_in_words(gain, found.currency, found.per_year)
    return errors_in_words(_turned((-gain[0], -gain[1], -gain[2])))


def _gap(apart: Apart, found: Reviewed) -> str:
    """What the band does to the gap between the two groups that were furthest apart."""
    change = apart.gap.change
    verdict = "narrows" if change[2] < 0 else "widens" if change[1] > 0 else "does not visibly move"
    return (
        f"The band {verdict} the gap between {apart.highest} and {apart.lowest} in the {MEANINGS[apart.metric]}: "
        f"from {points_in_words(apart.gap.before)} to {points_in_words(apart.gap.after)}; "
        f"the change is {points_in_words(change)}."
    )


def _rests_on(found: Reviewed) -> str:
    told = [
        f"The band was chosen on {count(found.rows_chose)} rows and valued on {count(found.rows_valued)} others "
        "(sampling error only; your assumptions unchanged)."
    ]
    if found.reviewers.free_and_faultless:
        told.append(
            "Nobody has said what a review costs or how often reviewers err: here they are free and never wrong."
        )
    told.append("That reviewers err as often on hard cases as on easy ones is assumed, not measured.")
    if not found.has_money:
        told.append(
            "Nothing was entered that decisions are worth, so errors alone are weighed and reviews count as free."
        )
    if found.drawn == "matched":
        told.append("The model's line is drawn so that it selects as many as the declared threshold does.")
    return " ".join(told)


def recorded_in_words(found: Reviewed) -> str:
    """For those who have no rows: the same sentences, with a word on where they come from."""
    return f"{review_in_words(found)}\n\nThis is what was recorded."


TEST = "The score does without people in the close calls"
FAIR = "A review band leaves the gap between groups as it is"


def findings(found: Reviewed, tolerance: float = 0.05) -> tuple[Finding, ...]:
    """For the decision table: whether deciding without reviewers costs something, and whether reviewers widen a gap."""
    outcome = {"pays": "failed", "costs": "held", "no band": "held", "cannot tell": "cannot tell"}[found.verdict]
    people = found.worth.reviewed[0] * found.yearly_volume if found.yearly_volume and found.band else None
    lost = tuple(-end for end in _turned(found.worth.money)) if found.worth.money is not None else None
    one = Finding(TEST, outcome, f"{finding_in_words(found)}.", lost, people if people and people >= 10 else None)  # type: ignore[arg-type]
    if found.band is None or found.apart is None:
        return (one,)
    told = _gap(found.apart, found)
    return one, Finding(FAIR, against(tolerance, found.apart.gap.change), told)


def _turned(found: Interval) -> Interval:
    """With its ends swapped, so that they stay in order once the sign is turned."""
    value, low, high = found
    return value, high, low


def for_record(found: Reviewed) -> Reviewed:
    """Without rates that would give away a number of people from one to nine: the record is read by everybody."""
    names = ("reviewed", "wronged_before", "wronged_after", "selected_before", "selected_after")

    def safe(one: GroupReview) -> GroupReview:
        rates: dict[str, Any] = {name: without_small_counts(getattr(one, name), one.rows) for name in names}
        return replace(one, **rates)

    inside = round(found.worth.reviewed[0] * found.rows_valued)
    return replace(
        found,
        groups=tuple(map(safe, found.groups)),
        along=tuple(replace(one, wronged=without_small_counts(one.wronged, one.rows)) for one in found.along),
        wronged=without_small_counts(found.wronged, found.rows_valued),
        wronged_inside=without_small_counts(found.wronged_inside, inside),
    )


def recorded_sentence(found: Reviewed) -> str:
    """What goes on record in words."""
    return review_in_words(for_record(found))


def kept(found: Reviewed) -> dict[str, Any]:
    """What the record keeps: shares and money, no count of fewer than ten."""
    safe = for_record(found)
    return {**to_kept(safe), KEY: [to_kept(one) for one in findings(safe)]}
