"""The task that explains: what goes on record and what does not, what stakeholders see, and what happens without a model."""

import json
from dataclasses import replace

import numpy as np
import pytest

from tests.conftest import DANA
from tests.explanation import made
from workbook.data import ProjectFiles
from workbook.errors import NotAllowed, WorkbookError
from workbook.explanation.agreeing import parts as agreeing
from workbook.explanation.agreeing.words import FAITHFUL_TEST, FIRM_TEST, findings, kept_agreement
from workbook.explanation.answers import ExplainingAnswers
from workbook.explanation.attributing import parts as attributing
from workbook.explanation.explaining import explain_model, explained
from workbook.explanation.shaping import parts as shaping
from workbook.modelling.choosing.answers import ModelChoice
from workbook.modelling.choosing.using import train_recipe
from workbook.models.findings import findings_in
from workbook.models.on_trial import put_on_trial
from workbook.project.results import from_kept, to_kept
from workbook.stages import open_desk
from workbook.ui.live import Live, TableView

PARTS = (*attributing.PARTS, *agreeing.PARTS, *shaping.PARTS)
RECORDED = ("importance", "agreement", "shapes", "groups", "stand_in")


def quiet(*_):
    pass


def all_of(held, model, rows=20, **answers):
    return explained(put_on_trial(held, model), ExplainingAnswers(background_rows=rows, **answers), quiet, quiet)


@pytest.fixture(scope="module")
def held():
    return made.study(made.frame(300))


@pytest.fixture(scope="module")
def whole(held):
    return all_of(held, made.trained(held, "logistic"), rows=280, strongest=2)


@pytest.fixture(scope="module")
def bare_study():
    """No groups, no money, odd names, a constant column, missing values, selected below."""
    features = made.frame(120).assign(flat=1.0).rename(columns={"income": "<b>in&come</b> $x$", "job": "job · “who”"})
    label = (np.random.default_rng(0).random(120) < 0.4).astype(int)
    return replace(made.study(features, groups=False), selected="below", label=label, event_is_right=False)


def every_live(result):
    """All that the page shows of a result, as it comes back from the record."""
    shown = {}
    for part in PARTS:
        if not isinstance(part, Live) or not part.reads[0].startswith("evidence:"):
            continue
        name = part.reads[0].removeprefix("evidence:explanation.")
        value = getattr(result, name)
        if value is None:
            continue
        back = from_kept(type(value), json.loads(json.dumps(to_kept(value))))
        figure = part.show(back) if part.show else None
        shown[part.name] = (part.say(back) if part.say else "", figure)
    return shown


def texts(shown):
    return " ".join(text for text, _ in shown.values())


def test_everything_comes_back_from_the_record_and_can_be_shown(whole):
    shown = every_live(whole)
    assert {"drivers", "quotable", "agreement", "faithful", "shapes", "reasons_by_group", "stand_in"} <= set(shown)
    for name, (text, figure) in shown.items():
        assert "nan" not in text.lower(), name
        if isinstance(figure, TableView):
            json.dumps([dict(row) for row in figure.rows], allow_nan=False)
        elif figure is not None:
            assert figure["layout"]["title"]["text"] and json.dumps(figure, allow_nan=False)


def test_no_single_row_goes_on_record(held, whole):
    """Whatever is on record stays short when there are more rows: nothing in it has the length of the rows."""
    for name in RECORDED:
        kept = to_kept(getattr(whole, name))

        def longest(value):
            if isinstance(value, dict):
                return max(map(longest, value.values()), default=0)
            return max([len(value), *map(longest, value)]) if isinstance(value, list) else 0

        assert longest(kept) < 30, name
    assert whole.found["linear shap"].values.shape == (300, 5)


def test_names_from_data_are_never_markup(bare_study):
    result = all_of(bare_study, made.trained(bare_study, "logistic"))
    for name, (_, figure) in every_live(result).items():
        if figure is not None and not isinstance(figure, TableView):
            assert "<b>" not in json.dumps(figure), name
    assert result.groups.groups == () and "No groups were named" in texts(every_live(result))
    assert all(one.shuffled.money is None for one in result.importance.drivers)


def test_machines_are_no_applicants(bare_study):
    told = replace(bare_study, wording=replace(made.WORDING, unit="thing", units="machines", selected_means="stopped"))
    text = texts(every_live(all_of(told, made.trained(told, "logistic"))))
    assert "machines" in text and "applicant" not in text and "people" not in text.replace("too few people", "")


def test_the_comparison_and_the_number_of_reasons_are_the_teams(held):
    result = all_of(held, made.trained(held, "logistic"), compared_with="selected", strongest=1)
    assert "from those approved" in result.importance.background and result.agreement.k == 1


def test_without_a_model_the_scores_alone_get_a_tree(held):
    score = 1 / (1 + np.exp(-made.odds(held.features)))
    alone = all_of(replace(held, score=score), None)
    assert (
        alone.importance is None
        and alone.stand_in.model == ""
        and set(every_live(alone)) == {"stand_in", "stand_in_for"}
    )
    with pytest.raises(WorkbookError, match="no score, and no model"):
        all_of(held, None)


def test_fifty_rows_are_explained_with_all_their_doubts():
    small = made.study(made.frame(50), folds=2)
    text = texts(every_live(all_of(small, made.trained(small, "logistic"))))
    assert "cannot tell" in text.lower()


def test_one_column_alone():
    narrow = made.study(made.frame(120)[["income"]], groups=False)
    result = all_of(narrow, made.trained(narrow, "logistic"))
    assert result.agreement.k == 1 and len(result.importance.drivers) == 1 and every_live(result)


def test_a_model_that_says_the_same_of_everybody(held):
    result = all_of(held, made.trained(held, "base rate"))
    text = texts(every_live(result))
    assert "No column drives the score" in text and "Nobody has a reason" in text and "finds no question" in text


@pytest.fixture
def small_desk(desk, monkeypatch, tmp_path):
    """Quick: few rows are compared and few runs made."""
    monkeypatch.setenv("WORKBOOK_UPLOADS", str(tmp_path / "uploads"))
    monkeypatch.setattr("workbook.explanation.explaining.PEOPLE", 20)
    monkeypatch.setattr("workbook.explanation.explaining.OF_A_GROUP", 10)
    monkeypatch.setattr("workbook.explanation.agreeing.asking.RUNS", 2)
    monkeypatch.setattr("workbook.explanation.agreeing.asking.RUNS_OF_SLOW", 1)
    desk.store.update(ExplainingAnswers, background_rows=10)
    train(desk, "logistic")
    return desk


def train(desk, recipe):
    desk.store.update(ModelChoice, recipe=recipe)
    train_recipe(desk, quiet, lambda: False)


def test_the_task_records_keeps_privately_and_can_be_read_without_rows(small_desk):
    with pytest.raises(WorkbookError, match="Nothing has been explained yet"):
        small_desk.read("attributions")
    told = explain_model(small_desk, quiet, lambda: False)
    assert "on record" in told
    for name in RECORDED:
        evidence = small_desk.record.latest(f"explanation.{name}")
        assert evidence is not None and evidence.stage == "explanation" and not evidence.personal
        assert evidence.fingerprints.model == small_desk.record.data.model_fingerprint
    kept = small_desk.read("attributions")
    assert kept["linear shap"].additive and set(kept) == {"linear shap", "lime"}
    study = small_desk.read("study")
    row = kept["linear shap"].rows[0]
    copy = next(copy for mask, copy in small_desk.read("model").by_fold if mask[row])
    expected = copy.decision_function(study.features.iloc[[row]])[0]
    assert kept["linear shap"].explained[0] == pytest.approx(expected)
    explain_model(small_desk, quiet, lambda: False)
    files = [one for one in ProjectFiles(small_desk.store.project_id).files() if one.suffix == ".parquet"]
    assert len(files) == 1, "the file of the earlier run is erased"


def test_a_stopped_run_keeps_nothing(small_desk):
    with pytest.raises(WorkbookError, match="Nothing of it was kept"):
        explain_model(small_desk, quiet, lambda: True)
    assert small_desk.record.latest("explanation.importance") is None


def test_attributions_of_another_model_are_not_handed_out(small_desk):
    explain_model(small_desk, quiet, lambda: False)
    train(small_desk, "base rate")
    with pytest.raises(WorkbookError, match="another model"):
        small_desk.read("attributions")


@pytest.fixture
def viewer(small_desk):
    """The desk of somebody who was invited to look."""
    repository, project = small_desk.store.repository, small_desk.store.project_id
    code = repository.invite(project, DANA, "Vic", "viewer").code
    person, _, _ = repository.accept(code)
    return open_desk(repository, project, person)


def test_a_viewer_reads_what_is_on_record_and_no_single_row(small_desk, viewer):
    with pytest.raises(NotAllowed):
        explain_model(viewer, quiet, lambda: False)
    explain_model(small_desk, quiet, lambda: False)
    viewer.store.open(small_desk.store.project_id)
    for part in PARTS:
        if isinstance(part, Live) and part.reads[0].startswith("evidence:"):
            assert part.say is None or part.say(viewer.result(part))
    with pytest.raises(WorkbookError):
        viewer.read("attributions")


def test_a_model_that_is_not_in_memory_is_asked_for(small_desk):
    again = open_desk(small_desk.store.repository, small_desk.store.project_id, DANA)
    with pytest.raises(WorkbookError, match="not in memory"):
        explain_model(again, quiet, lambda: False)


def test_findings_for_the_decision_rest_on_the_interval(whole):
    kept = kept_agreement(whole.agreement)
    told = findings_in(kept)
    assert [one.test for one in told] == [FIRM_TEST, FAITHFUL_TEST]
    assert told[0].outcome == "held", "a weighted sum has firm reasons"
    assert repr(from_kept(type(whole.agreement), kept)) == repr(whole.agreement)
    shaky = replace(whole.agreement, told_firm=(0.4, 0.35, 0.45))
    assert findings(shaky)[0].outcome == "failed"
    assert findings(replace(whole.agreement, told_firm=(0.8, 0.7, 0.9)))[0].outcome == "cannot tell"
    assert findings(replace(whole.agreement, told_firm=(float("nan"),) * 3))[0].outcome == "cannot tell"
