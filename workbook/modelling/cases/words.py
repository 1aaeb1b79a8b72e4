"""Changes and what it takes, in sentences; and what the decision table is told."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from workbook.modelling.cases.finding import FirstChange, GroupRecourse, Recourse
from workbook.models.between import Between
from workbook.models.counterfactuals import Counterfactual, Search
from workbook.models.findings import KEY, Finding, Outcome
from workbook.models.shares import FEWEST, people_in_words, points_in_words, share_in_words
from workbook.models.steps_in_words import number_in_words, step_in_words
from workbook.outcomes.amounts_in_words import percent, points
from workbook.project.results import to_kept

TEST = "Whoever is decided against could turn it round, in every group alike"
MANY = ("nothing", "one thing", "two things", "three things")


def way_in_words(way: Counterfactual) -> str:
    """Changes that turn a decision round, with the score that follows and what they take."""
    steps = " and ".join(step_in_words(step) for step in way.steps)
    return f"{steps}: score {way.score:.3g}, effort {effort_in_words(way.effort)}"


def effort_in_words(effort: float) -> str:
    """What a change takes: past 31 of 100 people."""
    return "none found" if math.isinf(effort) else f"{100 * effort:.0f}"


def nothing_in_words(search: Search) -> str:
    """That nothing was found, and how far that reaches."""
    if not search.looked_at and search.complete:
        return "Nothing may change, so nothing was looked for."
    tried = MANY[search.at_most] if search.at_most < len(MANY) else f"{search.at_most} things"
    if search.complete:
        return f"Nothing within these limits turns it round, with up to {tried} changed: all {search.looked_at:,} changes were looked at."
    return (
        f"Nothing was found among the {search.looked_at:,} nearest changes; there are more within these limits. Make the "
        "steps larger or the ranges smaller to know."
    )


def finding_in_words(found: Recourse) -> str:
    """What was found, in a sentence without a stop at its end."""
    who, everybody = _who(found), found.everybody
    told = f"A change within these limits would turn it round for {share_in_words(everybody.found)} of those {who}"
    if found.chance is None:
        return told
    one = found.chance
    if one.verdict == "gap":
        return f"{told}; for {one.lowest} less often than for {one.highest}, by {points_in_words(one.value)}"
    if one.verdict == "no gap":
        return f"{told}, in every group alike within {points(found.tolerance)}"
    return f"{told}; whether in every group alike cannot be told"


def _who(found: Recourse) -> str:
    wording = found.wording
    return wording.not_selected_means if wording.favourable else wording.selected_means


def recourse_in_words(found: Recourse) -> str:
    """The share with a way, what it takes, what comes first, how groups differ, and what it rests on."""
    everybody = found.everybody
    if everybody.asked is None:
        return f"Fewer than {FEWEST} are {_who(found)}: nothing can be told of so few.\n\n{_rests_on(found)}"
    lines = [f"{finding_in_words(found)}.", _effort(everybody), first_in_words(everybody.first)]
    lines += [_chance(found), _more_effort(found.effort, found.wording.units), _rests_on(found)]
    return "\n\n".join(line for line in lines if line)


def _effort(everybody: GroupRecourse) -> str:
    value, low, high = everybody.effort
    one = f"For {share_in_words(everybody.one_is_enough)} changing a single thing is enough."
    left = (
        f" For {percent(everybody.unsettled)} the search ended before everything was looked at."
        if everybody.unsettled
        else ""
    )
    if math.isinf(value):
        return f"{one} Half of them or more have no way within these limits.{left}"
    most = "no way at all" if math.isinf(high) else effort_in_words(high)
    return (
        f"{one} The median effort is {effort_in_words(value)} ({effort_in_words(low)} to {most}): as if passing "
        f"{effort_in_words(value)} of 100 others in one thing.{left}"
    )


def first_in_words(first: Sequence[FirstChange]) -> str:
    """The changes that come first most often."""
    if not first:
        return "No first change is shared by ten or more."
    told = [f"{one.what}{_by(one)} ({percent(one.share[0])})" for one in first]
    return f"What brings most comes first; most often that is {', '.join(told)}."


def _by(one: FirstChange) -> str:
    return "" if one.by is None else f" by {number_in_words(one.by)} in the middle"


def _chance(found: Recourse) -> str:
    one = found.chance
    if one is None:
        return ""
    difference = f"{one.highest} against {one.lowest}, {points_in_words(one.value)}"
    return {
        "gap": f"Groups differ in how often there is a way: {difference}; you tolerated {points(found.tolerance)}.",
        "no gap": f"How often there is a way differs by less than the {points(found.tolerance)} you tolerated: {difference}.",
    }.get(
        one.verdict,
        f"Cannot tell whether groups differ by more than the {points(found.tolerance)} tolerated: {difference}.",
    )


def _more_effort(between: Between | None, units: str) -> str:
    if between is None:
        return ""
    pair = f"of two {units}, one of {between.highest} and one of {between.lowest}, the first needs more in {share_in_words(between.value)}"
    if between.verdict == "more":
        return f"{between.highest} {'need' if ' and ' in between.highest else 'needs'} more effort than {between.lowest}: {pair}."
    return f"Cannot tell whether one group needs more effort than another: {pair}."


def _rests_on(found: Recourse) -> str:
    told = [
        f"Asked: at most {found.per_group} of each group, drawn at random (seed {found.seed}); up to {MANY[found.at_most]} at a "
        "time, each scored by a model that did not learn from that row."
    ]
    if found.fixed:
        told.append(f"Not to be changed: {', '.join(found.fixed)}.")
    told.append(
        "This is what the model would say next, not what the change would do: what is changed for the score alone may "
        "mend nothing else."
    )
    small = [one for one in found.groups if one.asked is None]
    if small:
        told.append(f"Groups of which fewer than {FEWEST} are {_who(found)} are not shown.")
    return " ".join(told)


def findings(found: Recourse) -> tuple[Finding, ...]:
    """For the decision table: whether groups are equally able to turn a decision round."""
    outcomes: dict[str, Outcome] = {"gap": "failed", "no gap": "held"}
    verdict = found.chance.verdict if found.chance else "cannot tell"
    more = found.effort is not None and found.effort.verdict == "more"
    outcome: Outcome = "failed" if more else outcomes.get(verdict, "cannot tell")
    if found.everybody.asked is None:
        return (Finding(TEST, "cannot tell", f"Fewer than {FEWEST} are {_who(found)}."),)
    told = f"{finding_in_words(found)}."
    if found.effort is not None and more:
        told += f" {_more_effort(found.effort, found.wording.units)}"
    return (Finding(TEST, outcome, told),)


def kept(found: Recourse) -> dict[str, Any]:
    """What the record keeps: shares and medians, nothing of one person."""
    return {**to_kept(found), KEY: [to_kept(one) for one in findings(found)]}


def asked_in_words(one: GroupRecourse) -> str:
    """How many are decided against."""
    return people_in_words(one.against)
