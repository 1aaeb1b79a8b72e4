"""The room as a second rater: what is kept of ten files, and that nobody's vote can be worked out from it."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.room.test_deck import DECK
from workbook.room.deck import HATS, activity_of
from workbook.room.record import Given
from workbook.room.second_rater import alpha_of_counts, second_rater, second_rater_in_words
from workbook.stats.agreement import FEWEST_FOR_INTERVAL, krippendorff_alpha

FILES = activity_of(DECK, "files")
NAMES = [one.id for one in FILES.files]
TRUTH = [one.outcome == "yes" for one in FILES.files]
MODEL = [one.model == "yes" for one in FILES.files]
TABLES = st.integers(3, 9).flatmap(
    lambda people: st.lists(
        st.tuples(st.lists(st.booleans(), min_size=10, max_size=10), st.sampled_from(list(HATS))),
        min_size=people, max_size=people,
    )
)  # fmt: skip


def decided(rows, hats=("data",)):
    """One person a row of true (yes) and false (no)."""
    return [
        Given(f"secret-{place}", hats[place % len(hats)],
              {"decisions": {name: "yes" if yes else "no" for name, yes in zip(NAMES, row, strict=True)}})
        for place, row in enumerate(rows)
    ]  # fmt: skip


def turned(row, *places):
    return [yes != (place in places) for place, yes in enumerate(row)]


def test_counts_agreement_and_doubts_are_those_of_the_votes():
    rows = [TRUTH, TRUTH, turned(TRUTH, 0, 1), turned(TRUTH, 0), turned(TRUTH, 0), turned(TRUTH, 0)]
    found = second_rater(FILES, decided(rows))
    assert found.people == 6 and [one.row for one in found.files] == [one.row for one in FILES.files]
    yes = sum(row[0] for row in rows)
    assert found.files[0].yes == (yes, yes) and found.files[0].doubted
    assert not found.files[1].doubted and found.doubts == (FILES.files[0].row,)
    # On the files where all agree, or all but one, it is not told which of both: the share is the middle.
    assert found.outcome.value == pytest.approx(1 - (4 + 9 / 2) / 60, abs=1e-3)
    assert found.outcome.low <= found.outcome.value <= found.outcome.high
    agrees = np.mean([[a == b for a, b in zip(row, MODEL, strict=True)] for row in rows])
    assert found.model.value == pytest.approx(agrees, abs=0.07)


def test_two_thirds_make_a_doubt_and_less_does_not():
    against = turned(TRUTH, 3)
    assert second_rater(FILES, decided([against, against, TRUTH])).doubts == (FILES.files[3].row,)
    assert second_rater(FILES, decided([against, against, TRUTH, TRUTH])).doubts == ()


@settings(deadline=None, max_examples=60)
@given(TABLES)
def test_alpha_from_the_counts_is_the_measure_itself(table):
    votes = np.array([row for row, _ in table], dtype=float)
    known = krippendorff_alpha(votes, "nominal", seed=1, draws=2).value
    mine = alpha_of_counts(votes.sum(axis=0)[None, :], len(votes))[0]
    assert mine == pytest.approx(known, nan_ok=True)


def test_alpha_is_exact_where_nobody_could_be_read_off_and_wider_elsewhere():
    rng = np.random.default_rng(5)
    rows = (rng.random((8, 10)) < 0.5).tolist()
    rows[:4] = [[True] * 10] * 2 + [[False] * 10] * 2  # no file is decided by all alike, or by all but one
    found = second_rater(FILES, decided(rows))
    known = krippendorff_alpha(np.array(rows, float), "nominal", seed=1, draws=2).value
    assert found.alpha.value == pytest.approx(known, abs=1e-3) and found.alpha.low < known < found.alpha.high
    united = second_rater(FILES, decided([TRUTH] * 8)).alpha
    assert united.value < 1 == united.high


def test_too_few_are_told_so():
    assert second_rater(FILES, decided([TRUTH] * 2)) is None
    few = second_rater(FILES, decided([TRUTH, TRUTH, MODEL]))
    assert few.alpha is None and "cannot be told" in second_rater_in_words(few, True)
    enough = second_rater(FILES, decided([TRUTH, MODEL, *[TRUTH] * (FEWEST_FOR_INTERVAL - 2)]))
    assert enough.alpha is not None and "Krippendorff's alpha): 0." in second_rater_in_words(enough, True)


def test_hats_with_few_people_are_one():
    hats = ("data", "data", "data", "compliance", "executive", "domain")
    found = second_rater(FILES, decided([TRUTH] * 3 + [turned(TRUTH, *range(10))] * 3, hats)).hats
    assert {one.hats: (one.people, one.outcome) for one in found} == {
        ("data",): (3, 0.9), ("compliance", "executive", "domain"): (3, 0.1),
    }  # fmt: skip


@settings(deadline=None, max_examples=80)
@given(TABLES)
def test_no_count_tells_that_all_decided_alike(table):
    found = second_rater(FILES, decided([row for row, _ in table], [hat for _, hat in table]))
    for one in found.files:
        low, high = one.yes
        assert 0 <= low <= high <= one.people and high >= 1 and low <= one.people - 1
    assert all(one.people >= 3 and 0.1 <= one.outcome <= 0.9 for one in found.hats)
    assert sum(one.people for one in found.hats) == found.people


@settings(deadline=None, max_examples=80)
@given(TABLES, st.randoms(use_true_random=False))
def test_everybodys_vote_could_be_the_other_one(table, random):
    """For each person and file there is another room with the same record in which this person decided otherwise."""
    rows = [list(row) for row, _ in table]
    who, place = random.randrange(len(rows)), random.randrange(10)
    other = [list(row) for row in rows]
    swap = next((one for one in range(len(rows)) if rows[one][place] != rows[who][place]), None)
    other[who][place] = not rows[who][place]
    if swap is not None:
        other[swap][place] = rows[who][place]
    mine, theirs = (second_rater(FILES, decided(votes)).as_result() for votes in (rows, other))
    assert mine | {"hats": ()} == theirs | {"hats": ()}
    assert rows[who][place] != other[who][place]


@settings(deadline=None, max_examples=40)
@given(TABLES, st.randoms(use_true_random=False))
def test_votes_of_one_person_are_not_linked_and_nobody_is_named(table, random):
    answers = decided([row for row, _ in table], [hat for _, hat in table])
    found = json.dumps(second_rater(FILES, answers).as_result())
    assert "secret" not in found
    assert json.dumps(second_rater(FILES, random.sample(answers, len(answers))).as_result()) == found
    mixed = [[row for row, _ in table][place] for place in range(len(table))]
    columns = [random.sample([row[place] for row in mixed], len(mixed)) for place in range(10)]
    again = second_rater(FILES, decided(zip(*columns, strict=True), [hat for _, hat in table]))
    assert again.files == second_rater(FILES, answers).files


def test_words_say_whose_rows_and_where_to_look():
    found = second_rater(FILES, decided([turned(TRUTH, 0, 2)] * 5))
    own, practice = second_rater_in_words(found, True), second_rater_in_words(found, False)
    assert own.startswith("5 people decided 10 files (rows of this project) alone:")
    assert "not of this project" in practice
    assert f"rows {FILES.files[0].row}, {FILES.files[2].row}. Look these labels up first" in own
    assert "On no file" in second_rater_in_words(second_rater(FILES, decided([TRUTH] * 5)), True)
