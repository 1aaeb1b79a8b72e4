"""Every rate again in each score band of each group: where along the score a difference arises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from workbook.data.tallies import NEGATIVE, POSITIVE, Tally
from workbook.errors import WorkbookError
from workbook.fairness.rates import DESCRIBING, IN_WORDS, METRICS, Rates, mean_scores, rates_of, scores_of
from workbook.outcomes import Confusion, Policy, Wording, as_policy, group_name, plain
from workbook.outcomes.amounts_in_words import count
from workbook.outcomes.counts import crossed, cubes
from workbook.outcomes.palette import GREY, SERIES
from workbook.stats.reliability import bands_of
from workbook.ui.live import TableColumn, TableView

if TYPE_CHECKING:
    import pandas as pd

BANDS = 5


@dataclass(frozen=True, eq=False)
class ScoreBands:
    """Counts and rates of each group in each band; arrays have one entry a group and band, bands of a group in a row.

    Attributes
    ----------
    names : tuple of str
        Groups as people call them; a missing value is a group of its own.
    edges : array, shape (bands,)
        Where each band begins.
    counted : Confusion
        Its `groups` are the keys of the groups with the number of the band at the end.
    rates : dict of str to Rates
        Every metric of an audit, at the policy.
    mean_score : Rates
        Of all rows in the band.
    error : Rates
        Share with the event less mean score, of the labelled rows in the band: above 0 where the event happens more
        often than the score says. The scores are known and only what happened is chance, so its interval is that of the
        share (Wilson), less the mean score. NaN where the score is no probability.
    wording : Wording
    """

    names: tuple[str, ...]
    edges: NDArray[np.float64]
    counted: Confusion
    rates: dict[str, Rates]
    mean_score: Rates
    error: Rates
    wording: Wording

    @property
    def places(self) -> tuple[tuple[int, str, str], ...]:
        """Place, group and band of every band that holds rows."""
        titles = band_titles(self.edges)
        found = (divmod(int(place), len(self.edges)) for place in np.flatnonzero(self.counted.n > 0))
        return tuple((group * len(self.edges) + band, self.names[group], titles[band]) for group, band in found)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """One row a group and band that holds rows; beside each rate its interval and the rows that it rests on."""
        import pandas as pd

        counted = self.counted
        columns: dict[str, Any] = {
            "n": counted.n,
            "n_effective": counted.n_effective,
            "positives": counted.count[:, POSITIVE].sum(axis=1),
            "negatives": counted.count[:, NEGATIVE].sum(axis=1),
            "selected": counted.count[:, :, 1].sum(axis=1),
        }
        for name, rates in {**self.rates, "mean_score": self.mean_score, "calibration_error": self.error}.items():
            columns |= {name: rates.value, f"{name}_low": rates.low, f"{name}_high": rates.high}
            columns[f"{name}_rests_on"] = rates.rests_on
        index = pd.MultiIndex.from_tuples(counted.groups, names=counted.names)
        return pd.DataFrame(columns, index=index)[counted.n > 0]


def by_band(
    tally: Tally,
    policy: float | Policy | None = None,
    *,
    by: Sequence[str] | None = None,
    bands: int = BANDS,
    confidence: float = 0.95,
    wording: Wording | None = None,
) -> ScoreBands:
    """Every metric of an audit, and calibration, in each score band of each group.

    Parameters
    ----------
    tally : Tally
        With a score.
    policy : float, Policy or None
        As for `audit`.
    by : sequence of str, optional
        Group columns to cross; all where None.
    bands : int
        How many bands; about as many rows in each, and the same score always in the same band.
    confidence : float
    wording : Wording, optional

    Raises
    ------
    WorkbookError
        No row has a score.
    """
    cells, words = tally.cells, wording or Wording()
    kept = cells.bin >= 0
    if not tally.has_score or not kept.any():
        raise WorkbookError("Score bands need a score.", "Connect rows that hold one.")
    chosen = as_policy(policy, tally)
    names, keys, codes = crossed(tally, by)
    score = scores_of(tally)[np.maximum(cells.bin, 0)]
    found = bands_of(score[kept], cells.weight[kept].astype(float), bands)
    used, band = np.unique(found, return_inverse=True)
    place, size = codes[cells.group] * len(used), len(keys) * len(used)
    place[kept] += band
    counted = Confusion(
        (*names, "band"), tuple((*key, str(one + 1)) for key in keys for one in range(len(used))),
        *cubes(tally, chosen, place, size, kept),
    )  # fmt: skip
    rates = {metric: rates_of(counted, metric, confidence) for metric in (*METRICS, *DESCRIBING)}
    edges = np.array([tally.edges[cells.bin[kept][band == one]].min() for one in range(len(used))])
    return ScoreBands(
        tuple(group_name(key, names, words.meanings) for key in keys), edges, counted, rates,
        _but_last(mean_scores(tally, place, size, kept, confidence)),
        _error(tally, place, rates["base_rate"], kept), words,
    )  # fmt: skip


def _but_last(rates: Rates) -> Rates:
    return Rates(*(one[:-1] for one in (rates.value, rates.low, rates.high, rates.rests_on)))


def _error(tally: Tally, place: NDArray[np.int64], share: Rates, kept: NDArray[np.bool_]) -> Rates:
    cells = tally.cells
    labelled = kept & ((cells.label == POSITIVE) | (cells.label == NEGATIVE))
    said = _but_last(mean_scores(tally, place, len(share.value), labelled)).value
    if tally.edges[0] < 0 or tally.edges[-1] > 1:
        said = np.full_like(said, np.nan)
    return Rates(share.value - said, share.low - said, share.high - said, share.rests_on)


def band_titles(edges: NDArray[np.float64]) -> tuple[str, ...]:
    """The scores of each band, as people say them."""
    told = [f"{edge:.3g}" for edge in edges]
    return (*(f"{low} to under {high}" for low, high in pairwise(told)), f"{told[-1]} and more")


SHOWN = (
    "selection_rate",
    "true_positive_rate",
    "false_positive_rate",
    "false_negative_rate",
    "true_negative_rate",
    "positive_predictive_value",
    "false_discovery_rate",
    "false_omission_rate",
    "accuracy",
)


def band_rates_table(found: ScoreBands) -> TableView:
    """Every group in every band: rows, mean score, what happened, the distance of the two, and all rates at the policy."""
    counts = ("n", "positives", "negatives", "selected")
    columns = (
        TableColumn("group", "Group"),
        TableColumn("band", "Scores"),
        *(TableColumn(name, name.capitalize() if name != "n" else "n", "count") for name in counts),
        TableColumn("mean_score", "Mean score", "interval"),
        TableColumn("base_rate", f"Share “{found.wording.positive_means}”", "interval"),
        TableColumn("calibration_error", "Share less score", "interval"),
        *(TableColumn(metric, IN_WORDS[metric].capitalize(), "interval") for metric in SHOWN),
    )
    frame = found.frame
    rows = []
    for at, (_, group, band) in enumerate(found.places):
        row: dict[str, Any] = {"group": group, "band": band}
        row |= {name: round(float(frame[name].iloc[at])) for name in counts}
        for column in columns[6:]:
            ends = (float(frame[f"{column.key}{end}"].iloc[at]) for end in ("", "_low", "_high"))
            row[column.key] = tuple(ends)
        rows.append(row)
    return TableView("Every rate in every score band", columns, tuple(rows))


def distance_picture(found: ScoreBands) -> dict[str, object]:
    """Share with the event less mean score, in points, a row a group and band; the scale is its own, so small ones show."""
    places = found.places
    groups = list(dict.fromkeys(group for _, group, _ in places))
    data = []
    for at, group in enumerate(groups):
        here = [(place, band) for place, name, band in places if name == group]
        codes = [place for place, _ in here]
        value, low, high = (100 * one[codes] for one in (found.error.value, found.error.low, found.error.high))
        colour = SERIES[at % len(SERIES)]
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": plain(group),
                "x": np.array([int(found.counted.groups[place][-1] or 0) for place in codes])
                + 0.5 * ((at + 1) / (len(groups) + 1) - 0.5),
                "y": value,
                "customdata": found.error.rests_on[codes],
                "hovertemplate": "%{y:.1f} points, rests on %{customdata:,.0f}",
                "marker": {"color": colour, "size": 8},
                "error_y": {"type": "data", "symmetric": False, "array": high - value, "arrayminus": value - low,
                            "color": colour, "thickness": 2, "width": 0},
            }
        )  # fmt: skip
    titles = band_titles(found.edges)
    layout = {
        "title": {"text": plain(distance_title(found))},
        "height": 400,
        "xaxis": {"title": {"text": "Scores"}, "tickvals": list(range(1, len(titles) + 1)), "ticktext": list(titles)},
        "yaxis": {"title": {"text": f"Share “{plain(found.wording.positive_means)}” less mean score, points"}},
        "shapes": [{"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 0, "y1": 0, "line": {"color": GREY, "dash": "dot"}}],
        "legend": {"orientation": "h", "y": -0.22},
    }  # fmt: skip
    return {"data": data, "layout": layout}


def distance_title(found: ScoreBands) -> str:
    """The finding: in how many bands the score is surely off."""
    off = len(_off(found))
    return f"Away from the score in {off} of {len(found.places)} bands, each looked at alone"


def _off(found: ScoreBands) -> list[tuple[int, str, str]]:
    error = found.error
    return [one for one in found.places if error.low[one[0]] > 0 or error.high[one[0]] < 0]


def bands_in_words(found: ScoreBands) -> str:
    """Where the score is surely off, and how to read rates within a band."""
    error, several = found.error, len(found.places)
    sure = [f"{group}, scores {band} (n {count(found.counted.n[place])})" for place, group, band in _off(found)]
    if not np.isfinite(error.value).any():
        first = "The score is no probability, or no label is there: bands show rates, and no distance from the score."
    elif sure:
        named = "; ".join(sure[:4]) + (f" and {len(sure) - 4} more" if len(sure) > 4 else "")
        first = (
            f"In {len(sure)} of {several} bands, each looked at alone, what happened lies away from the score: {named}. "
            f"Chance alone would make about {max(1, round(0.05 * several))}."
        )
    else:
        first = f"In none of {several} bands does what happened lie surely away from the score."
    return (
        f"{first}\n\nWith one threshold everybody in a band is selected, or nobody is, but for the band that holds it. Elsewhere "
        "error rates are 0 or 1, and only the share with the event and its distance from the score say something."
    )
