"""All looks for something that knows too much, one after the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workbook.modelling.candidates.fitting import recipe_scores, scores_of
from workbook.modelling.candidates.using import InUse
from workbook.modelling.doubts.leakage.alarm import Alarm
from workbook.modelling.doubts.leakage.missing import missing_where_it_happened
from workbook.modelling.doubts.leakage.one_column import OneColumn, each_column, one_column_scores
from workbook.modelling.doubts.leakage.stand_ins import stand_in
from workbook.modelling.doubts.leakage.time_order import early_and_late, from_the_future, stretches, without_time
from workbook.modelling.doubts.leakage.too_good import has_seen_them, one_does_it_all, whole_model
from workbook.modelling.doubts.leakage.twins import repeated_rows
from workbook.modelling.doubts.learning.areas import held_out
from workbook.models.changes import Interval
from workbook.models.fewer_rows import fewer
from workbook.models.folds import SEED
from workbook.models.steps import Steps
from workbook.models.study import Study

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 20_000
TITLE = "Gradient boosting"


@dataclass(frozen=True)
class Leaks:
    """What was found.

    Attributes
    ----------
    alarms : tuple of Alarm
    columns : tuple of OneColumn
        What each column says alone, the strongest first.
    model : Interval
        What all columns together say.
    limit : float
        What was called too good, as a share of pairs.
    rows : int
        Rows that were trained on.
    drawn_from : int
        Rows from which they were drawn; 0 where all took part.
    """

    alarms: tuple[Alarm, ...]
    columns: tuple[OneColumn, ...]
    model: Interval
    limit: float
    rows: int
    drawn_from: int = 0

    @property
    def ringing(self) -> tuple[Alarm, ...]:
        """Those that ring."""
        return tuple(one for one in self.alarms if one.state == "alarm")


def many_steps(study: Study, brought: bool) -> int:
    """How many steps a look takes."""
    folds, columns = len(study.folds), study.features.shape[1]
    timed = 5 + 2 * (folds - 1) if stretches(study) is not None else 0
    return folds + columns + 1 + (columns if len(study.group_names) > 1 else 0) + timed + brought * folds


def look_for_leaks(whole: Study, rows: pd.DataFrame, limit: float, steps: Steps, used: InUse | None = None) -> Leaks:
    """Look for columns and rows that know too much.

    Parameters
    ----------
    whole : Study
    rows : DataFrame
        All columns but the label, as they stand.
    limit : float
        The share of pairs ranked rightly that is too good to be true.
    steps : Steps
    used : InUse, optional
        A model that was brought is asked whether it has seen these rows; one that was trained here scores no row that it
        learned from.
    """
    study, drawn = fewer(whole, MOST_ROWS)
    steps.begin("training on all columns")
    score = recipe_scores(study, "boosting", SEED, steps.tick)
    steps.begin("each column alone")
    columns = each_column(study, steps.tick)
    strongest = one_column_scores(study, columns[0].column)
    alarms = [whole_model(study, score, TITLE, limit), one_does_it_all(study, score, columns, strongest)]
    alarms.append(missing_where_it_happened(whole))
    steps.begin("rows that repeat")
    alarms.append(repeated_rows(whole, rows, MOST_ROWS, steps.tick))
    steps.begin("columns that stand in for a group")
    alarms.append(stand_in(study, steps.tick))
    alarms += _in_time(study, steps)
    if used is not None and used.can_be_trained_anew:
        alarms.append(_seen(study, used.at(drawn), steps))
    found = held_out(study, study.folds, [score]).interval(0)
    return Leaks(tuple(alarms), columns, found, limit, study.rows, 0 if study is whole else whole.rows)


def _in_time(study: Study, steps: Steps) -> tuple[Alarm, ...]:
    stretch = stretches(study)
    if stretch is None:
        return without_time()
    steps.begin("early and late rows")
    return early_and_late(study, stretch, steps.tick), from_the_future(study, steps.tick)


def _seen(study: Study, used: InUse, steps: Steps) -> Alarm:
    assert used.model is not None and used.reads is not None, "asked only of a model in memory that was brought"
    steps.begin("training the brought model anew")
    anew = scores_of(replace(study, features=used.reads), used.model.fresh(), steps.tick)
    return has_seen_them(study, used.model.again(used.reads), anew, used.model.title)
