"""ONNX files: the same scores as the model that was exported, whatever it is given and gives; nothing outside the standard."""

from __future__ import annotations

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression

from tests.models.sources.conftest import READS, pipeline
from workbook.errors import InputError
from workbook.models.sources import onnx_checks
from workbook.models.sources.events import Wanted
from workbook.models.sources.onnx_files import open_onnx

pytest.importorskip("onnxruntime")
skl2onnx = pytest.importorskip("skl2onnx")
from skl2onnx.common.data_types import FloatTensorType, StringTensorType  # noqa: E402

GOOD = Wanted("good")
NUMBERS = ["income", "loan amount"]
CLOSE = 1e-5
"""ONNX computes in single precision."""


def exported(model, path, *, kinds=None, **options):
    inputs = kinds or [("income", FloatTensorType([None, 1])), ("loan amount", FloatTensorType([None, 1])),
                       ("home", StringTensorType([None, 1]))]  # fmt: skip
    held = skl2onnx.to_onnx(model, initial_types=inputs, options={id(model): options} if options else None)
    path.write_bytes(held.SerializeToString())
    return path


@pytest.fixture(params=[{}, {"zipmap": False}, {"zipmap": "columns"}], ids=["maps", "array", "outputs"])
def options(request):
    return request.param


@pytest.mark.parametrize(("event", "place"), [("good", 1), ("bad", 0)])
def test_one_input_a_column(fitted, rows, tmp_path, options, event, place):
    opened = open_onnx(
        exported(fitted, tmp_path / "loans.onnx", **options), wanted=Wanted(event), known_columns=list(rows)
    )
    assert opened.model.columns == tuple(READS), "the exporter calls “loan amount” loan_amount"
    assert opened.model.score(rows) == pytest.approx(fitted.predict_proba(rows[READS])[:, place], abs=CLOSE)
    assert opened.made_with.startswith("skl2onnx ") and opened.model.kind == "onnx file"


def test_one_table_of_numbers(rows, tmp_path, options):
    forest = RandomForestClassifier(8, max_depth=3, random_state=1).fit(
        rows[NUMBERS].to_numpy(), rows["repaid"] == "good"
    )
    path = exported(forest, tmp_path / "a.onnx", kinds=[("X", FloatTensorType([None, 2]))], **options)
    with pytest.raises(InputError, match="reads 2 columns of numbers as one table"):
        open_onnx(path, wanted=GOOD)
    with pytest.raises(InputError, match="reads 2 columns, and 1 were named"):
        open_onnx(path, columns=["income"], wanted=GOOD)
    model = open_onnx(path, columns=NUMBERS, wanted=GOOD).model
    assert model.score(rows) == pytest.approx(forest.predict_proba(rows[NUMBERS].to_numpy())[:, 1], abs=CLOSE)
    other_way = open_onnx(path, columns=NUMBERS[::-1], wanted=GOOD).model
    assert not np.allclose(model.score(rows), other_way.score(rows)) and model.fingerprint != other_way.fingerprint


def test_a_single_column(rows, tmp_path):
    one = LogisticRegression().fit(rows[["income"]].to_numpy(), rows["repaid"])
    path = exported(one, tmp_path / "a.onnx", kinds=[("income", FloatTensorType([None, 1]))])
    model = open_onnx(path, wanted=GOOD, known_columns=list(rows)).model
    assert model.score(rows) == pytest.approx(one.predict_proba(rows[["income"]].to_numpy())[:, 1], abs=CLOSE)


def test_a_regression_gives_its_number(rows, tmp_path):
    line = LinearRegression().fit(rows[NUMBERS].to_numpy(), rows["repaid"] == "good")
    path = exported(line, tmp_path / "a.onnx", kinds=[("X", FloatTensorType([None, 2]))])
    model = open_onnx(path, columns=NUMBERS).model
    assert model.score(rows) == pytest.approx(line.predict(rows[NUMBERS].to_numpy()), abs=CLOSE)


def test_missing_numbers_reach_the_model(fitted, rows, tmp_path):
    gaps = rows.assign(income=rows["income"].where(rows.index % 3 > 0))
    model = open_onnx(exported(fitted, tmp_path / "a.onnx"), wanted=GOOD, known_columns=list(rows)).model
    assert model.score(gaps) == pytest.approx(fitted.predict_proba(gaps[READS])[:, 1], abs=CLOSE)


def test_more_than_two_classes_are_refused(rows, tmp_path, options):
    many = LogisticRegression().fit(rows[NUMBERS].to_numpy(), rows["home"])
    if options.get("zipmap") == "columns":  # one output a class says nothing else
        options = {}
    path = exported(many, tmp_path / "a.onnx", kinds=[("X", FloatTensorType([None, 2]))], **options)
    with pytest.raises(InputError, match="3 classes apart"):
        open_onnx(path, columns=NUMBERS)


def test_words_where_numbers_belong_are_told(fitted, rows, tmp_path):
    model = open_onnx(exported(fitted, tmp_path / "a.onnx"), wanted=GOOD, known_columns=list(rows)).model
    with pytest.raises(InputError, match="could not score these rows"):
        model.score(rows.assign(income="much"))


def graph_of(node, *, tensors=(), inputs=("X",), shape=(None, 2)):
    given = [helper.make_tensor_value_info(name, TensorProto.FLOAT, list(shape)) for name in inputs]
    out = helper.make_tensor_value_info("Y", TensorProto.FLOAT, [None, 1])
    return helper.make_graph([node], "g", given, [out], initializer=list(tensors))


def written(graph, path, *domains):
    sets = [helper.make_opsetid("", 17), *(helper.make_opsetid(one, 1) for one in domains)]
    path.write_bytes(helper.make_model(graph, opset_imports=sets, ir_version=9).SerializeToString())
    return path


@pytest.mark.parametrize("domain", ["com.microsoft", "ai.onnx.contrib", "mine"])
def test_operators_outside_the_standard_are_refused(tmp_path, domain):
    node = helper.make_node("Anything", ["X"], ["Y"], domain=domain)
    for domains in ((domain,), ()):  # declared or not
        with pytest.raises(InputError, match=f"outside the ONNX standard .{domain}"):
            open_onnx(written(graph_of(node), tmp_path / "a.onnx", *domains), columns=NUMBERS)


def test_an_operator_hidden_in_a_branch_is_found(tmp_path):
    inner = helper.make_graph([helper.make_node("Run", [], ["Z"], domain="mine")], "inner", [], [])
    node = helper.make_node("If", ["X"], ["Y"], then_branch=inner, else_branch=inner)
    with pytest.raises(InputError, match="mine"):
        open_onnx(written(graph_of(node), tmp_path / "a.onnx"), columns=NUMBERS)


def elsewhere(location):
    tensor = helper.make_tensor("W", TensorProto.FLOAT, [2, 1], np.zeros(2, np.float32).tobytes(), raw=True)
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    entry = tensor.external_data.add()
    entry.key, entry.value = "location", location
    return tensor


@pytest.mark.parametrize("location", ["weights.bin", "../../secret", "/etc/passwd", "*/_ORT_MEM_ADDR_/*"])
def test_data_in_other_files_is_refused(tmp_path, location):
    (tmp_path / "weights.bin").write_bytes(b"\0" * 8)
    node = helper.make_node("MatMul", ["X", "W"], ["Y"])
    with pytest.raises(InputError, match="keeps a part of itself in other files"):
        open_onnx(written(graph_of(node, tensors=[elsewhere(location)]), tmp_path / "a.onnx"), columns=NUMBERS)


def test_data_in_other_files_is_found_within_a_node(tmp_path):
    node = helper.make_node("Constant", [], ["Y"], value=elsewhere("weights.bin"))
    with pytest.raises(InputError, match="other files"):
        open_onnx(written(graph_of(node), tmp_path / "a.onnx"), columns=NUMBERS)


@pytest.mark.parametrize("content", [b"", b"hello", b"\x08" * 50, b"PK\x03\x04", b"\xff" * 1000])
def test_what_is_no_model_is_told(tmp_path, content):
    path = tmp_path / "a.onnx"
    path.write_bytes(content)
    with pytest.raises(InputError):
        open_onnx(path)


def test_too_large_a_file_is_not_read(fitted, tmp_path, monkeypatch):
    path = exported(fitted, tmp_path / "a.onnx")
    monkeypatch.setattr(onnx_checks, "LARGEST", 100)
    with pytest.raises(InputError, match="larger than"):
        open_onnx(path)


def test_a_graph_that_cannot_be_run_is_told(tmp_path):
    node = helper.make_node("MatMul", ["X", "nothing"], ["Y"])
    with pytest.raises(InputError, match="cannot be run here"):
        open_onnx(written(graph_of(node), tmp_path / "a.onnx"), columns=NUMBERS)


def test_pictures_are_no_rows(tmp_path):
    node = helper.make_node("GlobalAveragePool", ["X"], ["Y"])
    path = written(graph_of(node, shape=(None, 3, 224, 224)), tmp_path / "a.onnx")
    with pytest.raises(InputError, match="something else than columns"):
        open_onnx(path)


def test_a_pipeline_of_other_columns_is_told(rows, tmp_path):
    made = pipeline().fit(rows[READS], rows["repaid"])
    model = open_onnx(exported(made, tmp_path / "a.onnx"), wanted=GOOD, known_columns=["income", "home"]).model
    with pytest.raises(InputError, match="reads column “loan_amount”"):
        model.score(rows)


def test_it_runs_on_one_thread(fitted, tmp_path):
    options = open_onnx(exported(fitted, tmp_path / "a.onnx"), wanted=GOOD).model.session.get_session_options()
    assert options.intra_op_num_threads == options.inter_op_num_threads == 1
    assert onnx.__version__
