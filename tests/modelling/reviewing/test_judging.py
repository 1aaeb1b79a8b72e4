"""A band is valued on rows that did not choose it, in pairs, and the value is that of reviewers who really err."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.modelling.trials import ALARMS, rows, trial, turned
from workbook.errors import InputError, WorkbookError
from workbook.modelling.reviewing.answers import GroupError
from workbook.modelling.reviewing.judging import chance, review, worth_of
from workbook.modelling.reviewing.reviewers import Reviewers, reviewers_of
from workbook.models.changes import change

PEOPLE = Reviewers(0.2, 2000.0, 20.0, 0.1)


def test_faultless_free_reviewers_are_worth_what_their_decisions_change():
    """Without errors and cost the value is that of the decisions they would take, as every other comparison counts it."""
    one = trial()
    inside = one.score < 0.6
    right = (one.study.label == 1) == one.study.event_is_right
    found = worth_of(one, np.ones(one.study.rows, dtype=bool), inside, Reviewers(1.0, 1.0))
    expected = change(one.study, one.decided, np.where(inside, right, one.decided), by_group=False)
    assert found.money == pytest.approx(expected.money) and found.errors == pytest.approx(expected.errors)


def test_the_value_is_what_erring_reviewers_bring_on_average():
    one, inside = trial(), None
    inside = (one.score > 0.4) & (one.score < 0.7)
    everybody = np.ones(one.study.rows, dtype=bool)
    draw, people = np.random.default_rng(0), Reviewers(1.0, 1.0, 7.0, 0.25)
    right = (one.study.label == 1) == one.study.event_is_right
    seen = []
    for _ in range(400):
        taken = np.where(draw.random(one.study.rows) < people.error, ~right, right)
        money = change(one.study, one.decided, np.where(inside, taken, one.decided), by_group=False).money[0]
        seen.append(money - people.cost * inside.mean() * one.study.yearly_volume)
    found = worth_of(one, everybody, inside, people).money[0]
    assert found == pytest.approx(np.mean(seen), abs=4 * np.std(seen) / 20)
    drawn = chance(one.study, one.decided, inside, people)
    assert drawn[inside & right].tolist() == [0.75] * int((inside & right).sum())
    assert drawn[~inside].tolist() == one.decided[~inside].tolist()


def test_groups_err_by_their_own_rate():
    one = trial()
    worse = replace(PEOPLE, by_group=(("group 0", 0.5),))
    inside = np.ones(one.study.rows, dtype=bool)
    common, own = (worth_of(one, inside, inside, each) for each in (PEOPLE, worse))
    share = (one.study.group == 0).mean()
    assert own.errors[0] - common.errors[0] == pytest.approx(share * (0.5 - 0.1))


def test_what_chose_the_band_does_not_value_it():
    """On pure noise the band that looks best earns nothing on other rows: about as often above nought as below."""
    above = []
    for seed in range(60):
        found = review(trial(rows(seed, 500, knows=0.0), threshold=0.01), Reviewers(0.3, 1.0, 60.0, 0.35))
        above.append(found.verdict == "pays")
    assert sum(above) <= 6


def test_a_real_gain_is_seen():
    found = review(trial(rows(1, 6000)), PEOPLE)
    assert found.verdict == "pays" and found.worth.money[1] > 0
    assert found.worth.reviewed[0] == pytest.approx(0.2, abs=0.04)
    assert found.wronged_inside[0] > PEOPLE.error


def test_reviewers_worse_than_the_score_are_told():
    found = review(trial(rows(1, 4000), payoff=None), Reviewers(0.3, 1.0, 0.0, 0.5))
    assert found.verdict == "no band" and found.worst_of_the_score < 0.55
    assert found.worth.errors == (0.0, 0.0, 0.0)


def test_more_capacity_never_gains_less_on_the_rows_that_choose():
    found = review(trial(rows(1, 4000)), PEOPLE)
    widths = [place.worth.reviewed[0] for place in found.curve if place.band]
    assert widths == sorted(widths) or max(np.diff(widths)) > 0
    assert all(place.worth.reviewed[0] <= place.share + 0.05 for place in found.curve)


def test_money_is_in_pairs_so_it_is_surer_than_totals():
    one = trial(rows(1, 4000))
    found = review(one, PEOPLE)
    reach = found.worth.money[2] - found.worth.money[0]
    value = one.study.half == 1
    total = one.study.worth(one.decided)[value]
    assert reach < 1.96 * total.std() / np.sqrt(value.sum()) * one.study.yearly_volume


def test_the_gap_between_groups_is_before_after_and_the_change():
    found = review(trial(rows(1, 6000)), PEOPLE, "accuracy").apart
    assert found.gap.change[0] == pytest.approx(found.gap.after[0] - found.gap.before[0])
    assert found.highest != found.lowest


def test_reviewers_who_err_in_one_group_move_the_gap():
    one = trial(rows(1, 6000))
    fair = review(one, Reviewers(0.5, 1.0), "accuracy").apart
    biased = review(one, Reviewers(0.5, 1.0, 0.0, 0.0, ((fair.lowest, 0.5),)), "accuracy").apart
    assert (biased.highest, biased.lowest) == (fair.highest, fair.lowest)
    assert biased.gap.after[0] > fair.gap.after[0] and biased.gap.change[1] > 0


@pytest.mark.parametrize(
    "metric", ["selection_rate", "true_positive_rate", "false_positive_rate", "positive_predictive_value", "accuracy"]
)
def test_rates_are_those_of_the_decisions(metric):
    from workbook.data import tally
    from workbook.fairness.auditing import audit

    one = trial(rows(1, 3000))
    found = review(one, PEOPLE, metric).apart
    frame = rows(1, 3000)[one.study.half == 1]
    audited = audit(tally(frame, label="y", label_positive="good", score="score", groups=["g"]), 0.5).by_group[metric]
    assert found.gap.before[0] == pytest.approx(audited[found.highest] - audited[found.lowest])


def test_few_rows_are_not_shown():
    frame = rows(1, 600)
    frame.loc[:8, "g"] = "tiny"
    found = review(trial(frame), PEOPLE)
    tiny = next(one for one in found.groups if one.group == "tiny")
    assert tiny.rows is None and np.isnan(tiny.wronged_before[0]) and np.isnan(tiny.selected_after[0])
    assert "tiny" not in (found.apart.highest, found.apart.lowest)


@pytest.mark.parametrize(
    "one",
    [
        trial(payoff=None), trial(volume=None), trial(wording=ALARMS), turned(trial()), trial(rows(2, 50)),
        trial(rows(2, 300, groups=1)), trial(rows().assign(w=2.0), weight="w"), trial(rows().assign(score=0.7)),
        trial(rows().assign(y=lambda one: one.y.where(one.index % 3 > 0))),
        trial(rows().assign(score=lambda one: one.score.where(one.index % 3 > 0))),
        trial(groups=()),
    ],
    ids=["no money", "no volume", "alarms", "below", "50 rows", "one group", "weights", "constant", "labels missing", "scores missing", "no groups"],
)  # fmt: skip
def test_other_decisions_than_loans(one):
    found = review(one, PEOPLE, "selection_rate")
    assert found.verdict in ("pays", "costs", "cannot tell", "no band")
    assert found.worth.errors[1] <= found.worth.errors[0] <= found.worth.errors[2]
    assert found.has_money == one.study.has_money


def test_weights_that_are_equal_change_nothing():
    plain, heavy = review(trial(), PEOPLE), review(trial(rows().assign(w=3.0), weight="w"), PEOPLE)
    assert plain.band == heavy.band and plain.worth.money == pytest.approx(heavy.worth.money)


def of(capacity=2000.0, volume=10_000.0, errors=()):
    return reviewers_of(trial().study, capacity, 5.0, 0.1, volume, errors)


def test_the_reviewers_terms():
    assert of().share == 0.2 and of(capacity=99_999.0).share == 1.0
    assert of(errors=[GroupError(group=" group 1 ", error=0.3)]).by_group == (("group 1", 0.3),)


@pytest.mark.parametrize(
    ("given", "why"),
    [({"capacity": None}, "how many cases people can review"), ({"capacity": 0.0}, "how many cases people can review"),
     ({"volume": None}, "a year is not known"), ({"errors": [GroupError(group="nobody", error=0.1)]}, "no group “nobody”")],
)  # fmt: skip
def test_what_is_missing_is_asked_for(given, why):
    with pytest.raises(WorkbookError, match=why) as told:
        of(**given)
    assert told.value.remedy and ("errors" not in given or isinstance(told.value, InputError))
