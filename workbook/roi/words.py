"""Money in sentences that the whole team can read and check."""

from __future__ import annotations

from workbook.outcomes.amounts_in_words import count, money, money_range, percent
from workbook.roi.payoffs import Assumption
from workbook.roi.standing import Case, Standing
from workbook.ui.live import TableColumn, TableView


def _scale(found: Standing) -> str:
    return "a year" if found.curve.per_year else f"on the {count(found.curve.rows)} rows it was valued on"


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
    stretch = f"From {start:.3g} to {end:.3g} these rows cannot tell the money apart"
    return (
        f"{stretch}, but between its ends {count(more)} {found.wording.units} {who} come to be {what}"
        if more
        else stretch
    )


def wronged_along_plateau(found: Standing) -> int:
    """How many more are wronged at one end of the plateau than at the other."""
    so_far = found.harmed.so_far.sum(axis=0)
    return abs(int(so_far[found.curve.plateau_high]) - int(so_far[found.curve.plateau_low]))


def value_in_words(found: Standing) -> str:
    """Value at the threshold in force, what it is compared with, and what to make of it."""
    curve, wording = found.curve, found.wording
    lines = []
    if found.value is not None and found.value_low is not None and found.value_high is not None:
        gained = "gain" if found.value >= 0 else "lose"
        interval = money_range(found.value_low, found.value_high, curve.currency)
        lines.append(
            f"At {found.threshold:.3g} you {gained} {money(abs(found.value), curve.currency)} {_scale(found)} "
            f"({interval}, sampling error only; your assumptions unchanged)."
        )
        lines.append(_wronged(found))
    best = f"The best threshold on the half that chooses is {curve.best_threshold:.3g}; on the other half it is worth {money(float(curve.total[curve.best]), curve.currency)}."
    every = f"Everybody {wording.selected_means}: {money(curve.treat_all, curve.currency)}. Everybody {wording.not_selected_means}: {money(curve.treat_none, curve.currency)}."
    lines += [f"{best if curve.held_out else _not_held_out(found)} {every}", _claim(found)]
    if found.unowned:
        lines.append(
            f"{len(found.unowned)} assumptions have no owner: {', '.join(found.unowned[:4])}{' …' if len(found.unowned) > 4 else ''}."
        )
    if wording.label_is == "past decision":
        lines.append(
            "The label is a past decision, not an outcome: this is money as that decision would have it, not money that was repaid or lost."
        )
    if found.missing_amounts:
        lines.append(
            f"{count(found.missing_amounts)} rows have no amount: they count as zero, so the truth lies further from zero."
        )
    return "\n\n".join(line for line in lines if line)


def _not_held_out(found: Standing) -> str:
    return f"The best threshold, {found.curve.best_threshold:.3g}, was chosen on the rows that value it: its value is flattered, and no gain is claimed."


def _wronged(found: Standing) -> str:
    if found.place is None:
        return ""
    wording, so_far = found.wording, found.harmed.so_far
    watched, others = (int(one) for one in so_far[:, found.place])
    who = wording.who_are_positive if wording.favourable else wording.who_are_negative
    what = wording.not_selected_means if wording.favourable else wording.selected_means
    part = f", {count(watched)} of them {found.harmed.names[0]}" if others else ""
    sentence = f"{count(watched + others)} {wording.units} {who} are {what}{part}."
    best = int(so_far[:, found.curve.best].sum())
    more = watched + others - best
    inside = found.curve.plateau_low <= found.place <= found.curve.plateau_high
    if inside and more > 0:
        sentence += f" That is {count(more)} more than at {found.curve.best_threshold:.3g}, for money that these rows cannot see."
    if inside and more < 0:
        sentence += f" That is {count(-more)} fewer than at {found.curve.best_threshold:.3g}, and these rows cannot see what it costs."
    return sentence


def _claim(found: Standing) -> str:
    curve = found.curve
    interval = money_range(curve.gain_low, curve.gain_high, curve.currency)
    if curve.claimed:
        return f"Over the better of the two it gains {money(curve.gain, curve.currency)} ({interval}) {_scale(found)}, on rows that did not choose it."
    return f"Over the better of the two no gain is shown: {money(curve.gain, curve.currency)} ({interval}). These rows cannot tell it from chance."


def case_in_words(found: Case) -> str:
    """The business case in three sentences."""
    case, currency = found.case, found.case.currency
    years = len(case.cash_flows) - 1
    over = f"Over {years} years the project is worth {money(case.npv, currency)} today (net present value at {percent(case.discount_rate)} a year)."
    ends = f"With every value at its worst it is {money(case.npv_low, currency)}, at its best {money(case.npv_high, currency)}: the ends of what you entered, not odds."
    back = (
        "It does not pay back in that time."
        if case.payback is None
        else f"It pays back after {case.payback:.1f} years."
    )
    returned = (
        ""
        if case.roi is None
        else f" Every {money(1, currency)} spent brings {money(1 + case.roi, currency)} back, in today's money."
    )
    benefit = f"Benefit over today: {money(found.benefit, currency)} a year ({money_range(found.benefit_low, found.benefit_high, currency)}, sampling error only)."
    return "\n\n".join([f"{over} {back}{returned}", ends, benefit])


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
    return f"{owned} of {len(lines)} assumptions have an owner."
