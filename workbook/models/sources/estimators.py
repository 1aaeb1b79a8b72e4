"""A fitted estimator with the interface of scikit-learn: which columns it reads, which class is the event, what made it."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Sequence
from typing import Any

from workbook.data.sources import digest
from workbook.errors import InputError
from workbook.models.model import EstimatorModel, Kind
from workbook.models.sources.events import Event, Wanted, event_among
from workbook.models.sources.opened import Opened
from workbook.models.versions import packages_behind

ASKED = ("predict_proba", "decision_function")


def is_estimator(thing: Any) -> bool:
    """Whether something can be asked as a scikit-learn model is."""
    asked = any(hasattr(thing, name) for name in (*ASKED, "predict"))
    return asked and hasattr(thing, "fit") and not isinstance(thing, type)


def from_estimator(
    estimator: Any,
    *,
    columns: Sequence[str] | None = None,
    title: str = "",
    wanted: Wanted | None = None,
    kind: Kind = "estimator",
    fingerprint: str = "",
) -> Opened:
    """A model from a fitted estimator.

    Parameters
    ----------
    estimator : object
        With `predict_proba`, `decision_function`, or, for a regression, `predict`. Its preparation of the columns is
        part of it.
    columns : sequence of str, optional
        Needed only where it was fitted on an array without column names.
    title : str, optional
    wanted : Wanted, optional
        Which of its classes is the event.
    kind : str
    fingerprint : str, optional
        Of the file that it came from; else of the estimator itself.

    Raises
    ------
    InputError
        It was not fitted, gives no score, or tells more than two classes apart.
    """
    check_fitted(estimator)
    read = columns_of(estimator, columns)
    event = event_of(estimator, wanted or Wanted())
    told = title or _name(estimator)
    model = EstimatorModel(
        estimator, read, told, fingerprint or fingerprint_of(estimator, read), kind=kind, event=event.place
    )
    return Opened(model, made_with=", ".join(packages_behind(estimator)), notes=(event.note,) if event.note else ())


def check_fitted(estimator: Any) -> None:
    """Raise `InputError` where an estimator was not fitted."""
    from sklearn.exceptions import NotFittedError
    from sklearn.utils.validation import check_is_fitted

    if isinstance(estimator, type):
        raise InputError(f"{estimator.__name__} is a class, not a fitted model.", "Fit one, and bring that.")
    try:
        if hasattr(estimator, "__sklearn_tags__"):
            check_is_fitted(estimator)
    except NotFittedError as error:
        raise InputError(f"{_name(estimator)} was not fitted yet.", "Call fit first, or train a recipe.") from error


def columns_of(estimator: Any, given: Sequence[str] | None) -> tuple[str, ...]:
    """The columns that an estimator reads, in its order.

    Raises
    ------
    InputError
        It does not say, and nobody else did; or what was said does not fit.
    """
    own = _own_columns(estimator)
    if own:
        if given is not None and tuple(given) != own:
            raise InputError(
                f"{_name(estimator)} was fitted on the columns {', '.join(own)}, in this order.",
                "Leave out columns=, or rename the columns of the rows.",
            )
        return own
    many = getattr(estimator, "n_features_in_", None)
    if given is None:
        needed = f"{many} columns" if many else "columns"
        raise InputError(
            f"{_name(estimator)} was fitted on an array: it reads {needed} and does not say which.",
            "Name them in its order: columns=[…]; or fit it on a DataFrame.",
        )
    if many is not None and len(given) != many:
        raise InputError(f"{_name(estimator)} reads {many} columns, and {len(given)} were named.", "Name them all.")
    return tuple(map(str, given))


def _own_columns(estimator: Any) -> tuple[str, ...]:
    for name in ("feature_names_in_", "feature_name_"):
        found = getattr(estimator, name, None)
        if found is not None and not callable(found) and len(found):
            return tuple(map(str, found))
    return ()


def event_of(estimator: Any, wanted: Wanted) -> Event:
    """Which class of an estimator is the event; a regression has none. Raises `InputError` where there is no score."""
    classes = getattr(estimator, "classes_", None)
    if classes is None:
        if not any(hasattr(estimator, name) for name in (*ASKED, "predict")):
            raise InputError(f"{_name(estimator)} gives no score.", "Bring a model with predict_proba.")
        return Event(1)
    if not any(hasattr(estimator, name) for name in ASKED):
        raise InputError(
            f"{_name(estimator)} says only which class, with no score.",
            "Bring a model with predict_proba or decision_function.",
        )
    if len(classes) and hasattr(classes[0], "__len__") and not isinstance(classes[0], str):
        raise InputError(f"{_name(estimator)} predicts several labels at once.", "Bring the model of one of them.")
    return event_among(list(classes), wanted)


def fingerprint_of(thing: Any, columns: Sequence[str]) -> str:
    """Changes when an object or its columns change.

    Raises
    ------
    InputError
        It cannot be read through: its fingerprint would be that of another model too.
    """
    return digest("object", _hash(thing), *columns)


def _hash(thing: Any) -> str:
    import cloudpickle
    import joblib

    try:
        return str(joblib.hash(thing))
    except (pickle.PicklingError, ValueError, TypeError, AttributeError):
        pass  # what was written in a notebook, or a masked array, is more than joblib reads: the other can
    try:
        return hashlib.sha256(cloudpickle.dumps(thing)).hexdigest()
    except (pickle.PicklingError, TypeError, AttributeError, ValueError) as error:
        raise InputError(
            f"{_name(thing)} holds something that cannot be fingerprinted ({str(error).splitlines()[0][:120]}).",
            "Take open files and locks out of it, or bring it as a function: lambda rows: ….",
        ) from error


def _name(estimator: Any) -> str:
    steps = getattr(estimator, "steps", None)
    return type(steps[-1][1] if steps else estimator).__name__
