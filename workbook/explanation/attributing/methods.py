"""The methods that explain single rows, the most exact first: what each does, when it fits, and how it is run."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook.explanation.attributing import ebm_terms, gradients, lime_lines, linear_shap, permutation_shap, tree_shap
from workbook.explanation.attributing.found import Found
from workbook.explanation.attributing.voices import Voice
from workbook.models.model import Model

if TYPE_CHECKING:
    import pandas as pd

MANY = tree_shap.MANY
Run = Callable[[Voice, "pd.DataFrame", "pd.DataFrame", int, Callable[[], None]], Found]


@dataclass(frozen=True)
class Method:
    """A way of explaining single rows.

    Attributes
    ----------
    name : str
        Its stable name.
    title : str
        How people call it.
    how : str
        What it does, in a sentence.
    why_not : callable
        Model -> why it is not available, as a sentence; "" where it is.
    run : callable
        Voice, rows, background, seed, tick -> what was found.
    most : callable
        Model -> more rows than this it does not explain for the importance of columns: they would take too long.
    draws : bool
        Whether another seed gives another result with the same background.
    within : float
        How far base and values may miss the output, as a share of its largest size; further off, it does not fit the
        model and says so.
    local_line : bool
        Whether it fits a line to each row's neighbourhood, so that its values need not add up to the score.
    """

    name: str
    title: str
    how: str
    why_not: Callable[[Model], str]
    run: Run
    most: Callable[[Model], int]
    draws: bool = False
    within: float = 1e-9
    local_line: bool = False


def _many(_: Model) -> int:
    return MANY


def _some(_: Model) -> int:
    return 4_096


def _few(_: Model) -> int:
    return 512


METHODS: Mapping[str, Method] = {
    one.name: one
    for one in (
        Method("linear shap", "SHAP, linear", "Weight times distance from the background's mean: exact for a weighted sum.", linear_shap.why_not, linear_shap.run, _many),
        Method("ebm", "EBM's own terms", "The curves that the model itself adds up; a term of two columns is shared in halves.", ebm_terms.why_not, ebm_terms.run, _many),
        Method("tree shap", "SHAP, trees", "Exact Shapley values of every tree against every row of the background.", tree_shap.why_not, tree_shap.run, tree_shap.most),
        Method("integrated gradients", "Integrated gradients", "Adds the gradient up on the straight way from each row of the background.", gradients.why_not, gradients.run, _some, within=0.02),
        Method("permutation shap", "SHAP, permutation", "Swaps columns with those of the background, in drawn orders; asks for scores only.", permutation_shap.why_not, permutation_shap.run, _few, draws=True),
        Method("lime", "LIME", "Changes the row many times at random and fits a line to what the model says.", lime_lines.why_not, lime_lines.run, _few, draws=True, within=math.inf, local_line=True),
    )
}  # fmt: skip
"""Every method by its stable name, in the order in which they are preferred."""
