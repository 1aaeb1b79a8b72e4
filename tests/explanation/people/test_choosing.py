"""The right person is chosen for a reason, and the reason is checked by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.models.test_making import PAYOFF, roles, table
from workbook.errors import InputError
from workbook.explanation.people.choosing import TITLES, WHY, choose, decided_against
from workbook.models.making import make_study
from workbook.outcomes import Policy, Wording


@pytest.fixture
def study():
    return make_study(table(), roles(), policy=Policy.at(0.5), payoff=PAYOFF)


def test_at_the_edge(study):
    place = choose(study, study.score, "borderline")
    assert abs(study.score[place] - 0.5) == np.nanmin(abs(study.score - 0.5))


def test_sure_and_wrong(study):
    place = choose(study, study.score, "confidently wrong")
    wrong = study.wronged(study.decided(study.score)) & np.isfinite(study.score)
    assert wrong[place] and abs(study.score[place] - 0.5) == abs(study.score[wrong] - 0.5).max()


def test_passed_over_in_a_group(study):
    place = choose(study, study.score, "passed over in a group", group="b")
    assert study.group_names[study.group[place]] == "b" and study.label[place] == 1 and study.score[place] < 0.5


def test_typical_is_in_the_middle(study):
    against = study.score[(study.score < 0.5)]
    assert study.score[choose(study, study.score, "typical")] == pytest.approx(np.median(against), abs=0.01)


def test_where_selection_is_bad_those_selected_are_decided_against(study):
    flagged = replace(study, wording=Wording(favourable=False))
    decided = flagged.decided(flagged.score)
    assert (decided_against(flagged, decided) == decided).all()
    assert flagged.score[choose(flagged, flagged.score, "typical")] >= 0.5


def test_the_least_effort_wins(study):
    seen = []

    def effort(places):
        seen.extend(places)
        return np.where(np.arange(len(places)) == 3, 1.0, np.inf)

    assert choose(study, study.score, "nearest to a change", effort=effort) == seen[3]
    with pytest.raises(InputError, match="helped by a change"):
        choose(study, study.score, "nearest to a change", effort=lambda places: np.full(len(places), np.inf))


@pytest.mark.parametrize("number", [0, -1, 401, None])
def test_rows_that_are_not_there(study, number):
    with pytest.raises(InputError, match="from 1 to 400"):
        choose(study, study.score, "by number", number=number)


def test_by_number_counts_from_one(study):
    assert choose(study, study.score, "by number", number=1) == 0


@pytest.mark.parametrize("choice", [one for one in TITLES if one not in ("borderline", "by number")])
def test_nobody_to_look_at_is_told(study, choice):
    nobody = replace(study.at(-1.0), label=np.ones(study.rows, dtype=int))
    with pytest.raises(InputError):
        choose(nobody, np.ones(study.rows), choice)


def test_every_choice_says_why():
    assert set(TITLES) == set(WHY)


def test_an_unknown_group_is_told(study):
    with pytest.raises(InputError, match="There is no group “c”"):
        choose(study, study.score, "passed over in a group", group="c")
