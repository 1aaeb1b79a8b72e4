"""What is said of a comparison: the claim that the intervals allow, and no other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from workbook.modelling.candidates.result import Against, Comparison, Rival
from workbook.modelling.candidates.words import apart_in_words, comparison_in_words, finding

OPEN, ABOVE, BELOW = (1.0, -2.0, 4.0), (4000.0, 1000.0, 7000.0), (-4000.0, -7000.0, -1000.0)


def rival(name: str, kind: str, over=None, under=None, readable: bool = False) -> Rival:
    def against(money):
        return None if money is None else Against((0.004, -0.002, 0.01), None, (-0.01, -0.02, 0.0), money, 0.2)

    return Rival(
        name, name.capitalize(), kind, readable, (0.8, 0.79, 0.81), None, None, 0.5, 0.4, (0.2, 0.19, 0.21),
        (5000.0, 4000.0, 6000.0), against(over), against(under),
    )  # fmt: skip


def comparison(*rivals: Rival, leader: str, **more) -> Comparison:
    return Comparison(rivals, "ours", leader, "money", 2000, 1000, 2000, per_year=True, **more)


NAIVE, PLAIN, OTHER = ("naive", "naive"), ("plain", "recipe"), ("other", "recipe")


@pytest.mark.parametrize(
    ("rivals", "leader", "told"),
    [
        ([rival("ours", "in use"), rival(*NAIVE, BELOW, ABOVE)], "ours", "“Ours” is worth most: these rows tell it from all others"),
        ([rival("ours", "in use"), rival(*NAIVE, OPEN, OPEN)], "ours", "“Ours” is not shown to be better than “Naive”"),
        ([rival("ours", "in use"), rival(*OTHER, OPEN, OPEN)], "ours", "“Ours” is level with “Other”"),
        (
            [rival("ours", "in use"), rival(*PLAIN, OPEN, OPEN, True)], "ours",
            "“Ours” is level with “Plain”, which everybody can read",
        ),
        (
            [rival("ours", "in use"), rival(*PLAIN, OPEN, OPEN, True), rival(*OTHER, OPEN, OPEN)], "ours",
            "“Ours” is level with 2 others; “Plain” among them can be read by everybody",
        ),
        ([rival("ours", "in use", None, ABOVE), rival(*OTHER, ABOVE)], "other", "“Other” is shown to be better than “Ours”"),
        ([rival("ours", "in use", None, OPEN), rival(*OTHER, OPEN)], "other", "“Ours” is level with “Other”"),
    ],
)  # fmt: skip
def test_the_claim_is_what_the_intervals_allow(rivals, leader, told):
    assert finding(comparison(*rivals, leader=leader)) == told


def test_a_difference_says_its_interval_and_whether_it_is_open():
    found = comparison(rival("ours", "in use"), rival(*OTHER, OPEN, OPEN), leader="ours")
    told = apart_in_words(found.named("other").over_reference, found)
    assert told == (
        "€1 a year more (−€2 to €4), interval includes 0; 1 points fewer decided against what happened (0 to 2 points), "
        "interval includes 0; ranking 0.4 points better (−0.2 to 1 points), interval includes 0"
    )


def test_fewer_than_ten_are_not_counted():
    found = comparison(rival("ours", "in use"), rival(*OTHER, OPEN, OPEN), leader="ours")
    told = apart_in_words(Against(None, None, None, None, None), found)
    assert told == "both decide alike, but for fewer than 10"


def test_what_must_be_known_is_said():
    column = replace(rival("ours", "score column"), title="Score column")
    declared = replace(rival("declared", "as declared", BELOW, ABOVE), title="As declared")
    found = comparison(
        column, declared, rival(*NAIVE, (-5000.0, -6000.0, -4000.0), ABOVE), leader="ours", drawn_from=8000,
        trained_on_these_rows=True, today_value=2000.0, notes=("Something is missing.",),
    )  # fmt: skip
    told = comparison_in_words(found)
    for words in (
        "2,000 rows were drawn at random from 8,000: the intervals are about 2.0 times",
        "its numbers are flattered",
        "Today's process is worth €2k a year, as somebody entered; “Score column” is worth €3k more (€2k to €4k",
        "The same score at the threshold as declared is worth €4k a year less",
        "Something is missing.",
        "hold for all 2 comparisons at once",
    ):
        assert words in told, words


def test_without_a_yearly_volume_money_is_that_of_the_rows():
    found = replace(comparison(rival("ours", "in use"), rival(*OTHER, OPEN, OPEN), leader="ours"), per_year=False)
    assert "on 1,000 rows" in comparison_in_words(found) and "a year" not in comparison_in_words(found)
