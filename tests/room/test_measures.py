"""The measures one click behind the plain words."""

from __future__ import annotations

import pytest

from workbook.room.deck import activity_of, open_deck
from workbook.room.measures import alpha_over, measures_in_words
from workbook.room.questions import questions_of
from workbook.room.record import Given
from workbook.room.revealing import revealed
from workbook.stats.agreement import FEWEST_FOR_INTERVAL

DECK = open_deck()


def ranked(*orders):
    return [Given(f"p{place}", "data", {"order": list(order)}) for place, order in enumerate(orders)]


def rated(*rows):
    names = [one.id for one in activity_of(DECK, "statements").items]
    return [
        Given(f"p{place}", "data", {"ratings": dict(zip(names, row, strict=True))}) for place, row in enumerate(rows)
    ]


def test_one_order_by_all_is_told_as_one():
    worries = activity_of(DECK, "worries")
    order = [one.id for one in worries.items]
    told = measures_in_words(revealed(worries, 1, ranked(*[order] * FEWEST_FOR_INTERVAL)))
    assert "Kendall's W 1.00 (1.00 to 1.00)" in told[0]


@pytest.mark.parametrize("people", [3, FEWEST_FOR_INTERVAL - 1, FEWEST_FOR_INTERVAL])
def test_an_interval_needs_five_people(people):
    rows = [(1 + place % 5, 2, 4, 5 - place % 5) for place in range(people)]
    told = measures_in_words(revealed(activity_of(DECK, "statements"), 1, rated(*rows)))
    assert any("no interval" in one for one in told) == (people < FEWEST_FOR_INTERVAL)
    assert any(" to " in one.split("spread")[-1] for one in told if "spread" in one) == (people >= FEWEST_FOR_INTERVAL)


def test_alpha_is_full_where_each_question_has_one_answer():
    rows = [(1, 2, 4, 5)] * 6
    assert alpha_over(questions_of(activity_of(DECK, "statements"), rated(*rows))).value == pytest.approx(1)
    apart = [(1, 5, 1, 5), (5, 1, 5, 1)] * 3
    assert alpha_over(questions_of(activity_of(DECK, "statements"), rated(*apart))).value < 0


def test_nothing_is_measured_where_too_few_answered():
    assert measures_in_words(revealed(activity_of(DECK, "statements"), 1, rated((1, 2, 3, 4)))) == []
