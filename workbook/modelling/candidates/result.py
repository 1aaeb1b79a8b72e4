"""What a comparison found: aggregates only, so that it can go on record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workbook.modelling.candidates.taking_part import Kind
from workbook.models.changes import Interval

Measure = Literal["money", "ranking", "errors"]
Verdict = Literal["better", "worse", "cannot tell", "the same"]


@dataclass(frozen=True)
class Against:
    """How far one candidate is from another, in pairs; every interval holds for all comparisons at once.

    Attributes
    ----------
    ranking : Interval or None
        Difference of the shares of pairs that are ranked rightly; None where one of them ranks nothing.
    brier : Interval or None
        Difference of the mean squared errors of the chances; below 0 is better.
    errors : Interval or None
        Difference of the shares decided against what happened; below 0 is better.
    money : Interval or None
    changed : float or None
        Share of the judged rows that the two decide differently. None where it is fewer than ten of them: what such a
        difference is worth would tell about single people, so neither errors nor money are given then.
    """

    ranking: Interval | None
    brier: Interval | None
    errors: Interval | None
    money: Interval | None
    changed: float | None


@dataclass(frozen=True)
class Rival:
    """One candidate as it did.

    Attributes
    ----------
    name, title, kind, readable
        As in `Candidate`.
    ranking : Interval or None
        Share of pairs, one that should be selected and one that should not, in which the first has the better score.
    brier, log_loss : Interval or None
        Of the chances; None where it gives none.
    threshold : float or None
        On its own scale; None where decisions are given, or where all or nobody is selected.
    selected : float or None
        Share of the judged rows. None where fewer than ten are selected, or not selected: neither errors nor money are
        given then.
    errors : Interval or None
        Share decided against what happened; None also where it is fewer than ten.
    money : Interval or None
    over_reference : Against or None
        None for the reference itself.
    under_leader : Against or None
        The leader minus this one; None for the leader itself.
    """

    name: str
    title: str
    kind: Kind
    readable: bool
    ranking: Interval | None
    brier: Interval | None
    log_loss: Interval | None
    threshold: float | None
    selected: float | None
    errors: Interval | None
    money: Interval | None
    over_reference: Against | None = None
    under_leader: Against | None = None


@dataclass(frozen=True)
class Comparison:
    """All candidates side by side.

    Attributes
    ----------
    rivals : tuple of Rival
    reference : str
        What the others are held against: the model in use, else the score column, else today's process.
    leader : str
        The best one on the half that chooses.
    measure : str
        What it is the best in.
    rows : int
        Labelled rows that every candidate says something about; these rank.
    judged : int
        Those of them that judge the thresholds.
    of : int
        Rows of the table.
    drawn_from : int
        Rows from which the compared ones were drawn; 0 where all took part.
    currency, per_year
        Of the money.
    today_value : float or None
        What today's process is worth a year, where somebody typed it.
    trained_on_these_rows : bool
        Whether the score column comes from a model that has seen these rows.
    units, selected_means, right_means, wrong_means : str
        How the rows are called, what happens to the selected, and who should be selected and who should not.
    notes : tuple of str
        What is missing, and why.
    """

    rivals: tuple[Rival, ...]
    reference: str
    leader: str
    measure: Measure
    rows: int
    judged: int
    of: int
    drawn_from: int = 0
    currency: str = "EUR"
    per_year: bool = False
    today_value: float | None = None
    trained_on_these_rows: bool = False
    units: str = "cases"
    selected_means: str = "selected"
    right_means: str = "positive"
    wrong_means: str = "negative"
    notes: tuple[str, ...] = ()

    def named(self, name: str) -> Rival:
        """The rival of that name."""
        return next(one for one in self.rivals if one.name == name)

    @property
    def best(self) -> Rival:
        """The leader."""
        return self.named(self.leader)

    def of_measure(self, against: Against) -> Interval | None:
        """The difference in the measure that picks the leader, so that above 0 is better; None where it is not given."""
        if self.measure == "money":
            return against.money
        if self.measure == "ranking":
            return against.ranking
        if against.errors is None:
            return None
        value, low, high = against.errors
        return -value, -high, -low

    @property
    def level(self) -> tuple[Rival, ...]:
        """The best one, and those that the rows cannot tell from it or that did better on the rows that judge."""
        found = []
        for one in self.rivals:
            if one.under_leader is None:
                found.append(one)
                continue
            if self.measure == "ranking" and one.under_leader.ranking is None:
                continue
            apart = self.of_measure(one.under_leader)
            if apart is None or not apart[1] > 0:
                found.append(one)
        return tuple(found)


def verdict(apart: Interval) -> Verdict:
    """What a difference says where above 0 is better."""
    value, low, high = apart
    if value == low == high == 0:
        return "the same"
    return "better" if low > 0 else "worse" if high < 0 else "cannot tell"
