"""Mitigation where there is no score, no applicant, or no threshold yet: what is said stays true."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.fairness.mitigation.conftest import PAYOFF, TERMS, rows
from workbook.data import tally
from workbook.errors import InputError
from workbook.fairness.mitigation.adopting import InForce, in_force, standing_in_words
from workbook.fairness.mitigation.comparing import compare
from workbook.fairness.mitigation.words import chosen_in_words, finding, frontier_in_words, within
from workbook.fairness.pairs import NO_GAP
from workbook.outcomes import Policy, Wording


@pytest.fixture(scope="module")
def found(held):
    return compare(held, 0.0, PAYOFF, TERMS)


def decided():
    table = rows(1, 2000).assign(decided=np.arange(2000) % 3 // 2)
    return tally(table, label="y", decision="decided", groups=["g"], split=1)


def test_decisions_as_they_were_taken_are_no_declared_threshold():
    given = compare(decided(), None, PAYOFF, TERMS)
    assert finding(given).startswith("There is no candidate: a decision without a score")
    assert "The decisions as they were taken, unchanged." in chosen_in_words(given.nothing, given)
    assert "threshold" not in standing_in_words(InForce(in_force(decided(), None), None))
    assert standing_in_words(InForce(None, None)).startswith("In force: nothing yet.")
    assert standing_in_words(InForce(Policy.at(0.5), None)) == "In force: the declared threshold."


def test_a_machine_has_no_rights_but_the_people_behind_it_have(found):
    machines = replace(found, terms=replace(TERMS, wording=Wording("thing", "machines")))
    one = found.named("equal opportunity")
    for told in (frontier_in_words(machines), chosen_in_words(one, machines)):
        assert "May be unlawful where people stand behind the machines: " in told
    assert "May be unlawful: " in frontier_in_words(found)


def test_one_candidate_has_one_line(found):
    unsure = [one for one in within(replace(found, terms=replace(TERMS, tolerance=0.5))) if one.verdict != NO_GAP]
    for many in (1, 2):
        few = replace(found, terms=replace(TERMS, tolerance=0.5), candidates=(found.nothing, *unsure[:many]))
        assert len(unsure) >= many
        assert ("its line crosses" in frontier_in_words(few)) == (many == 1)


def test_one_group_has_no_gap_to_shrink():
    alone = tally(rows(1, 800).assign(g="a"), label="y", score="s", groups=["g"], split=1)
    with pytest.raises(InputError, match="fewer than two groups"):
        compare(alone, 0.5, PAYOFF, TERMS)


def test_candidates_that_change_nothing_are_not_worth_most():
    same = compare(tally(rows(1, 800).assign(s=0.7), label="y", score="s", groups=["g"], split=1), 0.9, PAYOFF, TERMS)
    assert not any(one.changed for one in same.candidates)
    assert finding(replace(same, shown="cannot tell")) == "No candidate changes any decision"
