"""Says in one sentence whether this workbook fits the use case, before any data are connected."""

from __future__ import annotations

from dataclasses import dataclass

from workbook.start.answers import Decides, UseCase

SENTENCES: dict[Decides, str] = {
    "not said": "Choose what the model gives for each case: then this page says whether the workbook fits.",
    "yes or no": "This fits: error rates, gaps between groups and money all come from the same rows, on one threshold.",
    "one of several": "This fits with “chosen rightly” as the event: compare the chosen class with the right one, "
    "and the pages count how often, for whom, and at what cost it is wrong.",
    "a quantity": "This does not fit as it stands: a forecast has no right or wrong side. It does once you name the "
    "decision that the forecast drives, such as “order more when it says above 120”; scoping and the decision page can be used as they are.",
    "a text or picture": "This does not fit as it stands: there is no score or decision in the rows. It does where "
    "somebody judged each answer right or wrong; scoping and the decision page can be used as they are.",
}


@dataclass(frozen=True)
class Fit:
    """Whether the measuring pages fit, and the sentence that says so."""

    fits: bool | None
    sentence: str


def fit(use_case: UseCase) -> Fit:
    """Whether the measuring pages fit what the model gives; None where it was not said."""
    fits = {"not said": None, "yes or no": True, "one of several": True}.get(use_case.decides, False)
    return Fit(fits, SENTENCES[use_case.decides])
