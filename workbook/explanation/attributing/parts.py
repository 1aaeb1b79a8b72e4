"""The live parts on what drives the score, and the attributions of single rows that other pages read by name."""

from __future__ import annotations

from workbook.explanation.answers import ExplainingAnswers
from workbook.explanation.attributing.attributions import Offered, methods_for
from workbook.explanation.attributing.drivers import EVIDENCE, REVISION, Importance
from workbook.explanation.attributing.figures import drivers_picture
from workbook.explanation.attributing.keeping import MISSING, REMEDY, kept
from workbook.explanation.attributing.methods import METHODS
from workbook.explanation.attributing.tables import drivers_table
from workbook.explanation.attributing.words import drivers_in_words
from workbook.explanation.explaining import explain_model
from workbook.models.model import Model
from workbook.project import Evidence
from workbook.project.results import on_record
from workbook.ui.live import Ask, Live, Provided, Task

REVISIONS = {EVIDENCE: REVISION}
ABOUT = (
    "Half a minute for some thousand rows and gradient boosting; several minutes for large forests, or for models that "
    "can only be asked for scores."
)


def importance_of(evidence: Evidence | None) -> Importance:
    """What drives the score, as it is on record."""
    return on_record(Importance, evidence, MISSING, REMEDY)


def methods_in_words(offered: tuple[Offered, ...]) -> str:
    """Which methods fit the model in use, and why the others do not."""
    fit = [f"{METHODS[name].title}: {METHODS[name].how}" for name, why_not in offered if not why_not]
    rest = [f"{METHODS[name].title} is not asked: {why_not}" for name, why_not in offered if why_not]
    return "\n\n".join([*fit, *rest])


def offered(model: Model) -> tuple[Offered, ...]:
    """The methods for the model in use."""
    return methods_for(model)


PARTS = (
    Ask("explaining", ExplainingAnswers),
    Live("methods", reads=("model",), analyse=offered, say=methods_in_words),
    Task("explain", "Explain the model", explain_model, ABOUT),
    Live(
        "drivers",
        reads=(f"evidence:{EVIDENCE}",),
        analyse=importance_of,
        show=drivers_picture,
        say=drivers_in_words,
    ),
    Live("drivers_table", reads=(f"evidence:{EVIDENCE}",), analyse=importance_of, show=drivers_table),
)
PROVIDES = {
    "attributions": Provided(("project_id", "data", f"evidence:{EVIDENCE}", "source"), kept),
}
"""Attributions of single rows by method; whoever may not see rows is not given them."""
