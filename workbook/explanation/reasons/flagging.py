"""Columns that must not be told as a reason: they are protected, or they give a protected group away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from workbook.models.proxies import BEYOND, proxies
from workbook.models.study import Study


def flagged(study: Study, protected: Sequence[str] = (), tick: Callable[[], None] = lambda: None) -> Mapping[str, str]:
    """Why a column must not be told as it is, by column.

    Parameters
    ----------
    study : Study
    protected : sequence of str
        Columns that the team named as protected; the columns of groups are anyway, and no model reads them.
    tick : callable
    """
    found = {name: f"“{name}” is protected: a reason that names it needs a legal review." for name in protected}
    if len(study.group_names) < 2:
        return found
    for one in proxies(study.features, study.group, study.group_names, tick):
        if one.beyond and one.column not in found:
            found[one.column] = (
                f"“{one.column}” gives the group “{one.group}” away (AUC {one.auc:.2f}, above {BEYOND:g}): "
                "a reason that names it needs a legal review."
            )
    return found
