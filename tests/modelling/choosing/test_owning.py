"""The team's own model: from a notebook, from an uploaded file, from what is configured; on record with who brought it."""

from __future__ import annotations

import json
import threading
from http.server import ThreadingHTTPServer

import pytest

from tests.modelling.choosing.conftest import READS, nothing
from tests.models.sources.test_endpoints import Scoring
from workbook.errors import InputError, NotAllowed, WorkbookError
from workbook.modelling.choosing.answers import ModelChoice
from workbook.modelling.choosing.owning import use_own
from workbook.modelling.choosing.scores import use_scores
from workbook.modelling.choosing.using import make_ready, train_recipe
from workbook.opening import page_of
from workbook.stages import open_desk

sio = pytest.importorskip("skops.io")


def again(desk):
    """The desk of somebody who opens the project anew."""
    return open_desk(desk.store.repository, desk.store.project_id, desk.store.person)


def send(page, name, content, piece=2**16):
    """Upload as the browser does; returns what was sent back."""
    part, sent = page.model_file, []
    part.send = lambda message, **_: sent.append(message)
    part._answer(part, {"start": name, "size": len(content)}, [])
    if not sent[-1].get("refused"):
        for start in range(0, len(content), piece):
            part._answer(part, {"piece": start}, [content[start : start + piece]])
        part._answer(part, {"finish": True}, [])
    return part


@pytest.fixture
def saved(own, tmp_path):
    sio.dump(own, tmp_path / "ours.skops")
    return (tmp_path / "ours.skops").read_bytes()


def test_an_estimator_of_a_notebook(desk, page, own):
    told = page.use_model(own, title="Ours", trained_by="Eve", trained_with="loans of 2025", on_these_rows=False)
    record, frame = desk.read("model_record"), desk.read("frame")
    assert "“Ours” is in use" in told and record.kind == "estimator" and record.by == "Dana"
    assert (record.trained_by, record.trained_with, record.trained_on) == ("Eve", "loans of 2025", "")
    assert record.columns == tuple(READS) and record.event == 1
    assert list(desk.read("study").features) == READS
    assert desk.read("model").again(desk.read("study").features) == pytest.approx(own.predict_proba(frame[READS])[:, 1])
    assert desk.read("model_choice.use") == "own"


def test_others_are_told_whose_notebook_it_is_in(desk, page, own):
    page.use_model(own)
    with pytest.raises(WorkbookError, match="in Dana's notebook only"):
        again(desk).read("model")
    with pytest.raises(WorkbookError, match="in Dana's notebook only"):
        make_ready(again(desk), nothing, nothing)


def test_what_was_trained_on_these_rows_is_on_record(desk, page, own):
    page.use_model(own, on_these_rows=True)
    assert desk.read("model_record").trained_on == desk.record.data.fingerprint


def test_a_recipe_trained_after_it_learns_from_every_column(desk, page, own):
    page.use_model(own)
    desk.store.update(ModelChoice, recipe="logistic")
    train_recipe(desk, nothing, nothing)
    assert "seniority" in desk.read("model_record").columns and desk.read("model_choice.use") == "recipe"


def test_a_function_and_a_path(desk, page, saved, tmp_path):
    assert "in use" in page.use_model(lambda rows: -rows["amount"], columns="amount", title="Small is safe")
    assert desk.read("model_record").kind == "function"
    page.use_model(str(tmp_path / "ours.skops"))
    record = desk.read("model_record")
    assert record.kind == "skops file" and record.made_with.startswith("scikit-learn")
    later = again(desk)
    make_ready(later, nothing, nothing)
    assert later.read("model").fingerprint == record.fingerprint


def test_a_pickle_needs_a_name_which_goes_on_record(desk, page, own, tmp_path):
    import joblib

    joblib.dump(own, tmp_path / "model.joblib")
    with pytest.raises(NotAllowed, match="i_trust_this_file_from"):
        page.use_model(str(tmp_path / "model.joblib"))
    assert desk.read("model_record") is None
    page.use_model(str(tmp_path / "model.joblib"), i_trust_this_file_from="Eve Adams")
    assert any("Eve Adams" in note for note in desk.read("model_record").notes)


@pytest.mark.parametrize(
    ("columns", "why"),
    [(["repaid"], "says what happened"), (["nothing"], "no such column")],
)
def test_columns_that_cannot_be_read_are_told_and_nothing_changes(desk, page, columns, why):
    before = desk.record.revision
    with pytest.raises(InputError, match=why):
        page.use_model(lambda rows: [0.5] * len(rows), columns=columns)
    assert desk.record.revision == before


def test_a_slip_in_a_name_is_told(page, own):
    with pytest.raises(TypeError, match="titel"):
        page.use_model(own, titel="Ours")


def test_without_rows_there_is_nothing_to_try_it_on(page, desk, own):
    desk.open(desk.store.repository.create_project("Empty", desk.store.person))
    with pytest.raises(WorkbookError, match="No rows are connected"):
        page.use_model(own)


def test_an_uploaded_file_is_put_to_use_with_what_was_said_of_it(desk, page, saved, uploads):
    part = send(page, "C:\\models\\ours.skops", saved)
    assert "“ours.skops” has arrived" in part.says and ".skops" in part.endings
    desk.store.update(ModelChoice, trained_by="Eve", trained_at="2025-11-03", learned_from="other rows")
    told = use_own(desk, nothing, nothing)
    record = desk.read("model_record")
    assert "“ours” is in use" in told and record.trained_by == "Eve" and record.trained_with
    later = again(desk)
    assert "in memory" in make_ready(later, nothing, nothing)
    assert len(list(uploads.rglob("*.skops"))) == 1


def test_a_second_upload_takes_the_place_of_one_that_was_never_used(page, saved, uploads):
    send(page, "a.skops", saved)
    send(page, "b.skops", saved)
    assert len(list(uploads.rglob("*.skops"))) == 1


@pytest.mark.parametrize(
    ("name", "why"),
    [("model.pkl", "runs whatever its maker"), ("model.JOBLIB", "runs whatever its maker"), ("model.pt", "weights without the module"),
     ("rows.csv", "not a kind of file"), ("model.onnx.exe", "not a kind of file")],
)  # fmt: skip
def test_other_files_are_refused_before_a_byte_arrives(page, uploads, name, why):
    part = send(page, name, b"x" * 100)
    assert why in part.says and not list(uploads.rglob("*.*"))


@pytest.mark.parametrize("name", ["a.skops", "a.onnx"])
def test_content_that_is_not_what_its_name_says_is_not_kept(page, uploads, name):
    part = send(page, name, b"MZ" + b"\0" * 500)
    assert "damaged" in part.says and not [one for one in uploads.rglob("*") if one.is_file()]


def test_a_harmful_file_is_refused_on_arrival(page, uploads, tmp_path):
    class Harmful:
        pass

    Harmful.__module__, Harmful.__qualname__ = "subprocess", "Popen"
    sio.dump(
        {"a": __import__("tests.models.sources.test_skops_files", fromlist=["Harmful"]).Harmful()}, tmp_path / "h.skops"
    )
    part = send(page, "h.skops", (tmp_path / "h.skops").read_bytes())
    assert "could run code" in part.says and not [one for one in uploads.rglob("*") if one.is_file()]


@pytest.mark.parametrize(
    ("choice", "why"),
    [
        ({"own": "file"}, "No model file was uploaded"),
        ({"own": "endpoint"}, "WORKBOOK_ENDPOINTS"),
        ({"own": "endpoint", "endpoint": "http://evil.example/x"}, "among the scoring endpoints"),
        ({"own": "endpoint", "endpoint": "../../etc/passwd"}, "among the scoring endpoints"),
        ({"own": "registry"}, "Registry and address are both needed"),
        ({"own": "registry", "registry": "none", "address": "models:/a/1"}, "Configured are: none"),
        ({"own": "file", "file": "../../x.skops"}, "outside"),
        ({"own": "file", "file": "gone.skops"}, "no longer there"),
    ],
)
def test_a_choice_that_leads_nowhere_is_told(desk, choice, why):
    desk.store.update(ModelChoice, **choice)
    with pytest.raises(WorkbookError, match=why):
        use_own(desk, nothing, nothing)


def test_a_file_of_the_server_cannot_be_named_as_an_endpoint(desk, tmp_path, own):
    sio.dump(own, tmp_path / "theirs.skops")
    desk.store.update(ModelChoice, own="endpoint", endpoint=str(tmp_path / "theirs.skops"))
    with pytest.raises(WorkbookError, match="among the scoring endpoints"):
        use_own(desk, nothing, nothing)
    assert desk.read("model_record") is None


def test_cancelled_keeps_nothing(desk, page, saved):
    send(page, "ours.skops", saved)
    assert use_own(desk, nothing, lambda: True) == "" and desk.read("model_record") is None


@pytest.mark.parametrize("role", ["viewer", "participant", "facilitator", "approver"])
def test_who_may_not_connect_rows_brings_no_model(desk, page, own, saved, role):
    repository, project = desk.store.repository, desk.store.project_id
    robin, _, _ = repository.accept(repository.invite(project, desk.store.person, "Robin", role).code)
    theirs = page_of(open_desk(repository, project, robin), "modelling")
    with pytest.raises(NotAllowed):
        theirs.use_model(own)
    with pytest.raises(NotAllowed):
        use_own(theirs._desk, nothing, nothing)
    assert "may not connect data" in send(theirs, "ours.skops", saved).says


def test_predictions_only_is_a_choice(desk):
    from workbook.modelling import page as wing

    assert wing.blockers(desk.record) and wing.progress(desk.record) == 0
    desk.store.update(ModelChoice, use="predictions only")
    assert not wing.blockers(desk.record) and wing.progress(desk.record) == 1
    with pytest.raises(WorkbookError, match="no model was brought"):
        desk.read("model")


def test_with_predictions_only_a_model_in_memory_is_not_asked(desk, page, own):
    page.use_model(own)
    desk.store.update(ModelChoice, use="predictions only")
    with pytest.raises(WorkbookError, match="no model was brought"):
        desk.read("model")
    assert "seniority" in desk.read("study").features
    desk.store.update(ModelChoice, use="own")
    assert desk.read("model").held is own


def test_what_is_configured_is_offered_by_name_only(page, monkeypatch):
    monkeypatch.setenv("WORKBOOK_ENDPOINT_LOANS", "https://scoring.example/secret-path")
    monkeypatch.setenv("WORKBOOK_REGISTRY_BANK", "https://mlflow.example/secret-path")
    form = page.own_place
    offered = {one["name"]: [option["value"] for option in one.get("options", ())] for one in form.fields_shown}
    assert offered["endpoint"] == [None, "loans"] and offered["registry"] == [None, "bank"]
    assert "secret-path" not in json.dumps(form.fields_shown)


@pytest.fixture
def scoring(monkeypatch):
    """A scoring endpoint on this machine, configured as "loans"; `by` divides the amounts that it is sent."""
    running = ThreadingHTTPServer(("127.0.0.1", 0), Scoring)
    running.asked, running.by = [], 10_000
    running.answer = lambda _handler, body: (
        200,
        {},
        json.dumps([1 - row[0] / running.by for row in body["dataframe_split"]["data"]]).encode(),
    )
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("WORKBOOK_ENDPOINT_LOANS", f"http://127.0.0.1:{running.server_port}/invocations")
    yield running
    running.shutdown()
    running.server_close()
    thread.join()


def test_a_configured_endpoint_is_put_to_use_and_known_again(desk, scoring):
    desk.store.update(ModelChoice, own="endpoint", endpoint="loans", reads=["amount"], trained_by="Eve")
    told = use_own(desk, nothing, nothing)
    record = desk.read("model_record")
    assert record.kind == "endpoint" and record.location == "loans" and "batch of at most 500" in told
    assert {name for _, _, body in scoring.asked for name in body["dataframe_split"]["columns"]} == {"amount"}
    assert "in memory" in make_ready(again(desk), nothing, nothing)
    scoring.by = 20_000  # another model behind the same address
    with pytest.raises(WorkbookError, match="gives other scores now"):
        make_ready(again(desk), nothing, nothing)


def test_its_scores_on_every_page_are_asked_for_in_batches(desk, scoring):
    desk.store.update(ModelChoice, own="endpoint", endpoint="loans", reads=["amount"], learned_from="other rows")
    use_own(desk, nothing, nothing)
    use_scores(desk, nothing, nothing)
    frame = desk.read("frame")
    assert frame["score of loans"].to_numpy() == pytest.approx((1 - frame["amount"] / 10_000).to_numpy(), abs=1e-6)
    assert max(len(body["dataframe_split"]["data"]) for _, _, body in scoring.asked) <= 500
