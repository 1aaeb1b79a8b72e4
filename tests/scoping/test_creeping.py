"""What changed since the scope was signed, in words."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from workbook.errors import WorkbookError
from workbook.project import Evidence, Fingerprints, Person
from workbook.scoping.answers import Affected, Route, ScopingAnswers, UseCaseIdea
from workbook.scoping.creeping import creep_in_words, creep_of

THEN = ScopingAnswers(
    decision="The credit desk approves or refuses each application for a consumer loan, about 80 a day, by score.",
    target=15,
    target_date=date(2027, 12, 31),
    not_worse="Waiting time",
    affected=(
        Affected(who="Applicants", harm="serious", voice="Customer care"),
        Affected(who="Officers", harm="small"),
    ),
    routes=(Route(title="buy", name="A", speed=3), Route(title="buy", name="B")),
)


def signed(answers):
    kept = {"answers": answers if isinstance(answers, dict) else answers.model_dump(mode="json")}
    at = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
    return Evidence("1", "scoping.signed", "scoping", "", kept, Fingerprints(), Person("dana", "Dana"), at)


def changes(**changed):
    creep = creep_of(THEN.model_copy(update=changed), signed(THEN))
    return [(one.kind, one.sentence) for one in creep.changes]


def test_nothing_changed():
    assert creep_in_words(creep_of(THEN, signed(THEN))) == "The scope is as Dana on 3 November 2026 signed it."


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"target": 12.5}, ("changed", "Target: 15 became 12.5")),
        ({"target": None}, ("removed", "Target: 15")),
        ({"target_date": date(2028, 6, 30)}, ("changed", "Reached by: 31 December 2027 became 30 June 2028")),
        ({"unit": "per cent"}, ("added", "In which unit: “per cent”")),
        ({"not_worse": ""}, ("removed", "What must not get worse? “Waiting time”")),
        ({"history": "yes"}, ("added", "Are there past cases with their outcome? “yes”")),
        ({"weight_cost": 5}, ("changed", "How much cost matters: 3 became 5")),
        ({"ideas": (UseCaseIdea(title="Letters"),)}, ("added", "Use cases that compete: Letters")),
        ({"affected": THEN.affected[:1]}, ("removed", "Who is affected: Officers")),
        (
            {"affected": (THEN.affected[0], Affected(who="officers", harm="serious", voice="Ilse"))},
            (
                "changed",
                "Who is affected: officers (who: “Officers” became “officers”; harm: “small” became “serious”; voice: nothing became “Ilse”)",
            ),
        ),
        (
            {"routes": (Route(title="buy", name="A", speed=5), Route(title="buy", name="B"))},
            ("changed", "Buy, partner or build: buy (A) (speed: 3 became 5)"),
        ),
    ],
)
def test_each_change_is_one_sentence(changed, told):
    assert changes(**changed) == [told]


def test_lines_in_another_order_are_no_change():
    assert changes(affected=THEN.affected[::-1], routes=THEN.routes[::-1]) == []


def test_an_empty_line_is_no_change():
    assert changes(affected=(*THEN.affected, Affected())) == []


def test_two_lines_of_one_name_are_told_apart_by_their_place():
    twice = (Affected(who="Staff", harm="small"), Affected(who="Staff", harm="severe"))
    creep = creep_of(ScopingAnswers(affected=twice[:1]), signed(ScopingAnswers(affected=twice)))
    assert [(one.kind, one.sentence) for one in creep.changes] == [("removed", "Who is affected: Staff")]


def test_a_long_text_is_shown_where_it_parts():
    (kind, told), *more = changes(decision=THEN.decision.replace("consumer loan", "mortgage or consumer loan"))
    assert kind == "changed" and not more
    assert "mortgage or" in told and told.count("…") == 4 and "The credit desk" not in told


def test_a_question_that_was_not_asked_then_is_no_change():
    older = {
        name: value for name, value in THEN.model_dump(mode="json").items() if name not in ("rule_enough", "ideas")
    }
    assert creep_of(THEN, signed(older)).changes == ()


def test_the_sum_comes_first_and_kinds_together():
    creep = creep_of(THEN.model_copy(update={"target": 12.0, "unit": "per cent", "not_worse": ""}), signed(THEN))
    told = creep_in_words(creep).split("\n\n")
    assert told[0] == "Since Dana on 3 November 2026 signed it: 1 added, 1 removed, 1 changed."
    assert [line.split(":")[0] for line in told[1:]] == ["• Added", "• Removed", "• Changed"]


def test_without_a_signature_there_is_nothing_to_compare():
    with pytest.raises(WorkbookError, match="not been signed"):
        creep_of(THEN, None)
    broken = signed(THEN)
    with pytest.raises(WorkbookError, match="holds no answers"):
        creep_of(THEN, Evidence(**{**broken.__dict__, "result": {}}))
