"""Is learning needed: a plain recommendation that follows from the answers."""

from __future__ import annotations

import itertools
from typing import get_args

import pytest

from workbook.scoping.answers import ScopingAnswers
from workbook.scoping.needing import QUESTIONS, Verdict, need_in_words, need_of, open_questions

LEARN = dict.fromkeys(QUESTIONS, "yes") | {"rule_written": "no", "rule_enough": "no"}


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, "learning is worth trying"),
        ({"rule_tried": "no", "rule_enough": "not said"}, "learning is worth trying"),
        ({"stable": "no"}, "learning is worth trying"),
        ({"history": "not said"}, "cannot tell yet"),
        ({"rule_enough": "not said"}, "cannot tell yet"),
        ({"error_bearable": "no"}, "do not let a model decide here"),
        ({"error_bearable": "no", "rule_enough": "yes"}, "do not let a model decide here"),
        ({"rule_enough": "yes"}, "a rule will do"),
        ({"rule_enough": "yes", "history": "not said"}, "a rule will do"),
        ({"rule_enough": "yes", "rule_tried": "no"}, "learning is worth trying"),
        ({"history": "no"}, "try a rule first"),
        ({"rule_written": "yes", "rule_tried": "no"}, "try a rule first"),
        ({"rule_written": "yes"}, "learning is worth trying"),
    ],
)
def test_the_verdict_follows(changes, verdict):
    assert need_of(ScopingAnswers(**(LEARN | changes))).verdict == verdict


def test_every_combination_has_a_verdict_with_a_reason():
    met = set()
    for values in itertools.product(("not said", "yes", "no"), repeat=len(QUESTIONS)):
        answers = ScopingAnswers(**dict(zip(QUESTIONS, values, strict=True)))
        need = need_of(answers)
        met.add(need.verdict)
        assert need.reasons and need_in_words(need).endswith((".", "?"))
        assert need.verdict != "cannot tell yet" or open_questions(answers)
        assert need.verdict != "learning is worth trying" or "no" not in (answers.history, answers.error_bearable)
    assert met == set(get_args(Verdict))


def test_what_is_open_is_named_and_an_idle_question_is_not():
    assert len(open_questions(ScopingAnswers())) == len(QUESTIONS) - 1
    assert "past cases" in need_in_words(need_of(ScopingAnswers(**(LEARN | {"history": "not said"}))))


def test_unstable_cases_are_a_reason_to_plan():
    assert "retrain" in need_in_words(need_of(ScopingAnswers(**(LEARN | {"stable": "no"}))))
