"""Values of columns, and changes of them, as people say them."""

from __future__ import annotations

from workbook.models.counterfactuals import Step
from workbook.models.levers import Value


def number_in_words(value: float) -> str:
    """A value of a column: 1,203 or 0.0125; never more digits than matter."""
    if abs(value) >= 1000 or float(value).is_integer():
        return f"{value:,.0f}".replace("-", "−")
    return f"{value:.4g}".replace("-", "−")


def value_in_words(value: Value) -> str:
    """A value of a column as people read it."""
    if value is None:
        return "nothing"
    return value if isinstance(value, str) else number_in_words(value)


def step_in_words(step: Step) -> str:
    """One change: income from 129 to 170."""
    if step.before is None:
        return f"{step.feature}, not stated so far: {value_in_words(step.after)}"
    return f"{step.feature} from {value_in_words(step.before)} to {value_in_words(step.after)}"
