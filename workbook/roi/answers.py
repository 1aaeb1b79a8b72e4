"""What each outcome is worth, what the project costs, and who stands for each number."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from workbook.project import Section

Outcome = Literal["true_positive", "false_positive", "false_negative", "true_negative"]
OUTCOME_TITLES = {
    "true_positive": "Selected, and rightly so",
    "false_positive": "Selected, but wrongly",
    "false_negative": "Passed over, but wrongly",
    "true_negative": "Passed over, and rightly so",
}


def asked(unit: str = "", widget: str = "", **more: Any) -> dict[str, Any]:
    """How a form asks for a field."""
    return {"unit": unit, "widget": widget, **more}


class Worth(BaseModel):
    """What one case with an outcome is worth, who says so, and from where they know."""

    model_config = ConfigDict(frozen=True)
    constant: float = Field(0.0, title="Each case", json_schema_extra=asked(widget="money"))
    amount: str = Field("", title="Plus a share of this amount", max_length=60)
    per_unit: float = Field(
        0.0, title="Share of the amount", description="0.12 for 12 % of it; negative where it is lost."
    )
    doubt: float = Field(
        0.0,
        ge=0,
        le=1,
        title="How far off could it be?",
        description="30 % for a number that could be a third lower or higher. 0 % if it is certain.",
        json_schema_extra=asked("%", "percentage"),
    )
    owner: str = Field("", title="Owner", max_length=120)
    source: str = Field("", title="Source", max_length=300)


class Harm(BaseModel):
    """What an outcome costs somebody else: shown in a line of its own, never taken off the company's money."""

    model_config = ConfigDict(frozen=True)
    outcome: Outcome = Field("false_negative", title="Outcome", json_schema_extra={"labels": dict(OUTCOME_TITLES)})
    bears: Literal["the person concerned", "society"] = Field("the person concerned", title="Who bears it")
    what: str = Field("", title="What happens to them", max_length=200)
    each: float = Field(0.0, ge=0, title="Price of each case", json_schema_extra=asked(widget="money"))
    owner: str = Field("", title="Owner", max_length=120)
    source: str = Field("", title="Source", max_length=300)


class AdoptionYear(BaseModel):
    """How much of the benefit arrives in a year, since people take time to use a thing."""

    model_config = ConfigDict(frozen=True)
    likely: float = Field(1.0, ge=0, le=1, title="Likely", json_schema_extra=asked("%", "percentage"))
    low: float | None = Field(None, ge=0, le=1, title="Low", json_schema_extra=asked("%", "percentage"))
    high: float | None = Field(None, ge=0, le=1, title="High", json_schema_extra=asked("%", "percentage"))

    @property
    def range(self) -> tuple[float, float, float]:
        """Low, likely and high; an end that was not entered is the likely value."""
        low, high = self.low, self.high
        return self.likely if low is None else low, self.likely, self.likely if high is None else high


Kind = Literal[
    "not said",
    "people",
    "data",
    "infrastructure",
    "licences",
    "integration",
    "compliance",
    "change",
    "run",
    "retraining",
]


class CostLine(BaseModel):
    """One cost, once or every year, with how sure it is and who would know better."""

    model_config = ConfigDict(frozen=True)
    title: str = Field("", title="What for", max_length=120)
    kind: Kind = Field(
        "not said",
        title="Kind",
        json_schema_extra={
            "labels": {
                "not said": "Choose …",
                "data": "data and labelling",
                "change": "change and training of people",
                "run": "running and watching it",
            }
        },
    )
    when: Literal["once", "yearly"] = Field("once", title="When")
    low: float = Field(0.0, ge=0, title="Low", json_schema_extra=asked(widget="money"))
    likely: float = Field(0.0, ge=0, title="Likely", json_schema_extra=asked(widget="money"))
    high: float = Field(0.0, ge=0, title="High", json_schema_extra=asked(widget="money"))
    knows: str = Field("", title="Who would know better?", max_length=120)
    owner: str = Field("", title="Owner", max_length=120)
    source: str = Field("", title="Source", max_length=300)


class RoiAnswers(Section):
    """The money side of the use case."""

    section: ClassVar[str] = "roi"

    currency: Literal["EUR", "USD", "GBP", "CHF", "JPY"] = Field("EUR", title="Currency")
    true_positive: Worth = Field(
        Worth(), title=OUTCOME_TITLES["true_positive"], description="For a loan: approved, and repaid."
    )
    false_positive: Worth = Field(
        Worth(), title=OUTCOME_TITLES["false_positive"], description="For a loan: approved, but defaulted."
    )
    false_negative: Worth = Field(
        Worth(),
        title=OUTCOME_TITLES["false_negative"],
        description="For a loan: refused, though it would have been repaid. What is merely not earned is already missing above: do not count it twice.",
    )
    true_negative: Worth = Field(
        Worth(), title=OUTCOME_TITLES["true_negative"], description="For a loan: refused, and would have defaulted."
    )
    yearly_volume: float | None = Field(
        None,
        gt=0,
        title="Cases a year",
        description="How many cases the process will see in a year.",
        json_schema_extra=asked("cases"),
    )
    yearly_volume_low: float | None = Field(
        None,
        gt=0,
        title="At least",
        description="Empty if the number above is certain.",
        json_schema_extra=asked("cases"),
    )
    yearly_volume_high: float | None = Field(None, gt=0, title="At most", json_schema_extra=asked("cases"))
    population_share: float | None = Field(
        None,
        gt=0,
        lt=1,
        title="Share of positives in real life",
        description="Only where the rows were picked by outcome, so that their share of positives is not the real one.",
        json_schema_extra=asked("%", "percentage"),
    )
    capacity_a_day: float | None = Field(
        None,
        gt=0,
        title="How many selected cases can be handled a day?",
        description="Those beyond it are not served. Empty where everybody is.",
        json_schema_extra=asked("cases"),
    )
    working_days: int = Field(250, ge=1, le=366, title="Working days a year")
    minutes_each: float | None = Field(
        None, ge=0, title="Work for each selected case", json_schema_extra=asked("minutes")
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
    today_value: float | None = Field(None, title="Today's value a year", json_schema_extra=asked(widget="money"))
    today_owner: str = Field("", title="Owner of that number", max_length=120)
    harms: tuple[Harm, ...] = Field(
        (),
        title="What it costs others",
        description="A wrong refusal costs the person refused. Priced here, it stands beside the money, not inside it.",
        json_schema_extra=asked(row="harm"),
    )
    costs: tuple[CostLine, ...] = Field(
        (),
        title="What the project costs",
        description="People, data, licences, running it, checking it, training people.",
        json_schema_extra=asked(row="cost"),
    )
    years: int = Field(3, ge=1, le=15, title="Years to look at")
    discount_rate: float = Field(
        0.10,
        ge=0,
        le=1,
        title="Discount rate a year",
        description="10 % is a habit of business cases, not a fact about you: ask finance for yours.",
        json_schema_extra=asked("%", "percentage"),
    )
    discount_owner: str = Field("", title="Owner of the rate", max_length=120)
    first_year_share: float = Field(
        1.0,
        ge=0,
        le=1,
        title="Share of the benefit in the first year",
        description="Less than 100 % where the roll-out takes time.",
        json_schema_extra=asked("%", "percentage"),
    )
    adoption: tuple[AdoptionYear, ...] = Field(
        (),
        title="Share of the benefit, year by year",
        description="One line a year; years after the last line are like it. Empty: the share of the first year above, then all of it.",
        json_schema_extra=asked(row="year"),
    )

    @model_validator(mode="after")
    def _estimates_in_order(self) -> RoiAnswers:
        likely = self.yearly_volume
        if likely is not None and not (self.yearly_volume_low or likely) <= likely <= (
            self.yearly_volume_high or likely
        ):
            raise ValueError("Cases a year: “at least” must not exceed the number itself, nor that “at most”.")
        for place, year in enumerate(self.adoption, 1):
            if list(year.range) != sorted(year.range):
                raise ValueError(f"Share of the benefit, year {place}: low must not exceed likely, nor likely high.")
        for line in self.costs:
            if not line.low <= line.likely <= line.high:
                raise ValueError(
                    f"Cost “{line.title or 'without a name'}”: low must not exceed likely, nor likely high."
                )
        return self
