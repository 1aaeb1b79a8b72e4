"""What each outcome is worth, what the project costs, and who stands for each number."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from workbook.project import Section


def _asked(unit: str = "", widget: str = "", **more: Any) -> dict[str, Any]:
    return {"unit": unit, "widget": widget, **more}


class Worth(BaseModel):
    """What one case with an outcome is worth, who says so, and from where they know."""

    model_config = ConfigDict(frozen=True)
    constant: float = Field(0.0, title="Each case", json_schema_extra=_asked(widget="money"))
    amount: str = Field("", title="Plus a share of this amount", max_length=60)
    per_unit: float = Field(
        0.0, title="Share of the amount", description="0.12 for 12 % of it; negative where it is lost."
    )
    owner: str = Field("", title="Owner", max_length=120)
    source: str = Field("", title="Source", max_length=300)


class CostLine(BaseModel):
    """One cost, once or every year, with how sure it is."""

    model_config = ConfigDict(frozen=True)
    title: str = Field("", title="What for", max_length=120)
    when: Literal["once", "yearly"] = Field("once", title="When")
    low: float = Field(0.0, ge=0, title="Low", json_schema_extra=_asked(widget="money"))
    likely: float = Field(0.0, ge=0, title="Likely", json_schema_extra=_asked(widget="money"))
    high: float = Field(0.0, ge=0, title="High", json_schema_extra=_asked(widget="money"))
    owner: str = Field("", title="Owner", max_length=120)
    source: str = Field("", title="Source", max_length=300)


class RoiAnswers(Section):
    """The money side of the use case."""

    section: ClassVar[str] = "roi"

    currency: Literal["EUR", "USD", "GBP", "CHF", "JPY"] = Field("EUR", title="Currency")
    true_positive: Worth = Field(
        Worth(), title="Selected, and rightly so", description="For a loan: approved, and repaid."
    )
    false_positive: Worth = Field(Worth(), title="Selected, but wrongly", description="Approved, but defaulted.")
    false_negative: Worth = Field(
        Worth(),
        title="Passed over, but wrongly",
        description="Refused, though it would have been repaid. What is merely not earned is already missing above: do not count it twice.",
    )
    true_negative: Worth = Field(
        Worth(), title="Passed over, and rightly so", description="Refused, and would have defaulted."
    )
    yearly_volume: float | None = Field(
        None,
        gt=0,
        title="Cases a year",
        description="How many cases the process will see in a year.",
        json_schema_extra=_asked("cases"),
    )
    volume_owner: str = Field("", title="Owner of that number", max_length=120)
    volume_source: str = Field("", title="Its source", max_length=300)
    today: Literal["not said", "accept all", "accept none", "given decision", "typed value"] = Field(
        "not said",
        title="What happens today, without the model?",
        json_schema_extra={
            "labels": {
                "not said": "Choose …",
                "accept all": "Everybody is selected",
                "accept none": "Nobody is selected",
                "given decision": "What the decision column says",
                "typed value": "Its value a year is known",
            }
        },
    )
    today_value: float | None = Field(None, title="Today's value a year", json_schema_extra=_asked(widget="money"))
    today_owner: str = Field("", title="Owner of that number", max_length=120)
    costs: tuple[CostLine, ...] = Field(
        (),
        title="What the project costs",
        description="People, data, licences, running it, checking it, training people.",
        json_schema_extra=_asked(row="cost"),
    )
    years: int = Field(3, ge=1, le=15, title="Years to look at")
    discount_rate: float = Field(
        0.10,
        ge=0,
        le=1,
        title="Discount rate a year",
        description="10 % is a habit of business cases, not a fact about you: ask finance for yours.",
        json_schema_extra=_asked("%", "percentage"),
    )
    discount_owner: str = Field("", title="Owner of the rate", max_length=120)
    first_year_share: float = Field(
        1.0,
        ge=0,
        le=1,
        title="Share of the benefit in the first year",
        description="Less than 100 % where the roll-out takes time.",
        json_schema_extra=_asked("%", "percentage"),
    )

    @model_validator(mode="after")
    def _estimates_in_order(self) -> RoiAnswers:
        for line in self.costs:
            if not line.low <= line.likely <= line.high:
                raise ValueError(
                    f"Cost “{line.title or 'without a name'}”: low must not exceed likely, nor likely high."
                )
        return self
