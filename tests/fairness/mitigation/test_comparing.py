"""Candidates: fitted on one half, judged on the other, priced in pairs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fairness.mitigation.conftest import PAYOFF, SPLIT, TERMS, counted, rows
from workbook.data import tally
from workbook.errors import InputError
from workbook.fairness import audit
from workbook.fairness.mitigation.candidate import NOTHING
from workbook.fairness.mitigation.comparing import compare
from workbook.fairness.mitigation.halves import halves
from workbook.outcomes import OutcomeValue, Payoff, Policy, confusion, money_at

NAMES = {
    NOTHING, "moved", "equal opportunity", "demographic parity", "equalised odds", "reject option", "human review",
}  # fmt: skip


def test_every_candidate_is_there(held):
    assert {one.name for one in compare(held, 0.0, PAYOFF, TERMS).candidates} == NAMES


def flipped(table, half):
    """The same rows with other labels in one half."""
    places = tally(table.assign(place=np.arange(len(table))), score="place", label="y", split=SPLIT, bins=100_000)
    cells = places.cells
    chosen = places.edges[cells.bin[cells.split == places.split_names.index(half)]].astype(int)
    changed = table.copy()
    changed.loc[chosen, "y"] = 1 - changed.loc[chosen, "y"]
    return changed


def test_nothing_is_fitted_on_the_half_that_judges(table, held):
    found = compare(held, 0.0, PAYOFF, TERMS)
    other = compare(counted(flipped(table, "value")), 0.0, PAYOFF, TERMS)
    assert [one.offer for one in found.candidates] == [one.offer for one in other.candidates]
    assert [one.money for one in found.candidates[1:]] != [one.money for one in other.candidates[1:]]


def test_the_half_that_chooses_is_used(table, held):
    found, other = (compare(one, 0.0, PAYOFF, TERMS) for one in (held, counted(flipped(table, "choose"))))
    assert [one.offer for one in found.candidates[1:]] != [one.offer for one in other.candidates[1:]]


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 500), st.floats(-0.5, 1.5), st.sampled_from(["at_or_above", "below"]))
def test_money_and_people_are_those_of_the_rows(seed, threshold, side):
    generator = np.random.default_rng(seed)
    table = rows(seed, 600).assign(amount=generator.gamma(2, 100, 600).round())
    payoff = Payoff(
        true_positive=OutcomeValue(amount="amount", per_unit=0.2),
        false_positive=OutcomeValue(amount="amount", per_unit=-0.5),
    )
    held = counted(table, amounts={"amount": "amount"}, selected=side)
    found = compare(held, threshold, payoff, replace(TERMS, yearly_volume=None))
    _, valuing = halves(held)
    before = money_at(valuing, payoff, Policy.at(threshold)).total
    for one in found.candidates:
        after = money_at(valuing, payoff, one.offer.policy).total
        assert one.money[0] == pytest.approx(after - before, abs=1e-6)
        assert one.money[1] <= one.money[0] <= one.money[2]
        assert sum(each.selected_more + each.selected_less for each in one.effects) == pytest.approx(one.changed)


def test_gaps_are_those_of_the_audit_on_the_half_that_judges(held):
    _, valuing = halves(held)
    for one in compare(held, 0.0, PAYOFF, TERMS).candidates:
        expected = audit(valuing, one.offer.policy).gaps.loc["true_positive_rate"]
        assert one.gap == pytest.approx(tuple(expected[["difference", "difference_low", "difference_high"]]))


def test_a_year_scales_money_and_people(held):
    rows_ = compare(held, 0.0, PAYOFF, replace(TERMS, yearly_volume=None))
    year = compare(held, 0.0, PAYOFF, TERMS)
    scale = TERMS.yearly_volume / rows_.rows
    for name in NAMES - {"human review"}:
        one, other = rows_.named(name), year.named(name)
        assert other.changed == pytest.approx(one.changed * scale)
        assert other.money == pytest.approx(tuple(end * scale for end in one.money))


def test_doing_nothing_changes_nothing(held):
    nothing = compare(held, 0.0, PAYOFF, TERMS).nothing
    assert nothing.money == (0, 0, 0) and nothing.changed == 0
    assert all(one.before == one.after for one in nothing.effects)


def test_an_adopted_policy_gives_new_rows_the_audited_rates(held):
    """What is adopted and what is judged are the same thing: other rows of the same kind show the same rates."""
    one = compare(held, 0.0, PAYOFF, TERMS).named("equal opportunity")
    new = confusion(counted(rows(99, 20_000)), one.offer.policy)
    rates = new.true_positive / new.count[:, 1].sum(axis=1)
    for effect, rate in zip(one.effects, rates, strict=True):
        assert effect.after[1] - 0.03 <= rate <= effect.after[2] + 0.03


def test_a_dominated_one_is_worse_on_both(held):
    found = compare(held, 0.0, PAYOFF, TERMS)
    assert any(one.dominated_by for one in found.candidates)
    for one in found.candidates:
        if one.dominated_by:
            better = found.named(one.dominated_by)
            assert better.gap[0] <= one.gap[0] and better.money[0] >= one.money[0]
            assert one.offer.needs_protected or not better.offer.needs_protected


def test_what_may_be_unlawful_dominates_nothing_lawful(held):
    found = compare(held, 0.0, PAYOFF, TERMS)
    lawful = [one for one in found.candidates if not one.offer.needs_protected]
    assert lawful and not any(one.dominated_by in ("equal opportunity", "demographic parity") for one in lawful)


def test_equal_groups_show_nothing_to_mitigate():
    found = compare(counted(rows(1, 40_000, apart=0.0)), 0.5, PAYOFF, TERMS)
    assert found.shown == "no gap"


def test_without_reviewers_it_says_what_is_missing(held):
    found = compare(held, 0.0, PAYOFF, replace(TERMS, review=None))
    assert found.named("human review") is None and "capacity" in found.not_offered[0]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (lambda: tally(rows(), label="y", score="s", groups=["g"]), "halves"),
        (lambda: tally(rows(), label="y", score="s", split=1), "groups"),
        (lambda: tally(rows(), score="s", groups=["g"], split=1), "label"),
    ],
)
def test_what_cannot_be_compared_says_why(table, words):
    with pytest.raises(InputError, match=words):
        compare(table(), 0.0, PAYOFF, TERMS)


def test_a_decision_without_a_score_is_only_shown():
    table = rows().assign(d=lambda one: (one.s > 0).astype(int))
    held = tally(table, label="y", decision="d", groups=["g"], split=1)
    assert [one.name for one in compare(held, Policy.given_decision(), PAYOFF, TERMS).candidates] == [NOTHING]


def test_small_groups_keep_the_common_threshold():
    table = pd.concat([rows(), rows(5, 20).assign(g="tiny")], ignore_index=True)
    one = compare(counted(table), 0.0, PAYOFF, TERMS).named("equal opportunity")
    assert {each.group for each in one.offer.policy.thresholds} == {("a",), ("b",)}
    assert "tiny" in one.offer.notes[0] and "tiny" in {each.group for each in one.effects}


def test_weights_never_make_more_people_than_there_are(table):
    """Weights that sum to a thousand times the rows scale no number of people; a year's volume still does."""
    weights = table.assign(w=1000 * np.random.default_rng(2).lognormal(0, 0.5, len(table)))
    terms = replace(TERMS, yearly_volume=None)
    found, plain = (
        compare(counted(one, **more), 0.0, PAYOFF, terms) for one, more in ((weights, {"weight": "w"}), (table, {}))
    )
    for one in found.candidates:
        assert one.changed <= found.rows and one.reviewed <= found.rows
        assert sum(each.selected_more + each.selected_less for each in one.effects) == pytest.approx(one.changed)
    assert found.named("moved").changed > 0 and found.rows == plain.rows
    year = compare(counted(weights, weight="w"), 0.0, PAYOFF, TERMS)
    assert year.named("moved").changed == pytest.approx(found.named("moved").changed * TERMS.yearly_volume / found.rows)
