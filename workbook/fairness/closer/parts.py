"""The live parts of the closer look on the Fairness page."""

from __future__ import annotations

from typing import Any

from workbook.data.tallies import Tally
from workbook.errors import WorkbookError
from workbook.fairness.auditing import Audit
from workbook.fairness.closer.answers import CloserAnswers
from workbook.fairness.closer.calibration import bands_table, calibration, calibration_in_words, calibration_picture
from workbook.fairness.closer.definitions import definitions, definitions_in_words, definitions_table
from workbook.fairness.closer.impossibility import impossibility, impossibility_in_words, impossibility_table
from workbook.fairness.closer.local_law_144 import impact_in_words, impact_ratios, impact_table
from workbook.fairness.closer.pair_table import pair_table, pairs_in_words
from workbook.fairness.closer.score_bands import band_rates_table, bands_in_words, by_band, distance_picture
from workbook.fairness.closer.screening import DISCLAIMER, screened, screening_table
from workbook.fairness.closer.tolerating import tolerance_in_words
from workbook.fairness.closer.which_rate import which_rate, which_rate_in_words
from workbook.fairness.closer.within_strata import WithinStrata, strata_in_words, strata_table, within_strata
from workbook.outcomes import Policy, Wording
from workbook.ui.live import Ask, Live

SECTION = CloserAnswers


def strata_of(
    tally: Tally, policy: Policy, metric: str, stratum: str | None, groups: tuple[str, ...], wording: Wording
) -> WithinStrata:
    """The check within the column that the team named. Raises `WorkbookError` where none was."""
    if not stratum:
        raise WorkbookError("No column was named to look within.", "Choose one above.")
    return within_strata(tally, policy, metric, stratum, groups, wording)


def calibrated(tally: Tally, audited: Audit, wording: Wording) -> Any:
    """Calibration of the groups that the audit compares."""
    return calibration(tally, audited.counted.names, wording)


def impact(tally: Tally, policy: Policy, audited: Audit, wording: Wording) -> Any:
    """Impact ratios of the groups that the audit compares."""
    return impact_ratios(tally, policy, audited.counted.names, wording)


def defined(audited: Audit, wording: Wording) -> Any:
    """The gap as libraries define it, against the group that fares best."""
    return definitions(audited, favourable=wording.favourable)


def banded(tally: Tally, policy: Policy, audited: Audit, wording: Wording) -> Any:
    """Every rate in each score band of the groups that the audit compares."""
    return by_band(tally, policy, by=audited.counted.names, wording=wording)


def same(found: Any) -> Any:
    """What is looked at is the result."""
    return found


PARTS = (
    Ask("harm", CloserAnswers, ("harm", "bears", "label_biased", "scarce")),
    Live(
        "which_rate",
        reads=("fairness_closer", "fairness.metric", "wording", "columns.label"),
        analyse=which_rate,
        say=which_rate_in_words,
    ),
    Live("impossible", reads=("audit",), analyse=impossibility, show=impossibility_table, say=impossibility_in_words),
    Live("tolerated", reads=("record",), analyse=tolerance_in_words, say=str),
    Live("pairs", reads=("verdicts",), analyse=same, show=pair_table, say=pairs_in_words),
    Live(
        "calibration",
        reads=("population", "audit", "wording"),
        analyse=calibrated,
        show=calibration_picture,
        say=calibration_in_words,
    ),
    Live("bands", reads=("population", "audit", "wording"), analyse=calibrated, show=bands_table),
    Live(
        "distances",
        reads=("population", "policy", "audit", "wording"),
        analyse=banded,
        show=distance_picture,
        say=bands_in_words,
    ),
    Live(
        "band_rates",
        reads=("population", "policy", "audit", "wording"),
        analyse=banded,
        show=band_rates_table,
    ),
    Live(
        "screening",
        reads=("audit", "population", "wording"),
        analyse=screened,
        show=screening_table,
        say=lambda _found: DISCLAIMER,
    ),
    Live(
        "impact_ratios",
        reads=("population", "policy", "audit", "wording"),
        analyse=impact,
        show=impact_table,
        say=impact_in_words,
    ),
    Live("definitions", reads=("audit", "wording"), analyse=defined, show=definitions_table, say=definitions_in_words),
    Ask("stratum", CloserAnswers, ("stratum",)),
    Live(
        "within_strata",
        reads=("population", "policy", "fairness.metric", "fairness_closer.stratum", "fairness.groups", "wording"),
        analyse=strata_of,
        show=strata_table,
        say=strata_in_words,
    ),
)
