"""Holds the candidates against each other: thresholds chosen on one half, everything judged on the other, in pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from workbook.errors import InputError
from workbook.modelling.candidates.result import Against, Comparison, Measure, Rival
from workbook.modelling.candidates.taking_part import Candidate, chance_of_event
from workbook.models.changes import change, mean_of, scaled, widened
from workbook.models.folds import Floats, Mask
from workbook.models.study import Study
from workbook.models.thresholds import best_by_money, same_share, share_today
from workbook.outcomes.wording import Wording
from workbook.stats.intervals import wilson
from workbook.stats.paired_ranking import Ranked, ranked

FEW = 10
"""What fewer people bring about is not told."""
FEWEST = 20
"""Fewer rows of one kind in a half choose and judge nothing."""
SURE = 1e-6
"""A chance of 0 or 1 that was wrong would cost endlessly much: chances are held this far from both."""


@dataclass(frozen=True, eq=False)
class _Ground:
    """What the candidates are held against each other on: the rows that all speak about, and the half that judges."""

    study: Study
    candidates: tuple[Candidate, ...]
    rows: Mask
    part: Study
    ranks: dict[str, int]
    areas: Ranked
    judged_areas: Ranked
    decided: dict[str, Mask]
    cuts: dict[str, float]
    comparisons: int

    @property
    def judging(self) -> Mask:
        return np.asarray(self.rows & (self.study.half == 1))


def compare(
    study: Study,
    candidates: Sequence[Candidate],
    reference: str,
    today: Floats | None = None,
    notes: Sequence[str] = (),
) -> Comparison:
    """Compare candidates on the rows that every one of them says something about.

    Parameters
    ----------
    study : Study
    candidates : sequence of Candidate
        At least two.
    reference : str
        Name of the one that the others are held against.
    today : array of float, optional
        What is decided today: where there is no money, thresholds select the same share. Without it, or where today all
        or nobody is selected, the share of the declared policy is taken.
    notes : sequence of str

    Raises
    ------
    InputError
        Too few rows are labelled and covered by every candidate.
    """
    taking_part, left_out = _covered(study, candidates)
    rows = study.known & np.logical_and.reduce([one.covers for one in taking_part])
    _check(study, rows)
    names = [one.name for one in taking_part]
    reference = reference if reference in names else names[0]
    decided, cuts = _decisions(study, taking_part, rows, today)
    scored = [one for one in taking_part if one.facing is not None and one.kind != "as declared"]
    judging = rows & (study.half == 1)
    areas, judged = (_areas(study, scored, some) for some in (rows, judging))
    ground = _Ground(
        study, taking_part, np.asarray(rows), study.where(judging), {one.name: place for place, one in enumerate(scored)},
        areas, judged, decided, cuts, max(len(names) - 1, 1),
    )  # fmt: skip
    measure: Measure = "money" if study.has_money else "ranking" if len(scored) > 1 else "errors"
    leader = _leader(ground, measure)
    return _told(ground, reference, leader, measure, (*notes, *left_out))


def _covered(study: Study, candidates: Sequence[Candidate]) -> tuple[tuple[Candidate, ...], list[str]]:
    """Without those that say nothing about half of the rows: they would take the rows away from all others."""
    many = {one.name: int((one.covers & study.known).sum()) for one in candidates}
    most = max(many.values(), default=0)
    kept = tuple(one for one in candidates if many[one.name] > most / 2)
    notes = [
        f"Left out: {one.title}. It is empty in more than half of the rows." for one in candidates if one not in kept
    ]
    return kept, notes


def _check(study: Study, rows: Mask) -> None:
    for half in (0, 1):
        here = study.label[rows & (study.half == half)]
        if min(int((here == 1).sum()), int((here == 0).sum())) < FEWEST:
            raise InputError(
                "Too few rows with an outcome are left to choose thresholds on one half and to judge them on the other: "
                f"each half needs {FEWEST} of either outcome.",
                "Connect more rows.",
            )


def _decisions(
    study: Study, candidates: Sequence[Candidate], rows: Mask, today: Floats | None
) -> tuple[dict[str, Mask], dict[str, float]]:
    choosing, decided, cuts = rows & (study.half == 0), dict[str, Mask](), dict[str, float]()
    share = share_today(study, choosing, today)
    for one in candidates:
        facing = one.facing
        if one.decided is not None:
            decided[one.name] = np.nan_to_num(one.decided) > 0
        elif one.kind == "as declared" and one.score is not None:
            decided[one.name] = study.decided(one.score)
        elif facing is not None:
            cut = (
                best_by_money(study, facing, choosing)
                if study.has_money
                else same_share(study, facing, choosing, share)
            )
            with np.errstate(invalid="ignore"):
                decided[one.name] = np.asarray(facing >= cut)
            cuts[one.name] = cut if one.side == "at_or_above" else -cut
    return decided, cuts


def _areas(study: Study, scored: Sequence[Candidate], rows: Mask) -> Ranked:
    """How well each score ranks those who should be selected before those who should not."""
    right = (study.label == 1) == study.event_is_right
    facing = [one.facing[rows] for one in scored if one.facing is not None]
    return ranked(facing, right[rows], study.weight[rows])


def _leader(ground: _Ground, measure: Measure) -> str:
    """The best one on the half that chooses; of equals the first, which is the plainer one."""
    study, choosing = ground.study, ground.rows & (ground.study.half == 0)
    if measure == "ranking":
        scored = [one for one in ground.candidates if one.name in ground.ranks]
        return scored[int(_areas(study, scored, choosing).value.argmax())].name
    weight, found = study.weight[choosing], dict[str, float]()
    for one in ground.candidates:
        decided = ground.decided[one.name]
        value = study.worth(decided) if measure == "money" else -study.wronged(decided).astype(float)
        found[one.name] = float((value[choosing] * weight).sum())
    return max(found, key=lambda name: found[name])


def _told(ground: _Ground, reference: str, leader: str, measure: Measure, notes: tuple[str, ...]) -> Comparison:
    study, wording = ground.study, ground.study.wording
    known = {one.name: one for one in ground.candidates}
    rivals = []
    for one in ground.candidates:
        over = _against(ground, known[reference], one, ground.areas) if one.name != reference else None
        under = _against(ground, one, known[leader], ground.judged_areas) if one.name != leader else None
        rivals.append(replace(_alone(ground, one), over_reference=over, under_leader=under))
    right, wrong = _outcomes_in_words(study, wording)
    return Comparison(
        rivals=tuple(rivals), reference=reference, leader=leader, measure=measure, rows=int(ground.rows.sum()),
        judged=int(ground.judging.sum()), of=study.rows, currency=study.currency, per_year=bool(study.yearly_volume),
        units=wording.units, selected_means=wording.selected_means, right_means=right, wrong_means=wrong, notes=notes,
    )  # fmt: skip


def _outcomes_in_words(study: Study, wording: Wording) -> tuple[str, str]:
    """Who should be selected, and who should not: "who repaid", "who defaulted"."""
    found = (wording.who_are_positive, wording.who_are_negative)
    return found if study.event_is_right else found[::-1]


def _alone(ground: _Ground, one: Candidate) -> Rival:
    study, judging = ground.study, ground.judging
    decided, cut = ground.decided[one.name], ground.cuts.get(one.name)
    weight, selected = study.weight[judging], decided[judging]
    few = _few(selected) or _few(~selected)
    wrongly = study.wronged(decided)[judging]
    wronged = float(np.average(wrongly, weights=weight))
    low, high = wilson(wronged, float(weight.sum() ** 2 / (weight**2).sum()))
    money = None
    if study.has_money and not few:
        money = scaled(ground.part, mean_of(study.worth(decided)[judging], weight, 0.0))
    losses = [mean_of(loss, study.weight[ground.rows], 0.0) for loss in _losses(ground, one)]
    brier, log_loss = losses if losses else (None, None)
    return Rival(
        name=one.name, title=one.title, kind=one.kind, readable=one.readable,
        ranking=ground.areas.interval(ground.ranks[one.name]) if one.name in ground.ranks else None,
        brier=brier, log_loss=log_loss, threshold=cut if cut is not None and np.isfinite(cut) else None,
        selected=None if few else float(np.average(selected, weights=weight)),
        errors=None if few or _few(wrongly) else (wronged, float(low), float(high)), money=money,
    )  # fmt: skip


def _few(rows: Mask) -> bool:
    return 0 < int(rows.sum()) < FEW


def _losses(ground: _Ground, one: Candidate) -> list[Floats]:
    """Squared error and log loss of each row; nothing where it gives no chances."""
    chance = chance_of_event(ground.study, one, ground.rows)
    if chance is None:
        return []
    happened = (ground.study.label[ground.rows] == 1).astype(float)
    held = np.clip(chance, SURE, 1 - SURE)
    return [(chance - happened) ** 2, -(happened * np.log(held) + (1 - happened) * np.log(1 - held))]


def _against(ground: _Ground, before: Candidate, after: Candidate, areas: Ranked) -> Against:
    """The second minus the first."""
    first, second = (ground.decided[one.name][ground.judging] for one in (before, after))
    found = change(ground.part, first, second, by_group=False)
    ranking = brier = None
    places = [ground.ranks.get(one.name) for one in (after, before)]
    if places[0] is not None and places[1] is not None:
        ranking = widened(areas.difference(places[0], places[1]), ground.comparisons)
    losses = [_losses(ground, one)[:1] for one in (after, before)]
    if all(losses):
        apart = losses[0][0] - losses[1][0]
        brier = widened(mean_of(apart, ground.study.weight[ground.rows], 0.0), ground.comparisons)
    if _few(first != second):
        return Against(ranking, brier, None, None, None)
    money = widened(found.money, ground.comparisons) if found.money else None
    return Against(ranking, brier, widened(found.errors, ground.comparisons), money, found.changed[0])
