"""Calibration in sentences: whether the score means what it says, what mends it, and what that is worth."""

from __future__ import annotations

from typing import Any

from workbook.modelling.doubts.calibration.judging import Calibration, Moved, Standing
from workbook.models.findings import KEY, Finding, Outcome
from workbook.outcomes.amounts_in_words import count, money, money_range, percent, points, points_range
from workbook.project.results import to_kept

TEST = "A 70 % is a 70 %"


def finding(found: Calibration) -> str:
    """Whether the score means what it says."""
    if found.before is None:
        return f"“{found.title}” is no chance: it promises nothing that could be held against what happened"
    off = points(found.before.error[0])
    if not found.before.off:
        return f"“{found.title}” means what it says: {off} off on average, no more than chance would make it"
    side = _side(found.before)
    return f"“{found.title}” does not mean what it says: {off} off on average{side}"


def _side(one: Standing) -> str:
    """On which side it is off, where all bands agree."""
    apart = [(band.share[0] - band.score) * band.rows for band in one.bands]
    total, all_of = sum(apart), sum(abs(each) for each in apart)
    if not all_of or abs(total) < 0.8 * all_of:
        return ""
    return ", too low" if total > 0 else ", too high"


def calibration_in_words(found: Calibration) -> str:
    """The finding, then each repair with what it changes."""
    lines = [f"{finding(found)}."]
    if found.before is not None:
        value, low, high = found.before.error
        lines.append(
            f"On the {count(found.judged)} rows that judge, bands are {points(value)} off on average ({points_range(low, high)}); "
            f"a score that is right would stay below {points(found.before.by_chance)} 95 times in 100. "
            f"Brier score {found.before.brier[0]:.3f} ({found.before.brier[1]:.3f} to {found.before.brier[2]:.3f})."
        )
    lines += [" ".join(_repair(one, found) for one in found.after), *_decisions(found)]
    lines.append(_recommended(found))
    lines.append(_meaning(found))
    return "\n\n".join(line for line in lines if line)


def _repair(one: Standing, found: Calibration) -> str:
    told = f"{one.name}, fitted on {count(found.chose)} other rows: {points(one.error[0])} off on average"
    told += " (more than chance)" if one.off else " (no more than chance)"
    if one.over_before is not None:
        value, low, high = one.over_before
        verdict = "better" if high < 0 else "worse" if low > 0 else "interval includes 0"
        told += f"; Brier score {_signed(value)} ({_signed(low)} to {_signed(high)}, {verdict})"
    return f"{told}."


def _decisions(found: Calibration) -> list[str]:
    """What the repairs change in decisions: what is shown to be worth something, and that the rest is not."""
    which = "that selects as many as the declared one" if found.matched else "as declared"
    places = (
        ("declared", f"At the threshold {which}" + (f", {found.cut:.3g}" if found.cut is not None else "")),
        ("breaking_even", f"Where each is selected {_from(found)}"),
    )
    shown, looked = [], False
    for name, where in places:
        for one in found.after:
            moved: Moved | None = getattr(one, name)
            looked = looked or moved is not None
            if moved is not None and moved.money is not None and not moved.money[1] <= 0 <= moved.money[2]:
                shown.append(f"{where}, {one.name}: {moved_in_words(moved, found)}.")
    if looked and not shown:
        shown = [
            "What the repairs change in decisions is not shown to be worth anything either way; the table has the numbers."
        ]
    return shown


def _signed(value: float) -> str:
    return f"{round(value, 4) + 0.0:+.4f}".replace("-", "−")


def _from(found: Calibration) -> str:
    if found.pays_from is None:
        return "where that pays at its chance"
    low, high = (percent(round(one, 3)) for one in found.pays_from)
    return f"at the chance where that begins to pay ({low if low == high else f'{low} to {high}'})"


def moved_in_words(one: Moved, found: Calibration) -> str:
    """How many decisions change, and what that is worth."""
    if one.changed is None:
        return "fewer than 10 decisions change"
    if one.changed == 0:
        return "no decision changes"
    told = [f"{percent(one.changed)} of the decisions change"]
    if one.errors is not None:
        value, low, high = one.errors
        way = "fewer" if value <= 0 else "more"
        ends = points_range(-high, -low) if value <= 0 else points_range(low, high)
        told.append(f"{points(abs(value))} {way} against what happened ({ends}){_open(low, high)}")
    if one.money is not None:
        value, low, high = one.money
        when = " a year" if found.per_year else f" on {count(found.judged)} rows"
        way = "more" if value >= 0 else "less"
        told.append(
            f"worth {money(abs(value), found.currency)}{when} {way} ({money_range(low, high, found.currency)}){_open(low, high)}"
        )
    return ", ".join(told)


def _open(low: float, high: float) -> str:
    return ", interval includes 0" if low <= 0 <= high else ""


def _recommended(found: Calibration) -> str:
    if found.before is None:
        return f"{found.best.name} makes chances of it: then a threshold can be read as one."
    better = [one for one in found.after if one.over_before is not None and one.over_before[2] < 0]
    paying = [one for one in found.after if _pays(one)]
    if not better and not paying:
        return "Leave it: no repair is shown to help." if not found.before.off else "No repair is shown to help."
    best = min(better or paying, key=lambda one: one.brier[0])
    how = "brings the chances nearer to what happened" if better else "is worth more, though the chances come no nearer"
    return f"{best.name} {how}. It must be fitted anew whenever the model is."


def _pays(one: Standing) -> bool:
    moved = [each.money for each in (one.declared, one.breaking_even) if each is not None and each.money is not None]
    return any(low > 0 for _, low, _ in moved)


def _meaning(found: Calibration) -> str:
    return (
        "A repair matters where the number itself is used: a threshold that is a chance, a price, an expected loss. Where "
        f"only the order counts and the threshold moves along, the same {found.units} are {found.selected_means} as before. The intervals of differences hold for both repairs and thresholds at once."
    )


def findings(found: Calibration) -> tuple[Finding, ...]:
    """What the decision table reads: whether the score means what it says, and what a repair would be worth."""
    if found.before is None:
        return (Finding(TEST, "cannot tell", f"{finding(found)}."),)
    outcome: Outcome = "failed" if found.before.off else "held"
    gain = found.best.breaking_even.money if found.best.breaking_even else None
    lost = None if gain is None or outcome == "held" else (-gain[0], -gain[2], -gain[1])
    return (Finding(TEST, outcome, f"{finding(found)}.", lost),)


def kept(found: Calibration) -> dict[str, Any]:
    """What the evidence keeps."""
    return {**to_kept(found), KEY: [to_kept(one) for one in findings(found)]}
