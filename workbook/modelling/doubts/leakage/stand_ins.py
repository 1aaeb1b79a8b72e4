"""A column that says what was left out: it stands in for a group."""

from __future__ import annotations

from collections.abc import Callable

from workbook.modelling.doubts.leakage.alarm import Alarm, State
from workbook.models.proxies import proxies
from workbook.models.study import Study

GIVEN_AWAY = 0.9
"""From so many of 100 pairs on a column does not go with the group, it is the group by another name."""
TITLE = "A column stands in for a group"
MEANS = "Leaving the group out changes nothing: a model learns it from this column."
TO_DO = "Find out why the column goes with the group. Leave it out, or have a reason that you would give to those concerned."


def stand_in(study: Study, tick: Callable[[], None] = lambda: None) -> Alarm:
    """Whether one column alone gives a group away."""
    if len(study.group_names) < 2:
        told = "No column of groups was named: nobody can ask what stands in for one."
        return Alarm("stand-in", TITLE, "not asked", None, "", told, MEANS, TO_DO)
    found = proxies(study.features, study.group, study.group_names, tick)
    first = found[0]
    ringing = [one for one in found if one.low > GIVEN_AWAY]
    state: State = "alarm" if ringing else "quiet" if first.high <= GIVEN_AWAY else "cannot tell"
    told = (
        f"“{first.column}” tells {first.group} from the others in {100 * first.auc:.0f} of 100 pairs "
        f"({100 * first.low:.0f} to {100 * first.high:.0f})."
    )
    if len(ringing) > 1:
        told += f" {len(ringing)} columns do: {', '.join(f'“{one.column}”' for one in ringing[:5])}."
    measured = (first.auc, first.low, first.high)
    return Alarm("stand-in", TITLE, state, measured, "of pairs told apart", told, MEANS, TO_DO)
