"""Model registries of MLflow, reached by a configured name: which version an address means, who made it, and its files."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from workbook.data.configured import Configured
from workbook.errors import InputError, MissingExtra, NotFound

REGISTRIES = Configured("model registries", file="WORKBOOK_REGISTRIES", prefix="WORKBOOK_REGISTRY_")
ADDRESS = re.compile(r"models:/[^\s/@#?\\]+(@[\w.-]+|/[\w.-]+)?|runs:/[0-9a-f]{8,64}/[\w./-]+")
LOGGED = re.compile(r"models:/m-[0-9a-f]+")
MODEL = re.compile(r"models:/(?P<name>[^/@]+)(@(?P<alias>.+)|/(?P<version>.+))?")


@dataclass(frozen=True)
class Found:
    """A model as its registry knows it.

    Attributes
    ----------
    address : str
        Of this very version: an alias may stand for another one tomorrow.
    trained_by, trained_at, trained_with : str
        As its run says; "" where it does not.
    note : str
        What an alias stood for.
    """

    address: str
    trained_by: str = ""
    trained_at: str = ""
    trained_with: str = ""
    note: str = ""


def is_address(text: str) -> bool:
    """Whether a text is an address of MLflow, as `models:/name@alias`, `models:/name/3` or `runs:/…/model`."""
    return text.startswith(("models:/", "runs:/"))


def registry_names() -> tuple[str, ...]:
    """The configured registries; their addresses stay here."""
    return REGISTRIES.names()


def mlflow_package() -> Any:
    """MLflow, which must not report to its makers what it is used for.

    Raises
    ------
    MissingExtra
    """
    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
    os.environ.setdefault("MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR", "false")
    try:
        import mlflow
    except ImportError as error:
        raise MissingExtra("A model of MLflow", "models") from error
    return mlflow


class Registry:
    """One registry.

    Parameters
    ----------
    name : str
        As it is configured; "" for the one that MLflow itself is set to in a notebook.
    """

    def __init__(self, name: str = "") -> None:
        self.name, self._mlflow = name, mlflow_package()
        where = REGISTRIES.named(name) if name else self._mlflow.get_tracking_uri()
        if not isinstance(where, str):
            raise InputError(
                f"The address of the registry “{name}” is not a text.", f"Correct it in {REGISTRIES.file}."
            )
        self._uri = where
        _check_there(where, name)
        with self._told("reached"):
            self._client = self._mlflow.MlflowClient(tracking_uri=where, registry_uri=where)

    def find(self, address: str) -> Found:
        """What an address means today.

        Raises
        ------
        InputError, NotFound
        """
        if not ADDRESS.fullmatch(address):
            raise InputError(
                f"“{address}” is no address of a model.",
                "Write models:/name@alias, models:/name/version or runs:/run/model.",
            )
        if address.startswith("runs:/"):
            return self._of_run(address.split("/")[1], address, "")
        parts = MODEL.fullmatch(address)
        assert parts is not None, "the pattern above is narrower"
        name, alias, version = parts["name"], parts["alias"], parts["version"]
        if alias is None and version is None:
            return Found(address)  # the identifier of a logged model
        with self._told("asked for this model"):
            if alias is not None:
                held = self._client.get_model_version_by_alias(name, alias)
            elif version.isdecimal():
                held = self._client.get_model_version(name, version)
            else:
                raise InputError(f"“{version}” is no version number.", "Write models:/name@alias or models:/name/3.")
        exact = f"models:/{name}/{held.version}"
        note = f"“{alias}” stood for version {held.version} of “{name}”." if alias is not None else ""
        return self._of_run(held.run_id, exact, note) if held.run_id else Found(exact, note=note)

    @contextmanager
    def files(self, address: str) -> Iterator[Path]:
        """The files of a model, in a folder that is gone afterwards."""
        import tempfile

        with tempfile.TemporaryDirectory(prefix="workbook-") as folder:
            with self._told("asked for the files of this model"):
                local = self._mlflow.artifacts.download_artifacts(
                    artifact_uri=self._location(address),
                    dst_path=folder,
                    tracking_uri=self._uri,
                    registry_uri=self._uri,
                )
            yield Path(local)

    def _location(self, address: str) -> str:
        """Where the files lie. MLflow itself would look the address up in whatever registry is set for the process."""
        if address.startswith("runs:/"):
            return self._of_its_run(*address.removeprefix("runs:/").split("/", 1))
        name, _, version = address.removeprefix("models:/").partition("/")
        if not version:
            return str(self._client.get_logged_model(name).artifact_location)
        source = str(self._client.get_model_version_download_uri(name, version))
        if source.startswith("runs:/") or LOGGED.fullmatch(source):
            return self._location(source)
        return source

    def _of_its_run(self, run_id: str, path: str) -> str:
        run = self._client.get_run(run_id)
        for output in getattr(run.outputs, "model_outputs", None) or ():
            logged = self._client.get_logged_model(output.model_id)
            if logged.name == path:
                return str(logged.artifact_location)
        return f"{run.info.artifact_uri.rstrip('/')}/{path}"

    def _of_run(self, run_id: str, address: str, note: str) -> Found:
        with self._told("asked for the run of this model"):
            run = self._client.get_run(run_id)
        began = datetime.fromtimestamp(run.info.start_time / 1000, UTC).isoformat(timespec="seconds")
        sets = [
            f"{one.dataset.name} ({one.dataset.digest})" for one in getattr(run.inputs, "dataset_inputs", None) or ()
        ]
        who = run.data.tags.get("mlflow.user") or run.info.user_id or ""
        return Found(address, str(who), began, ", ".join(sets), note)

    @contextmanager
    def _told(self, asked: str) -> Iterator[None]:
        from sqlalchemy.exc import SQLAlchemyError

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # its own, on packages that it uses
                yield
        except (self._mlflow.exceptions.MlflowException, SQLAlchemyError, OSError, ImportError) as error:
            said = _without_address(str(error).strip().splitlines()[0][:200], self._uri)
            where = f"The registry “{self.name}”" if self.name else "The registry that MLflow is set to"
            raise NotFound(f"{where} could not be {asked}: {said}", "Check the name, and that it is reached.") from None


def _check_there(where: str, name: str) -> None:
    """A registry in a SQLite file is there already: MLflow would make an empty one."""
    if where.startswith("sqlite:"):
        from sqlalchemy import make_url

        database = make_url(where).database
        if not database or not Path(database).is_file():
            raise NotFound(f"The database of the registry “{name}” is not there.", "Check the path in its address.")


def _without_address(text: str, address: str) -> str:
    """A message without the address of the registry, which may hold a password."""
    return text.replace(address, "(its address)")
