"""The comparison in sentences: which is best, whether the rows can tell it from the next, and against what."""

from __future__ import annotations

from typing import Any

from workbook.modelling.candidates.result import Against, Comparison, verdict
from workbook.models.changes import Interval
from workbook.models.findings import KEY, Finding, Outcome
from workbook.outcomes.amounts_in_words import count, money, money_range, named, points, points_range
from workbook.project.results import to_kept

BEST = {"money": "is worth most", "ranking": "ranks best", "errors": "errs least"}
TEST = "Beside plain rivals"
PLAIN = ("today", "naive")


def finding(found: Comparison) -> str:
    """Whether these rows show the reference to be better than the others, or another one to be better."""
    reference, level = found.named(found.reference), found.level
    if reference not in level:
        return f"“{found.best.title}” is shown to be better than “{reference.title}”"
    others = [one for one in level if one is not reference]
    plain = [one for one in others if one.kind in PLAIN]
    if plain:
        return f"“{reference.title}” is not shown to be better than “{plain[0].title}”"
    if not others:
        return f"“{reference.title}” {BEST[found.measure]}: these rows tell it from all others"
    readable = [one for one in others if one.readable]
    if len(others) == 1:
        return f"“{reference.title}” is level with “{others[0].title}”" + (
            ", which everybody can read" if readable else ""
        )
    more = f"; “{readable[0].title}” among them can be read by everybody" if readable else ""
    return f"“{reference.title}” is level with {len(others)} others{more}"


def comparison_in_words(found: Comparison) -> str:
    """What was found, against what, and what the intervals hold for."""
    lines = [f"{finding(found)}.", _reference(found), _level(found), _naive(found), _best(found), _threshold(found)]
    lines += [_today(found), _reading(found), *_cautions(found), *found.notes]
    return "\n\n".join(line for line in lines if line)


def _reference(found: Comparison) -> str:
    """How the reference did."""
    one, told = found.named(found.reference), []
    if one.money is not None:
        told.append(f"is worth {money_in_words(one.money, found)}")
    if one.errors is not None:
        value, low, high = one.errors
        told.append(f"decides {100 * value:.0f} in 100 against what happened ({100 * low:.0f} to {100 * high:.0f})")
    if one.ranking is not None:
        told.append(f"ranks {pairs_in_words(one.ranking)} of 100 pairs rightly")
    if not told:
        return f"“{one.title}” selects too few, or all but too few, for its numbers to be told."
    first = ", ".join(told[:-1])
    return f"“{one.title}” {f'{first} and ' if first else ''}{told[-1]}."


def _level(found: Comparison) -> str:
    """Those that cannot be told apart, and what one may choose by."""
    if len(found.level) == 1:
        return ""
    names = named([one.title for one in found.level], most=9)
    told = f"These rows cannot tell which of these {BEST[found.measure]}: {names}."
    return f"{told} Choose among them by what is easy to read, to run and to defend."


def _naive(found: Comparison) -> str:
    """The reference against the naive baseline and today's process."""
    return " ".join(
        f"Against “{one.title}”: {apart_in_words(turned(one.over_reference), found)}."
        for one in found.rivals
        if one.kind in PLAIN and one.over_reference is not None
    )


def _best(found: Comparison) -> str:
    """The best one on the rows that choose against the reference."""
    best = found.best
    if best.over_reference is None or best.kind in PLAIN:
        return ""
    return (
        f"“{best.title}” was best on the rows that choose. Against “{found.named(found.reference).title}”: "
        f"{apart_in_words(best.over_reference, found)}."
    )


def turned(against: Against) -> Against:
    """The same difference seen from the other side."""
    ranking, brier, errors, money_apart = (
        None if one is None else (-one[0], -one[2], -one[1])
        for one in (against.ranking, against.brier, against.errors, against.money)
    )
    return Against(ranking, brier, errors, money_apart, against.changed)


def money_in_words(value: Interval, found: Comparison) -> str:
    """€1.1m a year (€920k to €1.3m)."""
    when = " a year" if found.per_year else f" on {count(found.judged)} rows"
    return f"{money(value[0], found.currency)}{when} ({money_range(value[1], value[2], found.currency)})"


def pairs_in_words(value: Interval) -> str:
    """83.5 (82.2 to 84.8)."""
    return f"{100 * value[0]:.1f} ({100 * value[1]:.1f} to {100 * value[2]:.1f})"


def apart_in_words(against: Against, found: Comparison) -> str:
    """How far one is from another: money, errors and ranking, each with its interval and what it says."""
    told = []
    if against.changed is None:
        told.append("both decide alike, but for fewer than 10")
    if against.money is not None:
        value, low, high = against.money
        when = " a year" if found.per_year else ""
        told.append(
            f"{money(abs(value), found.currency)}{when} {'more' if value >= 0 else 'less'} "
            f"({money_range(low, high, found.currency)}){_open(against.money)}"
        )
    if against.errors is not None:
        value, low, high = against.errors
        way = "fewer" if value <= 0 else "more"
        ends = points_range(-high, -low) if value <= 0 else points_range(low, high)
        told.append(f"{points(abs(value))} {way} decided against what happened ({ends}){_open(against.errors)}")
    if against.ranking is not None:
        value, low, high = against.ranking
        way = "better" if value >= 0 else "worse"
        ends = points_range(low, high) if value >= 0 else points_range(-high, -low)
        told.append(f"ranking {points(abs(value))} {way} ({ends}){_open(against.ranking)}")
    return "; ".join(told)


def _open(apart: Interval) -> str:
    return ", interval includes 0" if verdict(apart) == "cannot tell" else ""


def _threshold(found: Comparison) -> str:
    """What moving the threshold is worth beside what another model is worth."""
    declared, column = ([one for one in found.rivals if one.kind == kind] for kind in ("as declared", "score column"))
    if not (declared and column) or found.reference != column[0].name or declared[0].over_reference is None:
        return ""
    apart = declared[0].over_reference.money
    if apart is None or verdict(apart) == "cannot tell":
        return ""
    value, low, high = apart
    when = " a year" if found.per_year else ""
    models = [one.over_reference for one in found.rivals if one.kind in ("recipe", "in use") and one.over_reference]
    most = models and all(one.money is None or abs(one.money[0]) < abs(value) for one in models)
    return (
        f"The same score at the threshold as declared is worth {money(abs(value), found.currency)}{when} "
        f"{'less' if value < 0 else 'more'} than at the one chosen here ({money_range(low, high, found.currency)})."
        f"{' Moving the threshold changes more than any other model does.' if most else ''}"
    )


def _today(found: Comparison) -> str:
    one = found.named(found.reference)
    if found.today_value is None or one.money is None:
        return ""
    value, low, high = (end - found.today_value for end in one.money)
    return (
        f"Today's process is worth {money(found.today_value, found.currency)} a year, as somebody entered; “{one.title}” is "
        f"worth {money(abs(value), found.currency)} {'more' if value >= 0 else 'less'} "
        f"({money_range(low, high, found.currency)}; only the model's part is uncertain here)."
    )


def _reading(found: Comparison) -> str:
    chosen = "money" if found.measure == "money" else "the share that is selected today"
    return (
        f"Every threshold was chosen by {chosen} on half of the rows; the {count(found.judged)} others judge it. Recipes "
        "score no row that they learned from. Differences are counted in pairs, and their intervals hold for all "
        f"{len(found.rivals) - 1} comparisons at once (95 %, sampling of the judged rows only; how much hangs on the luck "
        "of training stands under “Another seed”)."
    )


def _cautions(found: Comparison) -> list[str]:
    told = []
    if found.drawn_from:
        wider = (found.drawn_from / found.of) ** 0.5
        told.append(
            f"{count(found.of)} rows were drawn at random from {count(found.drawn_from)}: the intervals are about "
            f"{wider:.1f} times as wide as all rows would make them."
        )
    if found.rows < found.of:
        told.append(f"{count(found.rows)} of {count(found.of)} rows count: those with an outcome that all can score.")
    column = [one for one in found.rivals if one.kind == "score column"]
    if column and found.trained_on_these_rows:
        told.append("The score column comes from a model that has seen these rows: its numbers are flattered.")
    return told


def findings(found: Comparison) -> tuple[Finding, ...]:
    """What the decision table reads: whether a plainer way, or another one, is shown to be better."""
    reference, best = found.named(found.reference), found.best
    lost = None
    if reference not in found.level:
        outcome: Outcome = "failed"
        gain = best.over_reference.money if best.over_reference else None
        lost = None if gain is None else (-gain[0], -gain[2], -gain[1])
    else:
        plain = any(one.kind in PLAIN for one in found.level if one is not reference)
        outcome = "cannot tell" if plain else "held"
    return (Finding(TEST, outcome, f"{finding(found)}.", lost),)


def kept(found: Comparison) -> dict[str, Any]:
    """What the evidence keeps."""
    return {**to_kept(found), KEY: [to_kept(one) for one in findings(found)]}
