"""From a candidate to the policy in force, and back; on the practice project."""

from __future__ import annotations

import pytest

from tests.ui.conftest import desk, project, repository  # noqa: F401
from workbook.data import ProjectFiles
from workbook.decision.briefing import brief_of
from workbook.errors import InputError, WorkbookError
from workbook.fairness import page
from workbook.fairness.answers import FairnessAnswers
from workbook.fairness.mitigation import adopting, keeping
from workbook.fairness.mitigation.answers import MitigationAnswers
from workbook.fairness.mitigation.candidate import TITLES
from workbook.outcomes import GroupThreshold, Policy, difference_between, money_at
from workbook.project import sentences
from workbook.roi import page as roi
from workbook.stages import revisions
from workbook.ui.controls import ThresholdSlider

PARTS = {part.name: part for part in page.PARTS}
MONEY = {part.name: part for part in roi.PARTS}


@pytest.fixture(autouse=True)
def files(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_UPLOADS", str(tmp_path / "uploads"))


def choose(desk, name, *, cleared=True):  # noqa: F811
    law = {"legal_by": "Dr. Law", "legal_date": "2026-11-01", "legal_reference": "memo 7"} if cleared else {}
    desk.store.update(MitigationAnswers, candidate=name, **law)
    desk.keep(PARTS["before_after"], "fairness", 1)


def test_every_name_can_be_chosen():
    labels = MitigationAnswers.model_fields["candidate"]
    assert set(labels.annotation.__args__) == set(TITLES)


def test_the_page_says_what_it_finds(desk):  # noqa: F811
    found = desk.result(PARTS["frontier"])
    assert "Doing nothing" in PARTS["frontier"].say(found)
    assert {trace["name"] for trace in PARTS["frontier"].show(found)["data"]} >= {"as declared"}
    assert len(PARTS["candidates"].show(found).rows) == len(found.candidates)


def test_groups_are_not_told_apart_without_a_lawyer(desk):  # noqa: F811
    choose(desk, "equal opportunity", cleared=False)
    with pytest.raises(InputError, match="may be unlawful"):
        adopting.adopt(desk)
    assert desk.read("fairness.adopted") is None
    desk.store.update(MitigationAnswers, legal_by="Dr. Law")
    with pytest.raises(InputError, match="lawyer"):
        adopting.adopt(desk)


def test_nothing_is_adopted_without_its_evidence(desk):  # noqa: F811
    desk.store.update(MitigationAnswers, candidate="moved")
    with pytest.raises(InputError, match="on record"):
        adopting.adopt(desk)
    desk.store.update(MitigationAnswers, candidate="nothing")
    with pytest.raises(InputError, match="in force already"):
        adopting.adopt(desk)
    with pytest.raises(WorkbookError):
        desk.keep(PARTS["before_after"], "fairness", 1)


def test_what_is_adopted_is_what_later_pages_use(desk):  # noqa: F811
    choose(desk, "equal opportunity")
    candidate = desk.result(PARTS["before_after"]).candidate
    assert "in force" in adopting.adopt(desk)
    policy = desk.read("policy_or_none")
    assert policy == candidate.offer.policy and policy.thresholds
    look = desk.result(PARTS["groups"])
    assert look.declared and look.audited.policy == policy and look.audited.threshold is None
    standing, tally, payoff = desk.read("standing"), desk.read("tally"), desk.read("payoff")
    scale = standing.curve.scale
    assert standing.value[0] == pytest.approx(money_at(tally, payoff, policy, "value").total * scale)
    everybody = Policy.at(float(tally.edges[0]))
    today = difference_between(tally, payoff, policy, everybody, "value")
    assert standing.benefit == pytest.approx(tuple(one * scale for one in (today.total, today.low, today.high)))
    assert "With the adopted policy" in MONEY["flat_top"].say(desk.result(MONEY["flat_top"]))
    assert MONEY["case"].say(desk.result(MONEY["case"]))
    assert MONEY["flat_top"].show(standing)["layout"]["title"]["text"]
    slider = ThresholdSlider(PARTS["threshold"], desk, lambda: None)
    assert "adopted policy is in force" in slider.state["says"]
    for part, stage in ((MONEY["flat_top"], "roi"), (PARTS["gaps"], "fairness")):
        desk.keep(part, stage, 1)
    assert any("With the adopted policy" in line for line in brief_of(desk.record, revisions()).sentences)
    log = sentences(desk.store.repository.log(desk.store.project_id, desk.store.person))
    assert any("adopted" in line for line in log)


def test_a_slider_still_explores_and_withdrawing_leads_back(desk):  # noqa: F811
    choose(desk, "human review")
    adopting.adopt(desk)
    desk.explore(Policy.at(0.6))
    assert desk.read("policy") == Policy.at(0.6) and not desk.result(PARTS["groups"]).declared
    desk.stop_exploring()
    assert desk.read("policy").review is not None and desk.result(PARTS["groups"]).declared
    adopting.withdraw(desk)
    assert desk.read("policy") == Policy.at(0.5)
    with pytest.raises(InputError, match="nothing to withdraw"):
        adopting.withdraw(desk)


def test_an_adopted_policy_that_does_not_fit_is_told(desk):  # noqa: F811
    choose(desk, "equal opportunity")
    adopting.adopt(desk)
    desk.store.update(desk.readings.section_named("columns"), score="score_boosting")
    with pytest.raises(InputError, match="score_logistic"):
        desk.read("policy")
    desk.store.update(desk.readings.section_named("columns"), score="score_logistic", groups=("marital",))
    with pytest.raises(InputError, match="age_group"):
        desk.read("policy")


def test_retrained_scores_are_kept_beside_the_rows_and_adopted(desk, monkeypatch):  # noqa: F811
    told = []
    monkeypatch.setattr(keeping, "train_candidates", quick(keeping.train_candidates))
    assert "trained" in PARTS["train"].run(desk, lambda *said: told.append(said), lambda: False)
    assert told and len(ProjectFiles(desk.store.project_id).files()) == 1
    found = desk.result(PARTS["frontier"])
    candidate = found.named("retrained")
    assert candidate.offer.policy.one_threshold and found.rows == int(sum(one.n for one in candidate.effects))
    choose(desk, "retrained")
    text = PARTS["policy_code"].make(desk)[2].decode()
    assert "score_retrained" in text
    before = desk.record.data.fingerprint
    adopting.adopt(desk)
    assert desk.read("columns").score == "score_retrained" and desk.record.data.fingerprint != before
    assert desk.read("policy") == candidate.offer.policy
    after = desk.result(PARTS["frontier"])
    assert after.nothing.gap == pytest.approx(candidate.gap) and after.named("retrained") is not None
    log = sentences(desk.store.repository.log(desk.store.project_id, desk.store.person))
    assert any("with retrained scores" in line for line in log)
    adopting.withdraw(desk)
    assert desk.read("columns").score == "score_logistic" and desk.read("fairness.threshold") == 0.5


def quick(train):
    """The same training with one small model only."""
    from sklearn.naive_bayes import GaussianNB

    def trained(frame, **asked):
        asked |= {"estimator": GaussianNB(), "folds": 2}
        asked["leave_out"] = [
            *asked["leave_out"],
            *frame.select_dtypes(exclude="number").columns,
            "income",
            "assets",
            "debt",
        ]
        asked["leave_out"] = [name for name in asked["leave_out"] if name not in ("repaid", "age_group")]
        return train(frame, **asked)

    return trained


def test_cancelled_training_keeps_nothing(desk):  # noqa: F811
    with pytest.raises(WorkbookError, match="Stopped"):
        PARTS["train"].run(desk, lambda *_: None, lambda: True)
    assert not ProjectFiles(desk.store.project_id).files() and desk.record.latest(keeping.TRAINED) is None


def test_what_is_stored_can_be_read_again(desk):  # noqa: F811
    choose(desk, "equal opportunity")
    adopting.adopt(desk)
    stored = desk.record.section(FairnessAnswers).adopted
    assert type(stored).model_validate_json(stored.model_dump_json()) == stored
    assert all(isinstance(one, GroupThreshold) for one in stored.policy.thresholds)
