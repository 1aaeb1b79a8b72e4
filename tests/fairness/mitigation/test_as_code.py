"""The file that is taken along decides exactly what was judged."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.fairness.mitigation.conftest import PAYOFF, TERMS, counted, rows
from workbook.data import tally
from workbook.errors import InputError
from workbook.fairness import audit
from workbook.fairness.mitigation import policy_code
from workbook.fairness.mitigation.candidate import Offer
from workbook.fairness.mitigation.comparing import compare
from workbook.fairness.mitigation.halves import VALUE
from workbook.outcomes import Policy, Wording, confusion

WORDS = Wording(selected_means='approved """ import os')


@pytest.mark.parametrize("side", ["at_or_above", "below"])
@pytest.mark.parametrize("binned", [False, True])
def test_it_takes_the_same_decisions(side, binned):
    table = rows(7)
    table.loc[::50, "s"] = np.nan
    held = counted(table, selected=side, bins=60 if binned else 1000)
    assert held.exact is not binned
    for one in compare(held, 0.213, PAYOFF, TERMS).candidates:
        space: dict[str, object] = {}
        exec(policy_code(one.offer, held, WORDS, "s"), space)
        decide, names = space["decide"], space["GROUPS"]
        decided = [decide(row.s, (row.g,) if names else ()) for row in table.itertuples()]
        plain = confusion(held, one.offer.policy.model_copy(update={"review": None}))
        for code, key in enumerate(held.groups):
            here = [
                (said, label) for said, label, group in zip(decided, table.y, table.g, strict=True) if group == key[0]
            ]
            assert sum(said is None for said, _ in here) == plain.undecided[code]
            if one.offer.policy.review is None:
                assert sum(said is True and label == 1 for said, label in here) == plain.true_positive[code]
                assert sum(said is True and label == 0 for said, label in here) == plain.false_positive[code]
        if one.offer.policy.review is not None:
            scale = len(table) / TERMS.yearly_volume
            assert sum(said == "review" for said in decided) * 1.0 == pytest.approx(one.reviewed * scale, rel=0.2)


@pytest.mark.parametrize("side", ["at_or_above", "below"])
def test_run_on_new_rows_it_gives_the_audited_rates(side):
    """Decide the rows of the half that judged with the file alone, audit the decisions: the rates are those shown before."""
    table = rows(8)
    places = counted(table.assign(place=np.arange(len(table)), s=np.arange(len(table))), bins=100_000)
    kept = places.cells.split == places.split_names.index(VALUE)
    judged = table.iloc[places.edges[places.cells.bin[kept]].astype(int)]
    held, compared = counted(table, selected=side), 0
    for one in compare(held, 0.213, PAYOFF, TERMS).candidates:
        if one.offer.policy.review is not None:
            continue  # people decide there
        space: dict[str, object] = {}
        exec(policy_code(one.offer, held, WORDS, "s"), space)
        decide, names = space["decide"], space["GROUPS"]
        decided = [int(decide(row.s, (row.g,) if names else ())) for row in judged.itertuples()]
        if len(set(decided)) == 1:
            continue  # everybody, or nobody: a column with one value is no decision
        compared += 1
        found = audit(tally(judged.assign(d=decided), label="y", decision="d", groups=["g"])).by_group
        assert len(one.effects) == len(found) == 2
        for effect, (_, row) in zip(one.effects, found.iterrows(), strict=True):
            ends = tuple(row[f"{TERMS.metric}{end}"] for end in ("", "_low", "_high"))
            assert effect.after == pytest.approx(ends, abs=1e-12) and effect.n == row["n"]
    assert compared >= 2


def test_it_warns_where_groups_are_told_apart(held):
    found = compare(held, 0.0, PAYOFF, TERMS)
    assert "may be unlawful" in policy_code(found.named("equal opportunity").offer, held, Wording(), "s")
    assert "unlawful" not in policy_code(found.named("moved").offer, held, Wording(), "s")


def test_a_decision_taken_elsewhere_has_no_code(held):
    offer = replace(Offer("nothing", Policy.given_decision(), ""), how="")
    with pytest.raises(InputError, match="elsewhere"):
        policy_code(offer, held, Wording(), None)
