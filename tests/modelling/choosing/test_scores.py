"""A model's scores on every page, as often as wanted, and back: nothing else about the rows changes."""

from __future__ import annotations

import numpy as np
import pytest

from tests.modelling.choosing.conftest import READS, nothing
from workbook.errors import InputError, WorkbookError
from workbook.fairness.answers import FairnessAnswers
from workbook.modelling.choosing.scores import back_to_rows, use_scores
from workbook.modelling.choosing.using import make_ready
from workbook.project import staleness
from workbook.stages import open_desk


def roles(desk):
    columns = desk.read("columns")
    return columns.label, columns.label_positive, columns.groups, columns.amounts, columns.favourable


def answers(desk):
    """What the pages ask, apart from what is kept about the scores themselves."""
    read = {name: desk.read(name) for name in ("columns", "fairness.threshold", "mitigation.leave_out", "modelling")}
    return {name: repr(value) for name, value in read.items()}


def test_every_page_speaks_of_the_model(trained, uploads):
    desk = trained
    before, kept, counted = desk.record.data, roles(desk), desk.read("tally")
    model, study = desk.read("model"), desk.read("study")
    told = use_scores(desk, nothing, nothing)
    now, frame = desk.record.data, desk.read("frame")
    assert "“Logistic regression”" in told and "did not learn from it" in told
    assert desk.read("columns.score") == "score of Logistic regression" and roles(desk) == kept
    assert frame[desk.read("columns.score")].to_numpy() == pytest.approx(model.again(study.features), abs=1e-6)
    assert now.rows == before.rows and now.columns == (*before.columns, "score of Logistic regression")
    assert now.without_scores.fingerprint == before.fingerprint == now.rows_fingerprint != now.fingerprint
    assert desk.read("columns.trained_on_these_rows") == "no"
    assert desk.read("tally").fingerprint != counted.fingerprint and desk.read("tally").groups == counted.groups
    assert [one.suffix for one in uploads.rglob("*") if one.is_file()] == [".parquet"]


def test_the_threshold_selects_as_many_as_the_declared_one_did(trained):
    desk = trained
    before = desk.read("frame")["score_logistic"].to_numpy() >= desk.read("fairness.threshold")
    use_scores(desk, nothing, nothing)
    after = desk.read("frame")[desk.read("columns.score")].to_numpy() >= desk.read("fairness.threshold")
    assert after.mean() == pytest.approx(before.mean(), abs=2 / len(before)) and (after != before).any()


def test_what_was_recorded_before_is_stale_and_counts_again_on_the_way_back(trained, uploads):
    desk = trained
    desk.put_on_record("fairness.audit", "fairness", "A gap.", {}, ("tally", "fairness.threshold"), 1)
    evidence, before = desk.record.latest("fairness.audit"), desk.record.data
    told_before = answers(desk)
    use_scores(desk, nothing, nothing)
    assert "The rows changed since it was recorded." in staleness(evidence, desk.record, revision=1)
    assert "“score_logistic”" in back_to_rows(desk)
    assert staleness(evidence, desk.record, revision=1) == ()
    assert desk.record.data == before and answers(desk) == told_before
    assert desk.read("model_choice.scores") is None and not [one for one in uploads.rglob("*") if one.is_file()]


def test_the_model_stays_in_use_and_on_record_both_ways(trained):
    desk = trained
    record = desk.read("model_record")
    for step in (lambda: use_scores(desk, nothing, nothing), lambda: back_to_rows(desk)):
        step()
        evidence = desk.record.latest("modelling.model")
        assert desk.read("model_record") == record and desk.read("model").fingerprint == record.fingerprint
        assert staleness(evidence, desk.record, revision=1) == ()
        later = open_desk(desk.store.repository, desk.store.project_id, desk.store.person)
        make_ready(later, nothing, nothing)
        assert later.read("model").fingerprint == record.fingerprint


def test_doing_it_twice_changes_nothing_more(trained, uploads):
    desk = trained
    use_scores(desk, nothing, nothing)
    first, scores = desk.record.data, desk.read("frame")["score of Logistic regression"]
    threshold, kept = desk.read("fairness.threshold"), desk.read("model_choice.scores")
    use_scores(desk, nothing, nothing)
    assert desk.record.data.columns == first.columns and desk.record.data.without_scores == first.without_scores
    assert desk.read("frame")["score of Logistic regression"].equals(scores)
    assert desk.read("fairness.threshold") == threshold and desk.read("model_choice.scores") == kept
    assert len([one for one in uploads.rglob("*") if one.is_file()]) == 1


def test_another_model_takes_the_place_of_the_first(trained, page, own):
    desk = trained
    before, told_before = desk.record.data, answers(desk)
    use_scores(desk, nothing, nothing)
    page.use_model(own, title="Ours", on_these_rows=False)
    use_scores(desk, nothing, nothing)
    assert desk.read("columns.score") == "score of Ours"
    assert desk.record.data.columns == (*before.columns, "score of Ours")
    assert desk.record.data.label == "Consumer loans, with the scores of “Ours”"
    assert desk.read("model_choice.scores").score_before == "score_logistic"
    back_to_rows(desk)
    assert desk.record.data.fingerprint == before.fingerprint and answers(desk) == told_before


def test_an_own_model_says_what_follows_from_where_it_was_trained(desk, page, own):
    for on_these, told, said in (
        (True, "smaller than they will be", "yes"),
        (None, "Nobody said", "not said"),
        (False, "", "no"),
    ):
        page.use_model(own, title="Ours", on_these_rows=on_these)
        assert told in use_scores(desk, nothing, nothing)
        assert desk.read("columns.trained_on_these_rows") == said
    assert desk.read("frame")["score of Ours"].to_numpy() == pytest.approx(
        own.predict_proba(desk.read("frame")[READS])[:, 1], abs=1e-6
    )


def test_rows_of_a_notebook_stay_in_its_memory(desk, page, own, uploads):
    from workbook.opening import page_of

    frame = desk.read("frame").drop(columns="score_boosting")
    page_of(desk, "start").connect(frame, "mine")
    before = desk.record.data
    page.use_model(own, title="Ours", on_these_rows=False)
    use_scores(desk, nothing, nothing)
    assert desk.record.data.kind == "dataframe" and "score of Ours" in desk.read("frame").columns
    assert desk.read("tally").rows == len(frame) and not list(uploads.rglob("*.parquet"))
    use_scores(desk, nothing, nothing)
    back_to_rows(desk)
    assert desk.record.data.fingerprint == before.fingerprint and desk.read("frame").equals(frame)


def test_a_score_that_gives_way_is_read_by_no_recipe(desk, page, own):
    from workbook.opening import page_of

    frame = desk.read("frame").rename(columns={"score_logistic": "points"}).drop(columns="score_boosting")
    page_of(desk, "start").connect(frame, "mine")
    desk.store.update(desk.readings.section_named("columns"), score="points")
    page.use_model(own, title="Ours", on_these_rows=False)
    before = desk.read("mitigation.leave_out")
    use_scores(desk, nothing, nothing)
    assert desk.read("mitigation.leave_out") == (*before, "points")
    assert "points" not in desk.read("study_for_recipes").features
    back_to_rows(desk)
    assert desk.read("mitigation.leave_out") == before


def test_points_that_fall_with_the_event_are_turned_round(desk, page):
    """A score of risk selects below its threshold; the model's score of repaying selects above."""
    from workbook.opening import page_of

    frame = desk.read("frame").assign(risk=lambda rows: 1 - rows["score_logistic"])
    page_of(desk, "start").connect(frame, "mine")
    desk.store.update(desk.readings.section_named("columns"), score="risk", selected="below")
    desk.store.update(FairnessAnswers, threshold=0.5)
    page.use_model(lambda rows: rows["income"].fillna(0), columns="income", title="Income")
    use_scores(desk, nothing, nothing)
    assert desk.read("columns.selected") == "at_or_above"
    back_to_rows(desk)
    assert desk.read("columns.selected") == "below" and desk.read("fairness.threshold") == 0.5


def test_rows_without_a_score_are_counted(desk, page):
    page.use_model(lambda rows: np.where(rows["amount"] > 500, rows["amount"], np.nan), columns="amount", title="Half")
    told = use_scores(desk, nothing, nothing)
    share = (desk.read("frame")["amount"] <= 500).mean()
    assert f"{share:.0%} of the rows have no score" in told
    assert desk.read("frame")["score of Half"].isna().mean() == pytest.approx(share)


def test_nothing_to_take_back(desk):
    with pytest.raises(InputError, match="No model's scores"):
        back_to_rows(desk)


def test_other_rows_in_between_are_not_touched(trained):
    desk = trained
    use_scores(desk, nothing, nothing)
    from workbook.ui.connecting import use_sample

    use_sample(desk.store, "churn")
    now = desk.record.data
    with pytest.raises(InputError, match="No model's scores"):
        back_to_rows(desk)
    assert desk.record.data == now and desk.read("model_choice.scores") is None


def test_an_adopted_policy_stands_in_the_way(trained, monkeypatch):
    read = trained.read
    monkeypatch.setattr(trained, "read", lambda name: "a policy" if name == "fairness.adopted" else read(name))
    with pytest.raises(WorkbookError, match="Withdraw it"):
        use_scores(trained, nothing, nothing)


def test_without_a_model_it_says_what_to_do(desk):
    with pytest.raises(WorkbookError, match="Train a recipe or bring your own"):
        use_scores(desk, nothing, nothing)


def test_cancelled_keeps_nothing(trained, uploads):
    before = trained.record.revision
    assert use_scores(trained, nothing, lambda: True) == ""
    assert trained.record.revision == before and not list(uploads.rglob("*.parquet"))


def test_erased_rows_are_not_connected_again(trained):
    from workbook.ui.connecting import erase

    use_scores(trained, nothing, nothing)
    erase(trained.store)
    assert trained.record.data.without_scores.location == ""
    with pytest.raises(InputError, match="erased"):
        back_to_rows(trained)
