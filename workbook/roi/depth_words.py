"""What lies behind the first view, in sentences and tables."""

from __future__ import annotations

import math

from workbook.outcomes.amounts_in_words import count, money, money_range, percent
from workbook.roi.breaking_even import BreakEven
from workbook.roi.capacity import Capacity
from workbook.roi.decision_curve import DecisionCurve
from workbook.roi.meaning import Meaning
from workbook.roi.realised import Realised
from workbook.roi.simulating import Simulation
from workbook.roi.stories import Stories
from workbook.roi.value import threshold_in_words
from workbook.roi.words import in_years
from workbook.ui.live import TableColumn, TableView

ASK = {
    "share of positives": "How common are positives in real life?",
    "recall": "What share of the positives does it find?",
    "precision": "Of those it selects, what share are positive?",
    "false alarms": "What share of the negatives does it select by mistake?",
    "selected": "What share of all cases does it select?",
}


def break_even_table(found: BreakEven) -> TableView:
    """What the model is measured against."""
    columns = (TableColumn("name", "What would be done"), TableColumn("value", "Money"), TableColumn("range", "95 %"))
    rows = tuple(
        {
            "name": one.name,
            "value": money(one.value, found.currency),
            "range": "" if one.low is None or one.high is None else money_range(one.low, one.high, found.currency),
        }
        for one in found.rivals
    )
    return TableView("Measured against", columns, rows)


def break_even_in_words(found: BreakEven) -> str:
    """Below which quality the project loses."""
    lines = []
    for name, now, needed in (
        ("recall", found.recall, found.needed_recall),
        ("precision", found.precision, found.needed_precision),
    ):
        if needed is None:
            lines.append(f"No {name} from 0 % to 100 % is the turning point: {name} alone decides nothing here.")
        else:
            side = "Below" if now >= needed else "As long as it stays below"
            lines.append(f"{side} {percent(needed)} {name} this loses money; it is {percent(now)}.")
    if found.pays_from is not None:
        lines.append(
            f"By the mean worths, selecting pays for a case from a probability of {percent(found.pays_from)} that it is positive (Elkan 2001); that needs an honest probability as score."
        )
    held = "Held still: the false positive rate for recall, the number selected for precision; the mean worth of each outcome, and everybody selected is served."
    covered = f", with {money(found.cost, found.currency)} of costs a year to be covered" if found.cost else ""
    cost = f"Counted against {found.reference}{covered}."
    return "\n\n".join([" ".join(lines), f"{cost} {held}"])


def decision_curve_in_words(found: DecisionCurve) -> str:
    """How to read it, and where the score is not worth having."""
    finding = (
        "Nowhere is treating all alike worth more than the score."
        if not found.below
        else f"At {found.below} of {len(found.thresholds)} thresholds treating all alike is worth more than the score."
    )
    return f"{finding} {count(found.rows)} rows. The ribbon is the 95 % interval of each single threshold; it needs scores that are honest probabilities."


def capacity_in_words(found: Capacity) -> str:
    """What the limit changes."""
    best, free = found.best, found.best_unlimited
    a_day, served = float(found.selected_a_day[best]), float(found.served[best])
    lines = [
        f"With {count(found.a_day)} a day the best threshold on the rows that choose is {threshold_in_words(float(found.thresholds[best]))}, worth {money(float(found.total[best]), found.currency)} a year ({money_range(float(found.low[best]), float(found.high[best]), found.currency)}, sampling error only).",
        f"There {count(a_day)} are selected a day and {percent(served)} of them are served."
        if a_day
        else "There nobody is selected.",
    ]
    if best != free:
        lines.append(
            f"Without a limit it would be {threshold_in_words(float(found.thresholds[free]))}, worth {money(float(found.unlimited[free]), found.currency)}; under the limit that threshold brings {money(float(found.total[free]), found.currency)}."
        )
    lines.append("Cases are served as they come, not the highest scores first.")
    return " ".join(lines)


def meaning_in_words(found: Meaning) -> str:
    """What the claim leaves open, and which number to ask for."""
    low, high = found.money
    share = (
        percent(found.share[0])
        if found.share[0] == found.share[1]
        else f"{percent(found.share[0])} to {percent(found.share[1])}"
    )
    seen = "" if found.promised else f"Nothing was promised yet, so this is the {found.claim} of these rows. "
    lines = [
        f"{seen}{found.claim.capitalize() if found.claim != 'F1' else 'F1'} {percent(found.value)} with {share} positives can bring anything from {money(low, found.currency)} to {money(high, found.currency)} a year: {_cases(found.found)} positives found, {_cases(found.missed)} missed, {_cases(found.falsely_selected)} selected by mistake."
    ]
    if found.hours is not None:
        lines.append(f"The work on the selected: {_cases(found.hours)} hours a year.")
    if found.claim == "accuracy":
        lines.append(f"Never selecting anybody has an accuracy of {percent(found.never_selecting)}.")
    if found.ask is not None:
        left = found.remaining[found.ask]
        lines.append(
            f"Ask next: “{ASK[found.ask]}” It leaves {money(left, found.currency)} of {money(high - low, found.currency)} open, on average."
        )
    else:
        lines.append("These numbers leave nothing open: there is one table of right and wrong that has them all.")
    return " ".join(lines)


def _cases(ends: tuple[float, float]) -> str:
    low, high = (count(one) for one in ends)
    return low if low == high else f"{low} to {high}"


def simulation_in_words(found: Simulation) -> str:
    """Chances, the worst tenth, and the distributions in one breath."""
    low, middle, high = found.between(found.npv)
    draws, chance = count(len(found.npv)), found.chance_of_loss
    losing = (
        f"In {percent(chance)} of {draws} draws the project loses money."
        if chance
        else f"In none of {draws} draws the project loses money."
    )
    lines = [
        f"{losing} Nine draws in ten lie from {money_range(low, high, found.currency)}; half lie above {money(middle, found.currency)}.",
        f"The worst tenth of draws averages {money(found.worst_tenth, found.currency)}.",
        " ".join(one for one in (_rate(found), _back(found)) if one),
        "Drawn independently of each other: what goes wrong together in life goes wrong more often than here.",
    ]
    return "\n\n".join(lines)


def simulation_table(found: Simulation) -> TableView:
    """Each measure with the ends that hold nine draws in ten."""
    columns = (TableColumn("name", "Measure"), *(TableColumn(key, title) for key, title in (("low", "5 %"), ("middle", "Half"), ("high", "95 %"))))  # fmt: skip
    rows = []
    for name, values, write in (
        ("Net present value", found.npv, lambda value: money(value, found.currency)),
        ("Internal rate of return a year", found.irr, percent),
        ("Return on what is spent", found.roi, percent),
        ("Payback", found.payback, _years),
        ("Discounted payback", found.discounted_payback, _years),
    ):
        low, middle, high = found.between(values)
        rows.append({"name": name, "low": write(low), "middle": write(middle), "high": write(high)})
    for year, (low, middle, high) in enumerate(found.flows.T):
        cells = {
            key: money(float(value), found.currency)
            for key, value in zip(("low", "middle", "high"), (low, middle, high), strict=True)
        }
        rows.append({"name": "Cash flow now" if year == 0 else f"Cash flow of year {year}", **cells})
    return TableView("What the draws say", columns, tuple(rows))


def _rate(found: Simulation) -> str:
    undefined = float((found.irr != found.irr).mean())
    without = f"{percent(undefined)} of draws have no single internal rate of return." if undefined else ""
    return without


def _back(found: Simulation) -> str:
    never = float((found.payback == math.inf).mean())
    _, middle, _ = found.between(found.payback)
    if never == 1:
        return "No draw pays back within these years."
    lasting = f"{percent(never)} of draws do not pay back within these years" if never else "Every draw pays back"
    return f"{lasting}; half pay back within {_years(middle)}." if never < 0.5 else f"{lasting}."


def _years(period: float) -> str:
    return "–" if period != period else "never" if period == math.inf else in_years(period)


def knowing_in_words(found: Simulation) -> str:
    """What to measure first."""
    worth = sorted((one for one in found.influences if one.worth_knowing > 0), key=lambda one: -one.worth_knowing)
    if not worth:
        return "Knowing any single number better would not change whether to go ahead, under your ranges."
    first = worth[0]
    who = f" (owner: {first.owner})" if first.owner.strip() else ""
    return (
        f"Look into “{first.name}” first{who}: knowing it is worth {money(first.worth_knowing, found.currency)} under your ranges. "
        f"Knowing everything would be worth {money(found.worth_knowing_all, found.currency)}; paying more than that for a study is a loss."
    )


def knowing_table(found: Simulation) -> TableView:
    """What each number moves, and what knowing it is worth."""
    columns = (TableColumn("name", "Uncertain number"), TableColumn("low", "Result if it is low"), TableColumn("high", "Result if it is high"), TableColumn("knowing", "Knowing it is worth"), TableColumn("owner", "Owner"))  # fmt: skip
    rows = tuple(
        {
            "name": one.name, "low": money(one.low, found.currency), "high": money(one.high, found.currency),
            "knowing": money(one.worth_knowing, found.currency) if one.worth_knowing else "nothing that can be seen",
            "owner": one.owner or ("no one: more rows" if one.name.startswith("What these rows") else "nobody yet"),
        }
        for one in found.influences
    )  # fmt: skip
    return TableView("What to find out first", columns, rows)


def stories_in_words(found: Stories) -> str:
    """Each story's end, and what waiting costs."""
    told = "\n\n".join(f"{one.name}: {money(one.npv, found.currency)}." for one in found.stories)
    pairs = zip(found.months, found.cost_of_delay, strict=True)
    costs = ", ".join(f"{count(months)} months {money(lost, found.currency)}" for months, lost in pairs if months)
    return f"{told}\n\nWaiting costs, with the same last day: {costs}. A minus means that waiting saves money."


def months_in_words(found: Realised) -> str:
    """How much of the plan arrived, and whether it can be known."""
    lines = [f"{percent(found.share)} of the planned benefit arrived in {len(found.months)} months."]
    if found.baseline_before is None:
        lines.append(
            "Nobody has said when the old process was measured: without that, nobody can say what the new one changed."
        )
    elif not found.baseline_before:
        lines.append(
            "The old process was measured after the launch: what is called a benefit here may be anything that changed in the meantime."
        )
    side, currency = "above" if found.ahead >= 0 else "below", found.currency
    ends = (found.ahead_low, found.ahead_high) if found.ahead >= 0 else (-found.ahead_high, -found.ahead_low)
    apart = (
        f"On average a month lies {money(abs(found.ahead), currency)} {side} the plan ({money_range(*ends, currency)})"
    )
    if len(found.months) < 2:
        lines.append("One month says nothing about the next.")
    elif found.ahead_low <= 0 <= found.ahead_high:
        lines.append(f"{apart}: these months cannot tell it from the plan.")
    else:
        lines.append(f"{apart}, more than months vary by chance.")
    return " ".join(lines)
