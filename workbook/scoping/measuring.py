"""The words of a measure: wishes, measures of a model, and units that contradict each other."""

from __future__ import annotations

import re
from dataclasses import dataclass

COMPARATIVE = re.compile(
    r"\b(better|smarter|more accurate|more efficient|world[- ]class|state[- ]of[- ]the[- ]art|as \w+ as possible)\b",
    re.IGNORECASE,
)
LOOSE = re.compile(
    r"\b(improve\w*|increas\w*|reduc\w*|optimi[sz]\w*|maximi[sz]\w*|minimi[sz]\w*|efficien\w*|best(?![- ]before)|faster|significant\w*|excellen\w*)\b",
    re.IGNORECASE,
)
COUNTED = re.compile(r"\bper\b|%|\b(share|number|count|percentage|proportion) of\b", re.IGNORECASE)
MODEL_ONLY = re.compile(
    r"\b(auc|auroc|roc|f1|f-?score|log[- ]?loss|rmse|mae|mape|r2|gini|brier|mcc|cross[- ]entropy|confusion matrix|predictions?|predictive power"
    r"|model (?:accuracy|performance|quality|score|error))\b|\br²",
    re.IGNORECASE,
)
# Words that a business uses too: product recalls, lift breakdowns, accuracy of invoices.
BARE_MODEL_WORD = re.compile(
    r"^(?:(?:the|our|model|overall|mean|average|macro|micro|weighted|balanced|and|test|rate|score|of|classifier|at|top|k|@|[\d,.]+%?)\W+)*"
    r"(?:accuracy|precision|recall|lift|specificity|sensitivity|hit rate)"
    r"(?:\W+(?:the|our|model|and|accuracy|precision|recall|lift|specificity|sensitivity|rate|score|of|on|test|data|set|classifier|at|top|k|[\d,.]+%?))*\W*$",
    re.IGNORECASE,
)
MODEL_WORD_OF = re.compile(r"^(?:precision|recall|specificity|sensitivity)\s+(?:of|on|for|at|@)\b", re.IGNORECASE)

UNIT_WORDS = {
    "money": {
        "euro": r"€|eur|euros?", "dollar": r"\$|usd|dollars?", "pound": r"£|gbp|pounds? sterling", "franc": r"chf|francs?", "cent": r"cents?|pence",
    },
    "time": {
        "second": r"seconds?|sec", "minute": r"minutes?|mins?", "hour": r"hours?", "day": r"(?:working |calendar |business )?days?",
        "week": r"weeks?", "month": r"months?", "year": r"years?",
    },
    "share": {"per cent": r"%(?!\s*points?)", "share": r"share|proportion|fraction"},
}  # fmt: skip
LEADING = r"^(?:(?:average|mean|median|total|typical|expected|net|gross|the)\s+)*"
WORTH_OR_TIME = re.compile(
    r"\b(costs?|loss(?:es)?|revenue|spend\w*|fees?|profit|margin|price|value|worth|amount|income|interest|sales|time|delay|wait\w*|duration|effort|hours|minutes)\b",
    re.IGNORECASE,
)
PER_MANY = re.compile(r"\bper (?:10|100|1[,. ]?000|10[,. ]?000|million)\b", re.IGNORECASE)
HIGHEST = {"per cent": 100.0, "share": 1.0}
"""The whole, in units that have one."""


@dataclass(frozen=True)
class Unit:
    """What a text begins with: a kind of unit ("money", "time", "share") and which one ("euro")."""

    kind: str
    name: str


def wish_in_metric(metric: str) -> str | None:
    """The word that makes a measure a wish ("better"); None where something is counted."""
    found = COMPARATIVE.search(metric) or (None if COUNTED.search(metric) else LOOSE.search(metric))
    return found.group(0) if found else None


def wish_in_prose(text: str) -> str | None:
    """The word in a sentence that cannot be missed, because no number stands beside it."""
    found = None if re.search(r"\d", text) else COMPARATIVE.search(text) or LOOSE.search(text)
    return found.group(0) if found else None


def measures_a_model(metric: str) -> bool:
    """Whether this is what a data team reports on a model, rather than what a business counts."""
    if MODEL_ONLY.search(metric) or BARE_MODEL_WORD.match(metric.strip()):
        return True
    return bool(MODEL_WORD_OF.match(metric.strip())) and not re.search(r"\bper\b", metric, re.IGNORECASE)


def unit_of(text: str) -> Unit | None:
    """The unit that a text begins with, whatever it is per: "euro a year" is euro."""
    plain = re.sub(r"\bper[- ]?cent(?:age)?\b", "%", text.strip().lower())
    for kind, names in UNIT_WORDS.items():
        for name, words in names.items():
            if re.match(rf"{LEADING}(?:{words})(?!\w)", plain):
                return Unit(kind, name)
    return None


def contradiction(metric: str, unit: str) -> str | None:
    """How measure and unit contradict each other, as a sentence; None where they do not, or nobody can tell."""
    measured, told = unit_of(metric), unit_of(unit)
    if told is None:
        return None
    if measured is not None:
        shares = measured.kind == told.kind == "share"
        return (
            None
            if measured == told or shares
            else f"“{metric}” is in {measured.name}s, but the unit says “{unit}”.".replace("per cents", "per cent")
        )
    if told.kind in ("money", "time") and PER_MANY.search(metric) and not WORTH_OR_TIME.search(metric):
        return f"“{metric}” counts cases, but the unit says “{unit}”."
    return None


def highest(unit: str) -> float | None:
    """The whole in this unit: 100 for per cent, 1 for a share; None where there is no whole."""
    told = unit_of(unit)
    return HIGHEST.get(told.name) if told else None


def number(value: float) -> str:
    """A number as people write it: 1,250,000 and 28.2, never 1.25e+06."""
    if value and abs(value) < 1e-6:
        return f"{value:g}"
    return f"{value:,.6f}".rstrip("0").rstrip(".")
