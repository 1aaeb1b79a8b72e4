"""The candidates in sentences: what shrinks the gap, what it costs, who gains and who loses."""

from __future__ import annotations

from workbook.fairness.mitigation.candidate import NOTHING, Candidate, Frontier
from workbook.fairness.mitigation.keeping import Kept
from workbook.fairness.pairs import NO_GAP
from workbook.fairness.rates import IN_WORDS
from workbook.models.proxies import BEYOND
from workbook.outcomes.amounts_in_words import count, money, money_range, points, points_range

BY_GROUP = (
    "treats groups by different thresholds and must know the group when deciding; this workbook cannot clear that."
)


def may_be_unlawful(frontier: Frontier) -> str:
    """How the warning begins: a machine has no rights, the people behind an order have."""
    wording = frontier.terms.wording
    behind = f" where people stand behind the {wording.units}" if wording.unit == "thing" else ""
    return f"May be unlawful{behind}"


def gap_in_words(candidate: Candidate) -> str:
    """A gap with its interval: 3 points (0 to 11 points)."""
    value, low, high = candidate.gap
    return f"{points(value)} ({points_range(low, high).removesuffix(' points')})"


def price(candidate: Candidate, frontier: Frontier) -> str:
    """What it is worth against doing nothing: €451k more a year (€268k to €634k)."""
    value, low, high = candidate.money
    more = "more" if value >= 0 else "less"
    ends = (low, high) if value >= 0 else (-high, -low)
    when = " a year" if frontier.per_year else ""
    return f"{money(abs(value), frontier.currency)}{when} {more} ({money_range(*ends, frontier.currency)})"


def within(frontier: Frontier) -> tuple[Candidate, ...]:
    """The candidates whose gap, as seen, is within the tolerance; the most money first."""
    found = (one for one in frontier.candidates if one.name != NOTHING and one.gap[0] <= frontier.terms.tolerance)
    return tuple(sorted(found, key=lambda one: -one.money[0]))


def finding(frontier: Frontier) -> str:
    """The title of the picture."""
    tolerated = points(frontier.terms.tolerance)
    if frontier.shown == NO_GAP:
        return f"No gap is shown in the {IN_WORDS[frontier.terms.metric]}: there is nothing shown to mitigate"
    others = [one for one in frontier.candidates if one.name != NOTHING]
    if not others:
        if frontier.nothing.offer.policy.given:
            return "There is no candidate: a decision without a score has no threshold that could be moved"
        return "There is no candidate beside the declared policy"
    found = within(frontier)
    if not any(one.changed for one in others):
        return "No candidate changes any decision"
    if not found:
        closest = min(others, key=lambda one: one.gap[0])
        return f"No candidate comes within the {tolerated} tolerated; closest: {closest.offer.title}, {gap_in_words(closest)}"
    best = found[0]
    if len(found) == 1:
        return f"Only {best.offer.title} comes within the {tolerated} tolerated: {price(best, frontier)} than doing nothing"
    return (
        f"{len(found)} of {len(others)} come within the {tolerated} tolerated; of these {best.offer.title} is worth most: "
        f"{price(best, frontier)}"
    )


def frontier_in_words(frontier: Frontier) -> str:
    """What the picture shows, what it rests on, and what must not be overlooked."""
    tolerated = points(frontier.terms.tolerance)
    lines = [
        f"Doing nothing leaves a gap of {gap_in_words(frontier.nothing)} in the {IN_WORDS[frontier.terms.metric]}; "
        f"you tolerated {tolerated}."
    ]
    if frontier.shown == NO_GAP:
        lines.insert(0, f"{finding(frontier)}.")
    lines.append(
        f"Every candidate was chosen on other rows than the {count(frontier.rows)} that judge it here; its money is "
        "counted in pairs against doing nothing (sampling error only; your assumptions unchanged)."
    )
    if frontier.shown == NO_GAP:
        lines.append("What follows is only what it would cost to move something all the same.")
    unsure = [one for one in within(frontier) if one.verdict != NO_GAP]
    if unsure:
        lines.append(
            f"Of those within the tolerance as seen, {len(unsure)} cannot be told from a gap on these rows: "
            f"{'its line crosses' if len(unsure) == 1 else 'their lines cross'} the edge of the band."
        )
    protected = [one.offer.title for one in frontier.candidates if one.offer.needs_protected]
    if protected:
        lines.append(f"{may_be_unlawful(frontier)}: {', '.join(protected)}. Each {BY_GROUP}")
    return "\n\n".join([*lines, *frontier.not_offered])


def chosen_in_words(candidate: Candidate, frontier: Frontier) -> str:
    """One candidate: what it does, what it changes, what it costs, who gains and who loses."""
    offer, units = candidate.offer, frontier.terms.wording.units
    when = " a year" if frontier.per_year else f" among {count(frontier.rows)}"
    lines = [f"{offer.title}. {offer.how}"]
    if offer.needs_protected:
        lines.append(f"{may_be_unlawful(frontier)}: it {BY_GROUP}")
    if candidate.name == NOTHING:
        return "\n\n".join([*lines, "Choose another candidate to see what it would change."])
    lines.append(
        f"Gap: from {gap_in_words(frontier.nothing)} to {gap_in_words(candidate)}. Money: {price(candidate, frontier)}. "
        f"The decision of {count(candidate.changed)} {units}{when} changes."
    )
    lines += [_gains(candidate, frontier), _needs(candidate, frontier), *offer.notes]
    if candidate.dominated_by:
        better = frontier.named(candidate.dominated_by)
        lines.append(
            f"{better.offer.title if better else candidate.dominated_by} has no larger gap and is worth no less."
        )
    return "\n\n".join(line for line in lines if line)


def _gains(candidate: Candidate, frontier: Frontier) -> str:
    wording = frontier.terms.wording
    sides = []
    for word, way in ((wording.selected_means, "selected_more"), (wording.not_selected_means, "selected_less")):
        told = [f"{count(getattr(one, way))} of {one.group}" for one in candidate.effects if getattr(one, way) >= 0.5]
        if told:
            sides.append(f"Newly {word}: {', '.join(told)}.")
    return " ".join(sides)


def _needs(candidate: Candidate, frontier: Frontier) -> str:
    needs = []
    if candidate.offer.retrained:
        needs.append("It needs a retrained model.")
    if candidate.reviewed:
        when = " a year" if frontier.per_year else ""
        needs.append(
            f"People decide {count(candidate.reviewed)} cases{when}; that costs "
            f"{money(candidate.review_cost, frontier.currency)}, taken off above."
        )
    if not (candidate.offer.needs_protected or candidate.offer.retrained):
        needs.append("It needs no group when deciding, and no retraining.")
    return " ".join(needs)


def proxies_in_words(kept: Kept) -> str:
    """Which columns give a group away, and what that means."""
    if not kept.proxies:
        return "\n\n".join(kept.notes)
    named = [one.column for one in kept.proxies if one.beyond]
    told = (
        f"Called a proxy here, because each predicts a group beyond an AUC of {BEYOND:g}, interval and all: "
        f"{', '.join(named)}."
        if named
        else f"No column alone predicts a group beyond an AUC of {BEYOND:g}."
    )
    reading = (
        "The line is a convention. Several weak columns together can give a group away as well, and a proxy may still be "
        "a good reason: seniority predicts age and repayment."
    )
    return "\n\n".join([told, reading, *kept.notes])


def learning_in_words(kept: Kept) -> str:
    """What more rows of the group that is ranked worst would do."""
    found = kept.learning
    if found is None:
        return "\n\n".join(kept.notes) or "No group has enough rows with both outcomes for a learning curve."
    steps = ", ".join(
        f"{count(rows)} rows {ranked[0]:.3f} ({ranked[1]:.3f} to {ranked[2]:.3f})"
        for rows, ranked in zip(found.rows, found.ranked, strict=True)
    )
    verdict = {
        "helped": "More rows helped: the next doubling may bring as much, or less",
        "did not help": "More of the same rows will hardly help: doubling them did not bring a point; other columns might",
        "cannot tell": "Cannot tell whether more rows would help: these do not show what doubling them did",
    }[found.verdict]
    return (
        f"{found.group}, the group that the model ranks worst. {verdict}.\n\n"
        f"How well it ranks within the group (AUC, out of fold) with so many of the group's rows in training: {steps}. "
        f"From half of them to all: {points(found.gain[0])} ({points_range(found.gain[1], found.gain[2])})."
    )
