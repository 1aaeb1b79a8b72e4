"""Quality figures in people and money."""

from __future__ import annotations

import math

from workbook.outcomes import Wording
from workbook.outcomes.amounts_in_words import count, money, percent
from workbook.roi.quality.breaking_even import BreakEven
from workbook.roi.quality.claiming import Meaning, Rates
from workbook.roi.quality.deciding import DecisionCurve
from workbook.roi.quality.stakes import Stakes
from workbook.ui.live import TableColumn, TableView


def scale(stakes: Stakes) -> str:
    """Over what money is counted."""
    return "a year" if stakes.per_year else f"on {count(stakes.volume)} cases"


def meaning_in_words(found: Meaning, wording: Wording) -> str:
    """What the figure says, what it leaves open, and what to ask for."""
    claim, stakes = found.claim, found.stakes
    figure = f"{percent(claim.value)} {claim.measure}"
    low, high = money(found.low, stakes.currency), money(found.high, stakes.currency)
    if found.settled:
        lines = [f"“{figure}” with {percent(found.best[0])} recall is worth {low} {scale(stakes)} here."]
    else:
        lines = [f"“{figure}” can be worth anything from {low} to {high} {scale(stakes)} here."]
    lines += [_idle(found, wording), _against(found), _next(found, wording)]
    lines.append(
        "With what each outcome is worth on average; nothing here looks at your model, only at what the figure allows."
    )
    return "\n\n".join(line for line in lines if line)


def _idle(found: Meaning, wording: Wording) -> str:
    if found.claim.measure != "accuracy":
        return ""
    more = found.stakes.base_rate >= 0.5
    what = wording.selected_means if more else wording.not_selected_means
    compared = "more than that" if found.claim.value > found.idle else "no more than that"
    return f"A rule that says “{what}” to everybody is {percent(found.idle)} accurate without looking; the claim is {compared}."


def _against(found: Meaning) -> str:
    alike, currency = max(found.stakes.alike), found.stakes.currency
    if found.low >= alike:
        return f"It is worth at least what treating everybody alike is ({money(alike, currency)})."
    if found.high <= alike:
        return f"No model with this figure beats treating everybody alike ({money(alike, currency)})."
    return f"Treating everybody alike is worth {money(alike, currency)}: the figure does not say whether the model beats it."


def _next(found: Meaning, wording: Wording) -> str:
    if found.settled:
        return ""
    if found.claim.recall is None:
        return f"Ask for one more number: of those {wording.who_are_positive}, what share does the model select (its recall)?"
    return "Ask for one more number: of those without the event, what share does the model select at that threshold?"


def meaning_table(found: Meaning, wording: Wording) -> TableView:
    """The two ends in people and money."""
    columns = (
        TableColumn("what", "A model with this figure"),
        TableColumn("right", f"{_event(wording)}, {wording.selected_means}", "count"),
        TableColumn("missed", f"{_event(wording)}, {wording.not_selected_means}", "count"),
        TableColumn("wrong", f"Without that, {wording.selected_means}", "count"),
        TableColumn("money", f"Money {scale(found.stakes)}", "money", found.stakes.currency),
    )
    ends = [("that is worth least", found.worst, found.low), ("that is worth most", found.best, found.high)]
    rows = tuple(
        _people(found.stakes, name, rates, value) for name, rates, value in (ends[:1] if found.settled else ends)
    )
    return TableView("What the figure allows", columns, rows)


def _event(wording: Wording) -> str:
    return wording.positive_means[:1].upper() + wording.positive_means[1:]


def _people(stakes: Stakes, name: str, rates: Rates, value: float) -> dict[str, object]:
    positives = stakes.volume * stakes.base_rate
    return {
        "what": name,
        "right": positives * rates[0],
        "missed": positives * (1 - rates[0]),
        "wrong": stakes.volume * (1 - stakes.base_rate) * rates[1],
        "money": value,
    }


def break_even_in_words(found: BreakEven, wording: Wording) -> str:
    """From which quality on the model pays."""
    alike = f"what treating everybody alike is ({money(found.reference, found.stakes.currency)} {scale(found.stakes)})"
    who, chosen = wording.who_are_positive, wording.selected_means
    if found.recall_needed is None:
        first = f"Even if all {who} were {chosen}, it would be worth less than {alike}: too many others are {chosen} with them."
    elif found.recall_needed == 0:
        first = f"Whatever its recall, it is worth more than {alike}."
    else:
        first = f"Below {percent(found.recall_needed)} recall it is worth less than {alike}; it has {percent(found.recall)}."
    allowed = found.false_positive_rate_allowed
    if allowed is None:
        second = "With this recall no false positive rate is low enough."
    elif allowed >= 1:
        second = "With this recall any false positive rate would do."
    else:
        second = (
            f"With this recall up to {percent(allowed)} of those {wording.who_are_negative} may be {chosen}; "
            f"it is {percent(found.false_positive_rate)}."
        )
    precise = "" if math.isnan(found.precision) else f" Its precision is {percent(found.precision)}."
    return f"{first}\n\n{second}{precise}\n\nWith mean worths, one rate at a time; the flat top above uses each row's own amount."


def decision_in_words(found: DecisionCurve) -> str:
    """Where the model helps, whatever the worths are."""
    if found.useful is None:
        return "At no threshold does the model beat both selecting everybody and selecting nobody."
    low, high = found.useful
    own = (
        f" Your worths imply a threshold probability of {found.own:.2g}."
        if found.own is not None and 0 < found.own < 1
        else ""
    )
    return f"The model beats selecting everybody and selecting nobody for threshold probabilities from {low:.2g} to {high:.2g}.{own}"
