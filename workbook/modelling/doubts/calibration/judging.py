"""Whether the score means what it says, and what each repair changes: fitted on one half, judged on the other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbook.errors import InputError
from workbook.modelling.doubts.calibration.repairing import REPAIRS
from workbook.models.changes import Interval, change, mean_of, widened
from workbook.models.folds import Codes, Floats, Mask
from workbook.models.study import Study
from workbook.stats.reliability import BANDS, bands_of, reliability

FEW = 10
COMPARISONS = 2 * len(REPAIRS)
"""Each repair is judged at two thresholds: every interval holds for all of these at once."""
FEWEST = 20
"""Fewer rows of one outcome in a half mend and judge nothing."""


@dataclass(frozen=True)
class Band:
    """Scores of about the same height; each band holds at least ten with the event and ten without it, or none.

    Attributes
    ----------
    rows : int
    score : float
        Their mean.
    share : Interval
        Of them with the event (Wilson).
    """

    rows: int
    score: float
    share: Interval


@dataclass(frozen=True)
class Moved:
    """What other chances change in decisions.

    Attributes
    ----------
    changed : float or None
        Share of the judged rows whose decision changes; 0 where none does, None where fewer than ten do.
    errors, money : Interval or None
        After minus before, in pairs.
    """

    changed: float | None
    errors: Interval | None = None
    money: Interval | None = None


@dataclass(frozen=True)
class Standing:
    """How good chances are, before or after a repair.

    Attributes
    ----------
    name : str
        "as it is", or that of the repair.
    bands : tuple of Band
    error : Interval
        Mean distance of score and share over the bands (expected calibration error).
    by_chance : float
        What 95 of 100 scores that are right stay below, with so few rows.
    brier : Interval
    over_before : Interval or None
        Brier score after minus before, in pairs; None for the score as it is.
    declared, breaking_even : Moved or None
        What the repair changes at the threshold as declared, and where each row is selected from the chance on at which
        that pays for it; None for the score as it is, or where there is no such threshold.
    """

    name: str
    bands: tuple[Band, ...]
    error: Interval
    by_chance: float
    brier: Interval
    over_before: Interval | None = None
    declared: Moved | None = None
    breaking_even: Moved | None = None

    @property
    def off(self) -> bool:
        """Whether it is further off than chance would make it."""
        return self.error[0] > self.by_chance


@dataclass(frozen=True)
class Calibration:
    """The score as it is, and after each repair, on the half that judges.

    Attributes
    ----------
    title : str
    before : Standing or None
        None where the score is no chance.
    after : tuple of Standing
    span : tuple of float
        Between which scores 98 in 100 rows lie.
    judged, chose : int
        Labelled rows that judge, and that the repairs were fitted on.
    cut : float or None
        The threshold; None where groups have their own.
    matched : bool
        Whether it was not declared, but selects as many as the declared one.
    pays_from : (float, float) or None
        Between which chances, for 90 in 100 rows, the one lies at which selecting begins to pay; None without money, or
        where there is no such chance.
    selects_high : bool
        Whether those with the event are the ones to select.
    event_means, units, selected_means, currency, per_year
        For the sentences.
    """

    title: str
    before: Standing | None
    after: tuple[Standing, ...]
    span: tuple[float, float]
    judged: int
    chose: int
    cut: float | None
    matched: bool
    pays_from: tuple[float, float] | None
    event_means: str = "positive"
    units: str = "cases"
    selected_means: str = "selected"
    currency: str = "EUR"
    per_year: bool = False

    @property
    def best(self) -> Standing:
        """The repair with the smallest Brier score."""
        return min(self.after, key=lambda one: one.brier[0])


def calibrate(
    study: Study, score: Floats, title: str, gains: tuple[Floats, Floats] | None = None, *, matched: bool = False
) -> Calibration:
    """Hold a score against what happened, and repair it.

    Parameters
    ----------
    study : Study
    score : array, shape (rows,)
        Of rows by copies that did not learn from them; NaN where missing.
    title : str
    gains : pair of arrays, shape (rows,), optional
        What selecting each row is worth more than not selecting it, if it has the event and if it does not.
    matched : bool
        Whether the thresholds of the study are not declared, but select as many as the declared ones.

    Raises
    ------
    InputError
        Too few labelled rows have a score.
    """
    rows = study.known & np.isfinite(score)
    fitting, judging = (np.asarray(rows & (study.half == half)) for half in (0, 1))
    _check(study, fitting, judging)
    happened, weight = study.label == 1, study.weight
    chances = {
        name: repair(score[fitting], happened[fitting], weight[fitting])(score) for name, repair in REPAIRS.items()
    }
    told = score[rows]
    is_chance = told.min() >= 0 and told.max() <= 1 and float(np.cov(told, happened[rows])[0, 1]) >= 0
    low, high = (float(one) for one in np.quantile(told, [0.01, 0.99]))
    before = _standing(study, judging, score, "as it is") if is_chance else None
    pays = _pays_from(gains, rows)
    after = tuple(
        _after(study, judging, score, chance, name, is_chance, gains if pays else None)
        for name, chance in chances.items()
    )
    wording, cuts = study.wording, np.unique(study.cut)
    return Calibration(
        title=title, before=before, after=after, span=(low, high), judged=int(judging.sum()), chose=int(fitting.sum()),
        cut=float(cuts[0]) if len(cuts) == 1 else None, matched=matched, pays_from=pays, event_means=wording.positive_means,
        units=wording.units, selected_means=wording.selected_means, currency=study.currency,
        per_year=bool(study.yearly_volume),
    )  # fmt: skip


def _check(study: Study, *halves: Mask) -> None:
    for rows in halves:
        if min(int((study.label[rows] == one).sum()) for one in (0, 1)) < FEWEST:
            raise InputError(
                f"Too few rows with an outcome to mend a score on one half and judge it on the other: each half needs {FEWEST} "
                "of either outcome.",
                "Connect more rows.",
            )


def _after(
    study: Study,
    judging: Mask,
    score: Floats,
    chance: Floats,
    name: str,
    is_chance: bool,
    gains: tuple[Floats, Floats] | None,
) -> Standing:
    found = _standing(study, judging, chance, name)
    over = declared = even = None
    if is_chance:
        apart = _squares(study, judging, chance) - _squares(study, judging, score)
        over = widened(mean_of(apart, study.weight[judging], 0.0), COMPARISONS)
        declared = _moved(study, judging, study.decided(score), study.decided(chance))
        if gains is not None:
            even = _moved(study, judging, worth_selecting(score, gains), worth_selecting(chance, gains))
    return Standing(found.name, found.bands, found.error, found.by_chance, found.brier, over, declared, even)


def _squares(study: Study, rows: Mask, chance: Floats) -> Floats:
    return np.asarray((chance[rows] - (study.label[rows] == 1)) ** 2)


def worth_selecting(chance: Floats, gains: tuple[Floats, Floats]) -> Mask:
    """Who is selected where each row is decided by what it is worth on average at its chance (Elkan 2001)."""
    with np.errstate(invalid="ignore"):
        return np.asarray(chance * gains[0] + (1 - chance) * gains[1] >= 0)


def _pays_from(gains: tuple[Floats, Floats] | None, rows: Mask) -> tuple[float, float] | None:
    """Between which chances lies the one from (or below) which selecting pays, over the rows."""
    if gains is None:
        return None
    with_event, without = gains[0][rows], gains[1][rows]
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = without / (without - with_event)
    inside = np.isfinite(chance) & (chance > 0) & (chance < 1)
    if not inside.any():
        return None
    low, high = (float(one) for one in np.quantile(chance[inside], [0.05, 0.95]))
    return low, high


def _standing(study: Study, rows: Mask, chance: Floats, name: str) -> Standing:
    held, weight = chance[rows], study.weight[rows]
    happened = (study.label[rows] == 1).astype(float)
    band = bands_of(held, weight, BANDS)
    found = reliability(held, happened, band, bands=BANDS, weight=weight)
    brier = mean_of(_squares(study, rows, chance), weight, 0.0)
    error = float(found.error[0]), float(found.error_low[0]), float(found.error_high[0])
    return Standing(name, _bands(held, happened, weight, band), error, float(found.by_chance[0]), brier)


def _bands(held: Floats, happened: Floats, weight: Floats, band: Codes) -> tuple[Band, ...]:
    """Bands to be shown: joined to the next where fewer than ten have the event, or have not."""
    joined = joined_bands(happened, band)
    many = int(joined.max()) + 1
    found = reliability(held, happened, joined, bands=many, weight=weight)
    return tuple(
        Band(
            int(found.n[0, place]),
            float(found.score[0, place]),
            (float(found.share[0, place]), float(found.low[0, place]), float(found.high[0, place])),
        )
        for place in range(many)
    )


def joined_bands(happened: Floats, band: Codes) -> Codes:
    """Bands made wider, from the lowest up, until each holds none or at least ten of either outcome."""
    codes = np.unique(band)
    counts = np.array([[int((happened[band == code] == kind).sum()) for kind in (1, 0)] for code in codes])
    groups = [[0]]
    for place in range(1, len(codes)):
        if _enough(counts[groups[-1]].sum(axis=0)):
            groups.append([])
        groups[-1].append(place)
    while len(groups) > 1 and not _enough(counts[groups[-1]].sum(axis=0)):  # what is left over joins those below
        last = groups.pop()
        groups[-1] += last
    new = np.empty(int(codes.max()) + 1, dtype=np.int64)
    for code, group in enumerate(groups):
        new[codes[group]] = code
    return np.asarray(new[band])


def _enough(counts: Codes) -> bool:
    return bool(np.all((counts == 0) | (counts >= FEW)))


def _moved(study: Study, rows: Mask, before: Mask, after: Mask) -> Moved:
    differs = int((before != after)[rows].sum())
    if differs == 0:
        return Moved(0.0)
    if differs < FEW:
        return Moved(None)
    found = change(study.where(rows), before[rows], after[rows], by_group=False)
    money = widened(found.money, COMPARISONS) if found.money else None
    return Moved(found.changed[0], widened(found.errors, COMPARISONS), money)
