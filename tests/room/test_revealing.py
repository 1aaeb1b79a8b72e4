"""What is shown: hats that hide nobody, words that fit the spread, the agenda, the reasons, the shift."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.room.test_deck import DECK, GOOD
from workbook.room.apart import TOO_FEW, doubt_for, row_of, widest
from workbook.room.deck import HATS, activity_of
from workbook.room.grouping import grouped
from workbook.room.hats import FEWEST_PER_HAT, merged
from workbook.room.questions import questions_of
from workbook.room.record import Given
from workbook.room.revealing import places, revealed

PURPOSE, STATEMENTS, ESTIMATE = (activity_of(DECK, name) for name in ("purpose", "statements", "wrongly_refused"))


def chose(*choices, hats=("data",), reasons=()):
    return [
        Given(
            f"p{place}", hats[place % len(hats)],
            {"choice": choice} | ({"reason": reasons[place]} if place < len(reasons) and reasons[place] else {}),
        )
        for place, choice in enumerate(choices)
    ]  # fmt: skip


def guessed(*numbers, reasons=()):
    return [
        Given(f"p{place}", "data", {"low": 0, "value": number, "high": 100, "reason": (*reasons, *[""] * 99)[place]})
        for place, number in enumerate(numbers)
    ]


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(list(HATS)), max_size=25))
def test_no_hat_and_nothing_left_over_is_fewer_than_three_people(hats):
    together = merged(hats)
    counted = Counter(together[hat] for hat in hats)
    assert set(together) == set(hats)
    if len(hats) < FEWEST_PER_HAT:
        assert set(counted) <= {()}
    else:
        assert all(many >= FEWEST_PER_HAT for many in counted.values()) and sum(counted.values()) == len(hats)
        for parts, many in Counter(hats).items():
            assert many >= FEWEST_PER_HAT or len(together[parts]) > 1


def test_hats_are_put_together_only_where_they_must_be():
    assert merged(["data"] * 3 + ["product"] * 4) == {"data": ("data",), "product": ("product",)}
    assert merged(["data"] * 3 + ["product"] * 5 + ["domain"]) == {
        "product": ("product",), "data": ("data", "domain"), "domain": ("data", "domain"),
    }  # fmt: skip
    assert merged(["data", "product", "domain"])["data"] == ("product", "data", "domain")


@pytest.mark.parametrize("name", sorted(GOOD))
def test_every_activity_can_be_shown_and_names_nobody(name):
    activity = activity_of(DECK, name)
    answers = [Given(f"secret-person-{place}", list(HATS)[place % 3], GOOD[name]) for place in range(9)]
    shown = revealed(activity, 1, answers)
    assert shown.people == 9 and not shown.too_few
    assert "secret-person" not in repr([(one.row, one.dots, one.reasons, one.shift) for one in shown.questions])
    assert shown.questions or shown.groups
    for one in shown.questions:
        assert one.row.spread.value == 0 and one.row.word == "of one mind" and len(one.row.cells) == 3
        assert all(cell.apart == 0 for cell in one.row.cells)


@pytest.mark.parametrize("name", sorted(GOOD))
def test_fewer_than_three_answers_show_nothing(name):
    shown = revealed(activity_of(DECK, name), 1, [Given("a", "data", GOOD[name]), Given("b", "data", GOOD[name])])
    assert shown.too_few and shown.people == 2
    assert not (shown.questions or shown.groups or shown.signs or shown.files or shown.order)
    assert revealed(activity_of(DECK, name), 1, []).people == 0


def test_the_word_follows_the_spread():
    def word(*choices):
        return revealed(PURPOSE, 1, chose(*choices)).questions[0].row.word

    assert word(*["speed"] * 8) == "of one mind"
    assert word(*["speed"] * 7, "access") == "close"
    assert word(*["speed"] * 4, *["access"] * 4) == "far apart"
    assert word("speed", "losses", "access", "alike") == "far apart"
    few = questions_of(PURPOSE, chose("speed", "losses"))[0]
    assert row_of(few).word == TOO_FEW and doubt_for(row_of(few).spread) == ""
    told = row_of(questions_of(PURPOSE, chose(*["speed"] * 4, "access"))[0])
    assert "if other people of this kind had come" in doubt_for(told.spread)


def test_a_hat_that_stands_apart_is_the_darkest_cell():
    answers = [
        Given(f"d{place}", "data", {"ratings": {"letter": 5, "age": 5, "human": 3, "data": 3}}) for place in range(4)
    ] + [
        Given(f"c{place}", "compliance", {"ratings": {"letter": 5, "age": 1, "human": 3, "data": 2}})
        for place in range(4)
    ]  # fmt: skip
    shown = revealed(STATEMENTS, 1, answers)
    rows = {row.question: row for row in shown.rows}
    assert [cell.apart for cell in rows["age"].cells] == [1.0, 1.0] and rows["age"].word == "far apart"
    assert [cell.words for cell in rows["age"].cells] == ["strongly agree", "strongly disagree"]
    assert [cell.apart for cell in rows["letter"].cells] == [0.0, 0.0]
    assert [row.question for row in widest(shown.rows)] == ["age", "data"], "those of one mind are no agenda"


def test_the_agenda_has_five_and_at_most_two_of_one_activity():
    rows = []
    for name in ("purpose", "statements", "owners", "golive", "wrongly_refused"):
        activity = activity_of(DECK, name)
        made = {
            "purpose": lambda place: {"choice": ["speed", "losses", "access", "alike"][place % 4]},
            "statements": lambda place: {"ratings": dict.fromkeys(("letter", "age", "human", "data"), 1 + 4 * (place % 2))},
            "owners": lambda place: {"owners": dict.fromkeys(("refused", "young", "drift"), ["desk", "data", "board"][place % 3])},
            "golive": lambda place: {"best": 1, "likely": 1 + place, "worst": 20},
            "wrongly_refused": lambda place: {"low": 0, "value": 10 * place, "high": 100},
        }[name]  # fmt: skip
        rows += revealed(activity, 1, [Given(f"p{place}", "data", made(place)) for place in range(8)]).rows
    agenda = widest(rows)
    assert len(agenda) == 5 and max(Counter(row.activity for row in agenda).values()) == 2
    values = [row.spread.value for row in agenda]
    assert values == sorted(values, reverse=True)


def test_the_reasons_are_those_of_the_most_distant_answers():
    shown = revealed(ESTIMATE, 1, guessed(1, 5, 60, 90, 95, reasons=("", "few", "many", "most", "")))
    low, high = shown.questions[0].reasons
    assert (low.why, high.why) == ("few", "most")
    assert low.answer == "5 of 100 good customers" and high.answer == "90 of 100 good customers"
    assert revealed(ESTIMATE, 1, guessed(1, 5, 60, reasons=("only one",))).questions[0].reasons is None
    choice = revealed(
        PURPOSE, 1, chose("speed", "losses", "losses", "access", "access", "access", reasons=("s", "l", "longer", "a"))
    )
    assert [one.why for one in choice.questions[0].reasons] == ["a", "longer"]


def test_the_shift_counts_those_who_answered_both_rounds():
    before, after = (
        guessed(5, 10, 80, 90, 40),
        [*guessed(30, 10, 50, 60), Given("new", "data", GOOD["wrongly_refused"])],
    )
    shift = revealed(ESTIMATE, 2, after, before).questions[0].shift
    assert (shift.people, shift.moved) == (4, 3)
    assert (shift.before, shift.after) == ("45 of 100 good customers", "40 of 100 good customers")
    assert shift.spread_after < shift.spread_before
    assert revealed(ESTIMATE, 2, after, guessed(5, 10)).questions[0].shift is None
    assert revealed(ESTIMATE, 1, after).questions[0].shift is None


def test_a_ranking_tells_its_common_order():
    activity = activity_of(DECK, "worries")
    order = ["law", "unfair", "money", "trust", "decay"]
    same = revealed(activity, 1, [Given(str(place), "data", {"order": order}) for place in range(4)])
    assert same.order.value == pytest.approx(1)
    turned = [Given(str(place), "data", {"order": order[place:] + order[:place]}) for place in range(5)]
    around = revealed(activity, 1, turned)
    assert around.order.value == pytest.approx(0, abs=1e-9) and not math.isnan(around.order.low)
    assert [one.question.id for one in places(same.questions)] == order


def test_files_come_with_the_room_the_model_and_what_happened():
    activity = activity_of(DECK, "files")
    everybody = [
        Given(str(place), "domain", {"decisions": {one.id: "yes" for one in activity.files}}) for place in range(3)
    ]
    shown = revealed(activity, 1, everybody).files
    assert [(one.yes, one.people) for one in shown] == [(3, 3)] * 10
    assert {one.model for one in shown} == {"approve", "refuse"}
    assert {one.outcome for one in shown} == {"paid back", "not paid back"}


def test_words_that_say_the_same_are_put_together():
    groups = grouped(
        [
            "Who asked the applicants themselves?", "Nobody asked the applicants", "What does it cost to switch it off?",
            "what does it cost to switch it off?", "Is it even legal?",
        ]
    )  # fmt: skip
    assert [len(one.texts) for one in groups] == [2, 2, 1]
    assert any("applicant" in one.shared for one in groups)
    assert grouped([]) == ()


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=60), max_size=12))
def test_no_text_is_lost_in_grouping(texts):
    assert Counter(text for group in grouped(texts) for text in group.texts) == Counter(texts)
