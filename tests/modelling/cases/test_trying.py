"""A case on the bench: values as typed, money with the changed amounts, honest about rows, groups and missing values."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from tests.modelling.trials import ALARMS, LOANS, MARKUP, PAYOFF, rows
from workbook.errors import InputError
from workbook.modelling.cases.telling import nice_step, proposals, said_of, tried
from workbook.modelling.cases.trying import Bench, look, turned_round, typical, with_changes
from workbook.modelling.certainty.covering import calibration_of
from workbook.models.counterfactuals import Search
from workbook.models.levers import Freedom, levers
from workbook.models.making import make_study
from workbook.models.on_trial import put_on_trial
from workbook.models.training import train
from workbook.outcomes import Policy

AMOUNTS = {"Loan": "loan"}


def frame(seed=0, many=400):
    draw = np.random.default_rng(seed)
    found = rows(seed, many).assign(
        job=lambda one: draw.choice(["fixed", "free"], many),
        flag=lambda one: draw.random(many) < 0.4,
        id=lambda one: [f"c{n}" for n in one.index],
    )
    found.loc[draw.random(many) < 0.1, "x"] = math.nan
    return found


def bench(table=None, *, policy=None, payoff=PAYOFF, wording=LOANS, said=(), identifier=None, by_group=False, **roles):
    table = frame() if table is None else table
    given = {
        "label": "y",
        "label_positive": "good",
        "score": "score",
        "groups": ("g",),
        "amounts": AMOUNTS,
        "split": 3,
        **roles,
    }
    study = make_study(table, given, policy=policy or Policy.at(0.5), payoff=payoff, wording=wording, leave_out=("id",))
    model = train("logistic", study.features, study.label, study.folds)
    trial = put_on_trial(study, model)
    return Bench(
        trial,
        model,
        table,
        AMOUNTS,
        payoff,
        levers(study.features, said),
        2,
        calibration_of(trial, 0.9, by_group),
        identifier,
    )


@pytest.fixture(scope="module")
def one():
    return bench()


def test_a_made_up_case_is_in_the_middle_of_everything(one):
    made = typical(one.trial.study.features)
    assert made.loan[0] in one.frame.loan.to_numpy() and abs((one.frame.loan <= made.loan[0]).mean() - 0.5) < 0.02
    assert made.job[0] == one.frame.job.mode()[0] and math.isfinite(made.x[0])
    assert list(made.columns) == list(one.trial.study.features.columns)


def test_the_score_of_a_row_is_that_of_a_copy_that_did_not_learn_from_it(one):
    for place in (0, 17, 200):
        case = look(one, place, {})
        assert case.score == case.score_begun == pytest.approx(one.trial.score[place])
        assert case.selected == one.trial.decided[place] and case.line == one.trial.line(place)


def test_a_change_is_the_score_of_the_changed_values(one):
    case = look(one, None, {"loan": 5000.0, "job": "free"})
    row = typical(one.trial.study.features).assign(loan=5000.0, job="free")
    assert case.score == pytest.approx(one.model.score(row)[0]) and case.score != case.score_begun
    assert look(one, None, {}).score == case.score_begun


def test_money_goes_with_the_changed_amount(one):
    before, after = look(one, None, {}).worth, look(one, None, {"loan": 5000.0}).worth
    assert after == pytest.approx((1000.0, -2500.0, 0.0, 0.0)) and before != after
    place = 5
    worth = look(one, place, {}).worth
    selected = one.trial.study.if_selected[place]
    assert selected in worth[:2]


def test_a_missing_value_is_a_value(one):
    case = look(one, None, {"x": None})
    assert math.isnan(case.now.x[0]) and math.isfinite(case.score)
    field = next(each for each in tried(one, case).fields if each.name == "x")
    assert field.value is None and "missing" in field.note


def test_yes_and_no_of_a_model_of_the_team():
    table = frame()
    one = bench(table)
    own = levers(table[["flag", "job"]])
    changed = with_changes(table[["flag", "job"]].iloc[[0]].reset_index(drop=True), {"flag": "False"}, own)
    assert changed.flag.tolist() == [False] and changed.flag.dtype == bool and one.trial.model is one.model


@pytest.mark.parametrize(
    ("changes", "why"), [({"nothing": 1.0}, "reads no column"), ({"job": "retired"}, "not among the values")]
)
def test_values_that_are_none(one, changes, why):
    with pytest.raises(InputError, match=why):
        look(one, None, changes)


def test_the_decision_comes_first_and_says_what_it_was(one):
    refused = int(np.flatnonzero(~one.trial.decided)[0])
    told = said_of(one, look(one, refused, {}))
    assert told[0].startswith("Refused: score ") and "below the threshold of" in told[0] and "before" not in told[0]
    search = turned_round(one, look(one, refused, {}))
    says, found = proposals(search)
    assert "nearest way" in says and found
    after = look(one, refused, dict(found[0].values))
    assert after.selected and "the changes turn it round: it was refused" in said_of(one, after)[0]


def test_nothing_turns_it_round():
    one = bench(said=[Freedom(name, "never") for name in ("loan", "x", "job", "flag")])
    says, found = proposals(turned_round(one, look(one, None, {})))
    assert says == "Nothing may change, so nothing was looked for." and found == ()
    assert "all 12 changes" in proposals(Search(0.1, False, (), 12, 1, True))[0]


def test_what_happened_is_said_of_rows_and_of_nobody_made_up(one):
    place = int(np.flatnonzero(one.trial.study.label == 1)[0])
    assert "What happened to this row: “repaid”." in said_of(one, look(one, place, {}))[-1]
    assert not any("What happened" in each for each in said_of(one, look(one, None, {})))
    unknown = frame()
    unknown.loc[3, "y"] = None
    assert not any("What happened" in each for each in said_of(bench(unknown), look(bench(unknown), 3, {})))


def test_money_that_nobody_entered():
    one = bench(payoff=None)
    assert look(one, None, {}).worth is None
    assert any("not entered on the Value page" in each for each in said_of(one, look(one, None, {})))


def test_thresholds_of_groups():
    policy = Policy.model_validate({"threshold": 0.5, "thresholds": [{"group": ["group 2"], "threshold": 0.2}]})
    one = bench(policy=policy)
    assert any("thresholds of their own" in each for each in said_of(one, look(one, None, {})))
    place = int(np.flatnonzero(one.frame.g == "group 2")[0])
    assert look(one, place, {}).line == one.trial.line(place) != one.trial.common_line


@pytest.mark.parametrize("wording", [ALARMS, MARKUP])
def test_other_words(wording):
    one = bench(wording=wording)
    told = " ".join(said_of(one, look(one, 3, {})))
    assert wording.positive_means in told and "approved" not in told


def test_the_line_holds_everything_that_is_drawn_on_it(one):
    for case in (look(one, None, {}), look(one, 3, {"loan": 90_000.0})):
        scale = tried(one, case).scale
        assert scale.low <= min(scale.score, scale.threshold, *scale.unsure)
        assert max(scale.score, scale.threshold, *scale.unsure) <= scale.high
    assert tried(one, look(one, None, {})).scale.left == "more like “defaulted”"


def test_fields_are_named_as_the_model_reads_them(one):
    shown = tried(one, look(one, None, {"loan": 9e9}))
    assert [each.name for each in shown.fields] == list(one.trial.study.features.columns)
    loan = shown.fields[0]
    assert loan.value == 9e9 and loan.note == "rarely seen" and loan.low < loan.begun < loan.high
    assert next(each for each in shown.fields if each.name == "job").options == ("fixed", "free")
    frozen = bench(said=[Freedom("loan", "never"), Freedom("x", "up")])
    notes = {each.name: each.note for each in tried(frozen, look(frozen, None, {})).fields}
    assert notes["loan"] == "never changes" and notes["x"] == "only goes up"


@pytest.mark.parametrize(
    ("width", "whole", "step"),
    [
        (100, True, 1),
        (99, True, 1),
        (408, True, 5),
        (50_000, True, 500),
        (1.0, False, 0.01),
        (0.3, False, 0.005),
        (0, True, 1),
        (3, True, 1),
    ],
)
def test_steps_of_a_slider(width, whole, step):
    assert nice_step(width, whole) == pytest.approx(step)


def test_a_model_that_reads_nothing_into_a_case():
    one = bench()

    class Silent(type(one.model)):
        def score(self, rows):
            return np.full(len(rows), math.nan)

    one.model.__class__ = Silent
    told = tried(one, look(one, None, {}))
    assert told.scale is None and "gives no score" in told.says[0]


def test_values_as_the_engine_gives_them_where_some_are_missing():
    table = frame(many=300)
    table["years"] = pd.array([None if place % 7 == 0 else place % 9 for place in range(300)], dtype="Int64")
    table["agrees"] = pd.array([None if place % 5 == 0 else place % 2 == 0 for place in range(300)], dtype="boolean")
    own = table[["years", "agrees", "job"]]
    known = levers(own)
    made = typical(own)
    assert made.dtypes.tolist() == own.dtypes.tolist() and made.notna().all(axis=None)
    for changes in ({"years": 3.0}, {"years": None}, {"agrees": "False"}, {"agrees": None}, {"job": None}):
        changed = with_changes(made, changes, known)
        [(name, value)] = changes.items()
        assert changed[name].isna()[0] if value is None else str(changed[name][0]) == str(value).removesuffix(".0")
        assert str(changed.agrees.dtype) == "boolean"
