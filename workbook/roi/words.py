"""Money in sentences that the whole team can read and check."""

from __future__ import annotations

from math import isfinite

from workbook.outcomes.amounts_in_words import count, money, money_range, named, percent
from workbook.roi.payoffs import Assumption
from workbook.roi.standing import FEW_AMOUNTS, Case, Standing
from workbook.ui.live import TableColumn, TableView


def _scale(found: Standing) -> str:
    return "a year" if found.curve.per_year else f"on the {count(found.curve.rows)} rows it was valued on"


def where(found: Standing) -> str:
    """The policy that the sentences speak of."""
    return f"At {found.threshold:.3g}" if found.threshold is not None else "With the adopted policy"


def flat_top_title(found: Standing) -> str:
    """The finding of the picture: the stretch that is as good as the best, and whom it costs."""
    curve = found.curve
    start, end = (
        curve.thresholds[curve.plateau_low],
        curve.thresholds[min(curve.plateau_high, len(curve.thresholds) - 2)],
    )
    more = wronged_along_plateau(found)
    who = found.wording.who_are_positive if found.wording.favourable else found.wording.who_are_negative
    what = found.wording.not_selected_means if found.wording.favourable else found.wording.selected_means
    if len(curve.thresholds) == 2:
        return "All rows have the same score: no threshold tells them apart"
    if curve.plateau_low == curve.plateau_high:
        return f"No other threshold is as good as {curve.best_in_words}, on these rows"
    upwards = curve.plateau_high == len(curve.thresholds) - 1
    stretch = f"From {start:.3g} {'upwards' if upwards else f'to {end:.3g}'} these rows cannot tell the money apart"
    return (
        f"{stretch}, but between its ends {count(more)} {found.wording.units} {who} come to be {what}"
        if more
        else stretch
    )


def wronged_along_plateau(found: Standing) -> int:
    """How many more are wronged at one end of the plateau than at the other."""
    so_far = found.ground.harmed.so_far.sum(axis=0)
    return abs(int(so_far[found.curve.plateau_high]) - int(so_far[found.curve.plateau_low]))


def value_in_words(found: Standing) -> str:
    """Value at the threshold in force, what it is compared with, and what to make of it."""
    curve, wording, currency = found.curve, found.wording, found.curve.currency
    lines = []
    if found.value is not None:
        lines.append(headline(found) + _over_today(found))
        lines.append(_wronged(found))
    best = f"The best threshold on the half that chooses is {curve.best_in_words}; on the other half it is worth {money(float(curve.total[curve.best]), currency)}."
    every = f"{wording.all_selected}: {money(curve.treat_all, currency)}. {wording.none_selected}: {money(curve.treat_none, currency)}."
    lines += [f"{best if curve.held_out else _not_held_out(found)} {every}", _claim(found)]
    if found.unowned:
        have = "assumption has" if len(found.unowned) == 1 else "assumptions have"
        lines.append(f"{len(found.unowned)} {have} no owner: {named(found.unowned)}.")
    if wording.label_is == "past decision":
        lines.append(
            "The label is a past decision, not an outcome: this is money as that decision would have it, not money that was repaid or lost."
        )
    lines += [_weighted(found), _trained(found), *_left_out(found)]
    return "\n\n".join(line for line in lines if line)


def headline(found: Standing) -> str:
    """The one sentence: what the threshold in force brings, how surely, and on what it rests; empty without one."""
    if found.value is None:
        return ""
    value, low, high = found.value
    currency, missing = found.curve.currency, len(found.unowned)
    gained, ends = ("gain", (low, high)) if value >= 0 else ("lose", (-high, -low))
    chosen = _chosen(found)
    owners = {0: "every assumption has an owner", 1: "one assumption without an owner"}
    behind = owners.get(missing, f"{missing} assumptions without an owner")
    served = (
        "" if found.served >= 1 else f" You can handle {percent(found.served)} of those {found.wording.selected_means}."
    )
    return (
        f"{where(found)} you {gained} {money(abs(value), currency)} {_scale(found)} "
        f"({money_range(*ends, currency)}, sampling error only; {chosen}; {behind}).{served}"
    )


def _chosen(found: Standing) -> str:
    """Who chose the threshold, and whether by rows that also value it; what was trained on these rows is never new to them."""
    if not found.curve.held_out or found.ground.trained_on_these_rows == "yes":
        return "no rows kept apart to value it"
    if found.place is None:
        return "policy chosen on other rows"
    return "threshold chosen on other rows" if found.place == found.curve.best else "threshold chosen by you"


def _over_today(found: Standing) -> str:
    if found.benefit is None:
        return ""
    benefit, low, high = found.benefit
    more, ends = ("more", (low, high)) if benefit >= 0 else ("less", (-high, -low))
    interval = money_range(*ends, found.curve.currency)
    return f" That is {money(abs(benefit), found.curve.currency)} {more} than today's process ({interval})."


def _weighted(found: Standing) -> str:
    """To which share of positives the rows are weighted, where one was entered."""
    if found.ground.reweighed is None:
        return ""
    here, entered = (percent(one) for one in found.ground.reweighed)
    return f"Money is weighted to the share that you entered: {entered} “{found.wording.positive_means}” in real life; in these rows it is {here}."


def _trained(found: Standing) -> str:
    if found.ground.trained_on_these_rows == "yes":
        return "The model was trained on these rows: on new cases it will earn less, and nobody can say here how much less. No gain is claimed."
    if found.ground.trained_on_these_rows == "not said":
        return "Nobody has said whether the model was trained on these rows. If it was, it will earn less on new cases."
    return ""


def _left_out(found: Standing) -> list[str]:
    ground, lines = found.ground, []
    if ground.equal_amounts is not None and ground.equal_amounts < FEW_AMOUNTS:
        lines.append(
            f"A few large amounts carry this money: they weigh like {count(ground.equal_amounts)} equal ones. The intervals are then too narrow; take them for about 90 %, not 95 %."
        )
    if ground.missing_amounts:
        lines.append(
            f"{count(ground.missing_amounts)} rows have no amount: what they would add or cost is missing from every number here."
        )
    if ground.unlabelled:
        lines.append(
            f"{count(ground.unlabelled)} rows have no label: they are left out, and a year is scaled from the others as if they were alike."
        )
    if ground.unscored:
        lines.append(
            f"{count(ground.unscored)} rows have a label but no score: they count as worth nothing, since nothing is decided for them."
        )
    return lines


def _not_held_out(found: Standing) -> str:
    return f"The best threshold, {found.curve.best_in_words}, was chosen on the rows that value it: its value and the lit stretch are flattered, and no gain is claimed."


def _wronged(found: Standing) -> str:
    if found.place is None:
        return ""
    wording, harmed = found.wording, found.ground.harmed
    so_far = harmed.so_far
    watched, others = (int(one) for one in so_far[:, found.place])
    who = wording.who_are_positive if wording.favourable else wording.who_are_negative
    what = wording.not_selected_means if wording.favourable else wording.selected_means
    part = f", {count(watched)} of them {harmed.names[0]}" if others else ""
    many = count(watched + others) if watched + others else "No"
    sentence = f"{many} {wording.units} {who} are {what}{part}."
    there = f"{'at ' if isfinite(found.curve.best_threshold) else ''}{found.curve.best_in_words}"
    best = int(so_far[:, found.curve.best].sum())
    more = watched + others - best
    inside = found.curve.plateau_low <= found.place <= found.curve.plateau_high
    if inside and more > 0:
        sentence += f" That is {count(more)} more than {there}, for money that these rows cannot see."
    if inside and more < 0:
        sentence += f" That is {count(-more)} fewer than {there}, and these rows cannot see what it costs."
    return sentence


def _claim(found: Standing) -> str:
    curve = found.curve
    gain, interval = money(curve.gain, curve.currency), money_range(curve.gain_low, curve.gain_high, curve.currency)
    if found.claimed:
        return f"Over the better of the two the best threshold gains {gain} ({interval}) {_scale(found)}, on rows that did not choose it."
    if not curve.held_out or (curve.gain_low > 0 and found.ground.trained_on_these_rows == "yes"):
        return f"Over the better of the two it would gain {gain} ({interval}) {_scale(found)}: that is exploring, not a finding."
    if curve.gain_high < 0:
        loses = money_range(-curve.gain_high, -curve.gain_low, curve.currency)
        return f"Treating all alike is better: against the better of the two this score loses {money(-curve.gain, curve.currency)} ({loses}) {_scale(found)}."
    return f"Over the better of the two no gain is shown: {gain} ({interval}) {_scale(found)}. These rows cannot tell it from chance."


def case_in_words(found: Case) -> str:
    """The business case in three sentences."""
    case, currency = found.case, found.case.currency
    years = len(case.cash_flows) - 1
    over = f"Over {years} years the project is worth {money(case.npv, currency)} today (net present value at {percent(case.discount_rate)} a year)."
    ends = f"With the low end of the benefit and every cost at its highest it is {money(case.npv_low, currency)}, with the high end and the lowest costs {money(case.npv_high, currency)}: ends, not odds."
    back = (
        "It does not pay back in that time."
        if case.payback is None
        else f"It pays back after {in_years(case.payback)}."
    )
    benefit = f"Benefit over today: {money(found.benefit, currency)} a year ({money_range(found.benefit_low, found.benefit_high, currency)}, sampling error only)."
    return "\n\n".join([f"{over} {back}{_returned(found)}", ends, benefit])


def _returned(found: Case) -> str:
    """What comes back of what is spent; of a hundred, since of one the cents would be lost."""
    case = found.case
    if case.roi is None:
        return ""
    if case.roi < -1:
        return " Nothing of what is spent comes back: what it brings is itself a loss."
    hundred, back = money(100, case.currency), money(100 * (1 + case.roi), case.currency)
    return f" For every {hundred} spent {back} come back, in today's money."


def in_years(period: float) -> str:
    """A payback period: a month, 5 months, 2.3 years."""
    if period <= 0:
        return "no time: nothing is ever owed"
    if period < 1:
        months = max(1, round(12 * period))
        return "a month" if months == 1 else f"{months} months"
    return f"{period:.1f} years"


def assumption_table(lines: tuple[Assumption, ...]) -> TableView:
    """Every assumption with its owner; a missing one is said."""
    columns = (
        TableColumn("name", "Assumption"),
        TableColumn("value", "Value"),
        TableColumn("owner", "Owner"),
        TableColumn("source", "Source"),
    )
    rows = tuple(
        {"name": one.name, "value": one.value, "owner": one.owner or "nobody yet", "source": one.source or "not said"}
        for one in lines
    )
    return TableView("What carries the case", columns, rows)


def assumptions_in_words(lines: tuple[Assumption, ...]) -> str:
    """How many assumptions have an owner."""
    owned = sum(bool(one.owner.strip()) for one in lines)
    return f"{owned} of {len(lines)} assumptions {'has' if owned == 1 else 'have'} an owner."
