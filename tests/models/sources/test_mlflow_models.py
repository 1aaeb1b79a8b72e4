"""Models of MLflow in a registry over SQLite: safe ones are opened, those that run code only on somebody's name."""

from __future__ import annotations

import warnings

import pytest

from tests.models.sources.conftest import READS
from workbook.errors import InputError, NotAllowed, NotFound
from workbook.models.sources.events import Wanted
from workbook.models.sources.mlflow_models import open_mlflow
from workbook.models.sources.mlflow_registry import Registry, is_address, mlflow_package, registry_names

pytest.importorskip("mlflow")
GOOD = Wanted("good")


@pytest.fixture(scope="module")
def registry(tmp_path_factory, fitted, rows):
    """A registry with a model saved as skops, as ONNX, as cloudpickle, and one of MLflow's own functions."""
    folder = tmp_path_factory.mktemp("registry")
    with warnings.catch_warnings(), pytest.MonkeyPatch.context() as patch:
        warnings.simplefilter("ignore")
        patch.setenv("GIT_PYTHON_REFRESH", "quiet")
        mlflow_package()
        import mlflow
        import mlflow.sklearn

        where = f"sqlite:///{folder / 'mlflow.db'}"
        before = mlflow.get_tracking_uri()
        mlflow.set_tracking_uri(where)
        client = mlflow.MlflowClient(tracking_uri=where, registry_uri=where)
        experiment = client.create_experiment("loans", artifact_location=str(folder / "files"))
        signature = mlflow.models.infer_signature(rows[READS], fitted.predict(rows[READS]))
        with mlflow.start_run(experiment_id=experiment) as run:
            mlflow.set_tag("mlflow.user", "Eve")
            common = {"pip_requirements": ["scikit-learn"], "signature": signature}
            mlflow.sklearn.log_model(
                fitted, name="safe", serialization_format="skops", registered_model_name="loans",
                skops_trusted_types=["numpy.dtype"], **common,
            )  # fmt: skip
            mlflow.sklearn.log_model(
                fitted, name="pickled", serialization_format="cloudpickle", registered_model_name="pickled", **common
            )
            mlflow.pyfunc.log_model(
                name="function", python_model=own_function(), registered_model_name="function", **common
            )
        client.set_registered_model_alias("loans", "champion", 1)
        mlflow.set_tracking_uri(before)
    return where, run.info.run_id


def own_function():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on type hints, which it looks for when the class is made
        import mlflow.pyfunc

        class Function(mlflow.pyfunc.PythonModel):
            def predict(self, context, model_input, params=None):
                return model_input["income"].to_numpy() / 100

        return Function()


@pytest.fixture(autouse=True)
def configured(request, monkeypatch):
    if "registry" in request.fixturenames:
        monkeypatch.setenv("WORKBOOK_REGISTRY_BANK", request.getfixturevalue("registry")[0])


@pytest.mark.parametrize("address", ["models:/loans@champion", "models:/loans/1"])
def test_a_model_saved_as_skops_is_opened_in_any_way_that_names_it(registry, fitted, rows, address):
    opened = open_mlflow(address, registry="bank", wanted=GOOD)
    assert opened.model.score(rows) == pytest.approx(fitted.predict_proba(rows[READS])[:, 1])
    assert opened.model.kind == "mlflow" and opened.location == "models:/loans/1" and opened.registry == "bank"
    assert opened.trained_by == "Eve" and opened.trained_at.startswith("20") and "mlflow 3." in opened.made_with


def test_what_an_alias_stood_for_is_kept(registry):
    opened = open_mlflow("models:/loans@champion", wanted=GOOD)  # the only registry needs no name
    assert "“champion” stood for version 1 of “loans”." in opened.notes


def test_by_its_run(registry, fitted, rows):
    opened = open_mlflow(f"runs:/{registry[1]}/safe", wanted=GOOD)
    assert opened.model.score(rows) == pytest.approx(fitted.predict_proba(rows[READS])[:, 1])


def test_the_fingerprint_is_that_of_the_file(registry):
    one, same = (open_mlflow("models:/loans/1", wanted=GOOD).model.fingerprint for _ in range(2))
    assert one == same


def test_a_pickled_one_is_not_opened_without_a_name(registry, monkeypatch):
    import pickle

    import cloudpickle

    for module in (pickle, cloudpickle):
        monkeypatch.setattr(module, "load", lambda *_, **__: pytest.fail("it was opened"))
    with pytest.raises(NotAllowed, match="stored this model as cloudpickle") as told:
        open_mlflow("models:/pickled/1", wanted=GOOD)
    assert "skops" in told.value.remedy and "i_trust_this_file_from" in told.value.remedy
    monkeypatch.setenv("WORKBOOK_PAGE", "1")
    with pytest.raises(NotAllowed, match="stored this model as cloudpickle") as told:
        open_mlflow("models:/pickled/1", wanted=GOOD, trusted_from="Eve Adams")
    assert "i_trust_this_file_from" not in told.value.remedy


def test_a_pickled_one_on_somebodys_name(registry, fitted, rows):
    opened = open_mlflow("models:/pickled/1", wanted=GOOD, trusted_from="Eve Adams")
    assert opened.model.score(rows) == pytest.approx(fitted.predict_proba(rows[READS])[:, 1])
    assert any("Eve Adams" in note for note in opened.notes)


def test_a_function_of_mlflow_on_somebodys_name(registry, rows):
    with pytest.raises(NotAllowed, match=r"mlflow\.pyfunc"):
        open_mlflow("models:/function/1")
    opened = open_mlflow("models:/function/1", trusted_from="Eve Adams")
    assert opened.model.columns == tuple(READS)
    assert opened.model.score(rows) == pytest.approx(rows["income"] / 100)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("models:/loans@nobody", "could not be asked"),
        ("models:/none/1", "could not be asked"),
        ("models:/loans/77", "could not be asked"),
        ("runs:/00000000000000000000000000000000/model", "could not be asked"),
        ("models:/loans/Production", "no version number"),
        ("models:/../../etc", "no address"),
        ("models:/a b", "no address"),
        ("runs:/x", "no address"),
        ("models:/", "no address"),
        ("models:/loans@champion?x=1", "no address"),
    ],
)
def test_what_is_not_there_is_told(registry, address, why):
    with pytest.raises((InputError, NotFound), match=why) as told:
        open_mlflow(address, wanted=GOOD)
    assert registry[0] not in str(told.value)


def test_only_configured_registries(registry, monkeypatch):
    assert registry_names() == ("bank",)
    with pytest.raises(NotFound, match="Configured are: bank"):
        Registry("other")
    monkeypatch.setenv("WORKBOOK_REGISTRY_GONE", "sqlite:////nowhere/mlflow.db")
    with pytest.raises(NotFound, match="is not there"):
        Registry("gone")


def test_mlflow_reports_to_nobody(registry):
    import os

    mlflow_package()
    assert os.environ["MLFLOW_DISABLE_TELEMETRY"] == "true"


@pytest.mark.parametrize(
    ("text", "is_one"), [("models:/a@b", True), ("runs:/1/m", True), ("loans.skops", False), ("", False)]
)
def test_what_an_address_looks_like(text, is_one):
    assert is_address(text) == is_one
