"""The business case under uncertainty in sentences and tables."""

from __future__ import annotations

import math

from workbook.outcomes.amounts_in_words import count, money, money_range, percent
from workbook.roi.uncertainty.scenarios import Scenarios
from workbook.roi.uncertainty.simulating import Simulation, Swing
from workbook.roi.words import in_years
from workbook.ui.live import TableColumn, TableView


def simulation_in_words(found: Simulation) -> str:
    """What to expect, how it can end, what it depends on and what is worth finding out."""
    lines = [title(found) + ".", _ends(found), _back(found), _luck(found)]
    return "\n\n".join(line for line in [*lines, knowing(found)] if line)


def title(found: Simulation) -> str:
    """The finding of the picture."""
    if found.low == found.high:
        return f"Nothing here varies: the project is worth {money(found.likely, found.currency)} today"
    worth = f"worth {money(found.mean, found.currency)} today on average"
    return f"Over {found.years} years the project is {worth}, and it {_chance(found.loss)}"


def _chance(loss: float) -> str:
    if loss < 0.005:
        return "loses money in fewer than 1 of 100 draws"
    if loss > 0.995:
        return "loses money in nearly every draw"
    return f"loses money in {round(100 * loss)} of 100 draws"


def _ends(found: Simulation) -> str:
    if found.low == found.high:
        return "Enter what could be low, likely and high, or how far off a worth could be, to see what depends on it."
    return (
        f"In eight draws of ten it lies from {money_range(found.low, found.high, found.currency)}; the worst tenth "
        f"is worth {money(found.worst_tenth, found.currency)} on average. With every number at its likely value it is "
        f"{money(found.likely, found.currency)}."
    )


def _back(found: Simulation) -> str:
    late = (
        ""
        if found.never < 0.005
        else f" In {round(100 * found.never)} of 100 draws it never does within {found.years} years."
    )
    low, middle, high = found.payback
    if math.isnan(middle):
        return f"In most draws it does not pay back within {found.years} years."
    until = in_years(high) if not math.isnan(high) else "not at all"
    between = f" (in eight of ten between {in_years(low)} and {until})" if in_years(low) != until else ""
    return f"It pays back after {in_years(middle)}{between}.{late}"


def _luck(found: Simulation) -> str:
    low, middle, high = found.returned
    if math.isnan(middle):
        return ""
    sentence = (
        f"Every {money(1, found.currency)} spent brings {money(1 + middle, found.currency)} back in today's money"
    )
    if low == high:
        return sentence + "."
    return f"{sentence} ({money_range(1 + low, 1 + high, found.currency)} in eight draws of ten)."


def knowing(found: Simulation) -> str:
    """Which number to find out first, and what that is worth."""
    best = max(found.swings, key=lambda one: one.worth_knowing, default=None)
    if best is None:
        return ""
    weightiest = found.swings[0].spread.name
    if best.worth_knowing < 0.001 * max(abs(found.mean), 1.0):
        return (
            f"Most depends on “{weightiest}”. No single number is worth measuring first for this decision: whatever it "
            "turned out to be within your ranges, you would decide the same."
        )
    whose = f" ({best.spread.owner} stands for it)" if best.spread.owner else " (nobody stands for it yet)"
    return (
        f"Find out “{best.spread.name}” first{whose}: knowing it before you decide is worth up to "
        f"{money(best.worth_knowing, found.currency)} under your ranges. Knowing everything would be worth "
        f"{money(found.knowing_all, found.currency)}."
    )


def knowing_table(found: Simulation) -> TableView:
    """Every number that varies: its range, what it moves, what knowing it is worth, and who stands for it."""
    columns = (
        TableColumn("name", "What varies"),
        TableColumn("range", "Between"),
        TableColumn("from_", "Value at its low end", "money", found.currency),
        TableColumn("to", "Value at its high end", "money", found.currency),
        TableColumn("knowing", "Worth knowing", "money", found.currency),
        TableColumn("owner", "Owner"),
    )
    rows = tuple(
        {
            "name": one.spread.name,
            "range": range_in_words(one, found.currency),
            "from_": one.at_low,
            "to": one.at_high,
            "knowing": one.worth_knowing,
            "owner": one.spread.owner or ("–" if one.spread.kind == "sampling" else "nobody yet"),
        }
        for one in found.swings
    )
    return TableView("Net present value, one number at a time", columns, rows)


def range_in_words(one: Swing, currency: str) -> str:
    """The range of a number in its own unit."""
    spread = one.spread
    if spread.kind == "sampling":
        return f"{money(spread.low, currency)} to +{money(spread.high, currency)} a year"
    if spread.kind in ("volume", "worth"):
        return f"{percent(spread.low)} to {percent(spread.high)} of what was entered"
    if spread.kind == "first year":
        return f"{percent(spread.low)} to {percent(spread.high)}"
    return money_range(spread.low, spread.high, currency) + (" a year" if spread.kind == "yearly" else "")


def scenario_table(found: Scenarios) -> TableView:
    """Whole cases side by side."""
    columns = (
        TableColumn("name", "Scenario"),
        TableColumn("what", "With"),
        TableColumn("npv", "Net present value", "money", found.currency),
        TableColumn("payback", "Pays back after"),
        TableColumn("rate", "Rate of return a year"),
        TableColumn("roi", "Return on what is spent"),
    )
    rows = tuple(
        {
            "name": one.name,
            "what": one.what,
            "npv": one.case.npv,
            "payback": "not in these years" if one.case.payback is None else in_years(one.case.payback),
            "rate": rate_in_words(one.case.irr),
            "roi": "–" if one.case.roi is None else percent(one.case.roi),
        }
        for one in found.all
    )
    return TableView("Scenarios", columns, rows)


def rate_in_words(rate: float | tuple[float, ...] | None) -> str:
    """An internal rate of return; all of them where there are several."""
    if rate is None:
        return "none"
    if isinstance(rate, tuple):
        return " and ".join(percent(one) for one in rate)
    return percent(rate) if rate < 10 else f"{count(100 * rate)} %"


def delay_in_words(found: Scenarios) -> str:
    """What waiting costs."""
    if found.month_of_delay <= 0:
        return "Waiting costs nothing by these numbers: a month of benefit is worth less than a month of running costs."
    return (
        f"Each month later costs {money(found.month_of_delay, found.currency)} in today's money, if the end stays where "
        "it is: a month of full benefit, less a month of running costs."
    )
