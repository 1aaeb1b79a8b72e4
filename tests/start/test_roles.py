"""Roles are echoed in words and counts, doubts are asked, and an unfitting use case is told before data are connected."""

from __future__ import annotations

import pandas as pd
import pytest

from workbook.data import read_source, tally
from workbook.errors import WorkbookError
from workbook.start.answers import CodeMeaning, Columns, UseCase
from workbook.start.echo import echo_in_words, echo_roles
from workbook.start.fitting import fit
from workbook.start.tallying import (
    check_roles,
    roles_of,
    source_of,
    tally_arguments,
    tally_of,
    tally_or_none,
    there,
    wording_of,
)

ROWS = pd.DataFrame(
    {
        "paid": ["yes", "no", None, "yes"] * 25,
        "s": [0.1, 0.9, 0.4, None] * 25,
        "sex": [0, 1, 1, None] * 25,
        "id": range(100),
    }
)
COLUMNS = Columns(
    label="paid",
    label_positive=("yes",),
    label_is="outcome",
    score="s",
    groups=("sex",),
    units="applicants",
    positive_means="repaid",
)


def told(columns=COLUMNS, rows=ROWS):
    return echo_in_words(echo_roles(tally(rows, **tally_arguments(columns)), columns))


def test_counts_are_those_of_the_rows():
    words = told()
    assert "100 applicants in all" in words and "50 of 100 are counted as “repaid”" in words
    assert "For 25 it is not known" in words and "25 rows have no score" in words and "missing 25" in words


def test_a_coded_column_is_asked_about_and_never_guessed():
    assert "holds only 0 and 1: write what each stands for" in told()
    meanings = (
        CodeMeaning(column="sex", code="0", meaning="women"),
        CodeMeaning(column="sex", code="1", meaning="men"),
    )
    words = told(COLUMNS.model_copy(update={"code_meanings": meanings}))
    assert "women (0) 25" in words and "write what each" not in words


def test_repeated_rows_are_noticed():
    assert "exact copy" in told(rows=pd.concat([ROWS] * 3))


def test_training_rows_and_missing_groups_are_doubts():
    words = told(COLUMNS.model_copy(update={"trained_on_these_rows": "yes", "groups": (), "groups_not_held": True}))
    assert "trained on these rows" in words and "do not hold any column of groups" in words


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"score": None}, "Neither a score nor a decision"),
        ({"label_positive": ()}, "not which value counts"),
        ({"decision": "paid"}, "which value means selected"),
    ],
)
def test_what_is_missing_is_said_one_at_a_time(changes, said):
    with pytest.raises(WorkbookError, match=said):
        check_roles(COLUMNS.model_copy(update=changes))
    with pytest.raises(WorkbookError, match="No rows are connected"):
        source_of(None)


def test_rows_without_a_score_or_a_decision_can_be_learned_from():
    bare = COLUMNS.model_copy(update={"score": None})
    source = read_source(ROWS)
    assert roles_of(bare)["score"] is None and tally_or_none(source, bare) is None
    with pytest.raises(WorkbookError, match="train a model on the Modelling page"):
        there(None, bare)
    assert there(tally_or_none(source, COLUMNS), COLUMNS).has_score
    with pytest.raises(WorkbookError, match="not which value counts"):
        roles_of(bare.model_copy(update={"label_positive": ()}))
    with pytest.raises(WorkbookError, match="Neither a score nor a decision"):
        tally_or_none(source, bare.model_copy(update={"label": None}))


@pytest.mark.parametrize(
    ("decides", "fits"),
    [
        ("not said", None),
        ("yes or no", True),
        ("one of several", True),
        ("a quantity", False),
        ("a text or picture", False),
    ],
)
def test_a_forecast_is_told_that_it_does_not_fit(decides, fits):
    found = fit(UseCase(decides=decides))
    assert found.fits is fits and found.sentence


def test_a_past_decision_reaches_the_words():
    assert wording_of(COLUMNS.model_copy(update={"label_is": "past decision"})).label_is == "past decision"


def test_many_classes_become_routed_rightly():
    queues = pd.DataFrame({"right": list("aabbcc") * 5, "chosen": list("aabbca") * 5})
    columns = Columns(label="right", label_equals="chosen", decision="right", decision_equals="chosen", units="tickets")
    found = tally_of(read_source(queues), columns)
    assert int(found.cells.count[found.cells.label == 1].sum()) == 25
    assert "right says the same as chosen" in echo_in_words(echo_roles(found, columns))
