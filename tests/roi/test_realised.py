"""Planned against realised benefit, and a baseline that must have been measured before."""

from __future__ import annotations

from datetime import date

import pytest

from workbook.errors import InputError, WorkbookError
from workbook.roi.answers import AdoptionYear, RoiAnswers
from workbook.roi.depth_words import months_in_words
from workbook.roi.promises import Launch, MonthOfBenefit
from workbook.roi.realised import compare, read_months
from workbook.roi.simulating import Benefit

ANSWERS = RoiAnswers(adoption=(AdoptionYear(likely=0.5), AdoptionYear(likely=1.0)))
BENEFIT = Benefit(1200.0, 600.0, 1800.0)


def launch(*months: tuple[str, float], measured: date | None = date(2025, 12, 31)) -> Launch:
    rows = tuple(MonthOfBenefit(month=month, benefit=benefit) for month, benefit in months)
    return Launch(launched=date(2026, 1, 15), baseline_measured=measured, actuals=rows)


def test_each_month_has_a_twelfth_of_its_year():
    found = compare(ANSWERS, BENEFIT, launch(("2027-01", 90.0), ("2026-02", 40.0), ("2026-01", 60.0)))
    assert found.months == ("2026-01", "2026-02", "2027-01")
    assert found.planned == pytest.approx((50, 50, 100)) and found.planned_low == pytest.approx((25, 25, 50))
    assert found.share == pytest.approx(190 / 200)
    assert found.ahead_low <= found.ahead <= found.ahead_high
    assert "cannot tell it from the plan" in months_in_words(found)


@pytest.mark.parametrize(
    ("measured", "said"),
    [(None, "Nobody has said when"), (date(2026, 3, 1), "measured after the launch"), (date(2026, 1, 1), "")],
)
def test_a_baseline_must_have_been_measured_before(measured, said):
    words = months_in_words(compare(ANSWERS, BENEFIT, launch(("2026-01", 1.0), ("2026-02", 1.0), measured=measured)))
    assert said in words and ("old process was measured" in words) == (measured != date(2026, 1, 1))


def test_what_is_missing_is_said():
    with pytest.raises(WorkbookError, match="No months"):
        compare(ANSWERS, BENEFIT, Launch())
    with pytest.raises(WorkbookError, match="entered twice"):
        compare(ANSWERS, BENEFIT, launch(("2026-02", 1.0), ("2026-02", 2.0)))
    with pytest.raises(WorkbookError, match="before the launch"):
        compare(ANSWERS, BENEFIT, launch(("2025-12", 1.0)))
    assert "One month" in months_in_words(compare(ANSWERS, BENEFIT, launch(("2026-02", 1.0))))


def test_months_are_read_from_a_file(tmp_path):
    path = tmp_path / "months.csv"
    path.write_text("month,benefit,cases\n2026-01,100.5,12\n2026-02,90,\n", "utf-8")
    assert read_months(path) == (
        MonthOfBenefit(month="2026-01", benefit=100.5, cases=12),
        MonthOfBenefit(month="2026-02", benefit=90.0),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [("when,benefit\n2026-01,1\n", "needs the columns"), ("month,benefit\nspring,1\nfall,2\n", "Row 1")],
)
def test_a_file_that_cannot_be_read_says_where(tmp_path, text, said):
    path = tmp_path / "months.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=said):
        read_months(path)
