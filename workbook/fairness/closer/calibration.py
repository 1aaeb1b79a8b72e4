"""Calibration within groups: does a score of 70 % mean 70 % for everybody?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbook.data.tallies import NEGATIVE, POSITIVE, Tally
from workbook.errors import WorkbookError
from workbook.fairness.rates import scores_of
from workbook.outcomes import Wording, group_name, plain
from workbook.outcomes.amounts_in_words import count, percent, points
from workbook.outcomes.counts import crossed
from workbook.outcomes.palette import GREY, SERIES
from workbook.stats.reliability import BANDS, Reliability, bands_of, reliability
from workbook.ui.live import TableColumn, TableView

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Calibration(Reliability):
    """Score bands by group.

    Attributes
    ----------
    names : tuple of str
    edges : array, shape (bands + 1,)
        Scores between which a band lies; about as many rows in each.
    wording : Wording
    """

    names: tuple[str, ...]
    edges: Floats
    wording: Wording

    @property
    def off(self) -> tuple[str, ...]:
        """Groups whose scores are further off than chance would make them."""
        return tuple(
            name for name, error, chance in zip(self.names, self.error, self.by_chance, strict=True) if error > chance
        )


def calibration(
    tally: Tally, by: Sequence[str] | None = None, wording: Wording | None = None, seed: int = 0
) -> Calibration:
    """Hold scores against what happened, for each group.

    Parameters
    ----------
    tally : Tally
        With a label, and a score that is the probability of the event.
    by : sequence of str, optional
        Group columns to cross; all where None.
    wording : Wording, optional
    seed : int
        Of the draws that say what chance does.

    Raises
    ------
    WorkbookError
        The score is no probability, or speaks of the other outcome.
    """
    _, keys, codes = crossed(tally, by)
    words = wording or Wording()
    names = tuple(group_name(key, tuple(by) if by else tally.group_names, words.meanings) for key in keys)
    known, positive = _labelled(tally)
    cells, score = tally.cells, scores_of(tally)[tally.cells.bin[known]]
    weight, group = cells.weight[known].astype(float), codes[cells.group[known]]
    band = bands_of(score, weight, BANDS)
    found = reliability(
        score, positive, band, bands=BANDS, group=group, groups=len(keys), count=cells.count[known].astype(float),
        weight=weight, weight_squared=cells.weight_squared[known], seed=seed,
    )  # fmt: skip
    edges = np.array([score[band == one].min() if (band == one).any() else np.nan for one in range(BANDS)])
    return Calibration(names=names, edges=np.append(edges, score.max()), wording=words, **vars(found))


def _labelled(tally: Tally) -> tuple[NDArray[np.bool_], Floats]:
    """Cells with a score and a label, and whether theirs is positive."""
    cells = tally.cells
    known = (cells.bin >= 0) & ((cells.label == POSITIVE) | (cells.label == NEGATIVE))
    if not (tally.has_score and tally.has_label and known.any()):
        raise WorkbookError("Calibration needs a score and a label.", "Connect rows that hold both.")
    score, positive = tally.edges[cells.bin[known]], (cells.label[known] == POSITIVE).astype(float)
    if score.min() < 0 or score.max() > 1:
        raise WorkbookError(
            f"This score runs from {score.min():.3g} to {score.max():.3g}: it is no probability, so it promises nothing "
            "that could be held against what happened.",
            "Connect a score from 0 to 1.",
        )
    if np.cov(score, positive, aweights=cells.weight[known])[0, 1] < 0:
        raise WorkbookError(
            "High scores go with fewer events here: the score seems to be the probability of the other outcome.",
            "Use one minus the score, or swap which value is the event.",
        )
    return known, positive


def calibration_in_words(found: Calibration) -> str:
    """Whether the score means the same for everybody, and how far chance alone goes."""
    event = found.wording.positive_means
    lines = []
    for place, name in enumerate(found.names):
        n, error, chance = found.n[place].sum(), found.error[place], found.by_chance[place]
        if n <= 0:
            continue
        verdict = "more than chance would" if error > chance else "no more than chance would"
        lines.append(
            f"{name} ({count(n)}): scores say {percent(found.mean_score[place])} “{event}”, {percent(found.base_rate[place])} "
            f"did; bands are {points(error)} off on average ({points(found.error_low[place])} to "
            f"{points(found.error_high[place])}), {verdict} ({points(chance)})."
        )
    return "\n\n".join([f"{finding(found)}.", *lines])


def finding(found: Calibration) -> str:
    """Which groups the score is wrong for."""
    if not found.off:
        return "For no group is the score further off than chance would make it"
    return f"For {', '.join(found.off)} the score does not mean what it says"


def calibration_picture(found: Calibration) -> dict[str, object]:
    """Share with the event against mean score, a line a group."""
    data = [
        {"type": "scatter", "mode": "lines", "x": [0, 1], "y": [0, 1], "name": "means what it says",
         "line": {"color": GREY, "dash": "dot"}, "hoverinfo": "skip"},
    ]  # fmt: skip
    for place, name in enumerate(found.names):
        known = found.n[place] > 0
        share = found.share[place][known]
        data.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": found.score[place][known],
                "y": share,
                "name": plain(name),
                "marker": {"color": SERIES[place % len(SERIES)], "size": 7},
                "line": {"color": SERIES[place % len(SERIES)]},
                "error_y": {
                    "type": "data",
                    "array": found.high[place][known] - share,
                    "arrayminus": share - found.low[place][known],
                    "thickness": 1,
                },
            }
        )
    layout = {
        "title": {"text": plain(finding(found))},
        "height": 400,
        "xaxis": {"title": {"text": "Mean score of the band"}, "tickformat": ".0%", "range": [0, 1]},
        "yaxis": {
            "title": {"text": f"Share “{plain(found.wording.positive_means)}”"},
            "tickformat": ".0%",
            "range": [0, 1],
        },
        "legend": {"orientation": "h", "y": -0.22},
    }
    return {"data": data, "layout": layout}


def bands_table(found: Calibration) -> TableView:
    """Every score band of every group, with the rows it rests on."""
    columns = (
        TableColumn("group", "Group"),
        TableColumn("band", "Scores"),
        TableColumn("n", "n", "count"),
        TableColumn("score", "Mean score", "rate"),
        TableColumn("share", f"Share “{found.wording.positive_means}”", "interval"),
    )
    rows = tuple(
        {
            "group": name,
            "band": f"{found.edges[band]:.3g} and more",
            "n": int(found.n[place, band]),
            "score": float(found.score[place, band]),
            "share": [float(one[place, band]) for one in (found.share, found.low, found.high)],
        }
        for place, name in enumerate(found.names)
        for band in range(BANDS)
        if found.n[place, band] > 0 and not math.isnan(found.edges[band])
    )
    return TableView("Score bands", columns, rows)
