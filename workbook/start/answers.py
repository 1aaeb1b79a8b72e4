"""What the team says about the use case and about the columns of its rows."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from workbook.project import Section

Decides = Literal["not said", "yes or no", "one of several", "a quantity", "a text or picture"]


class UseCase(Section):
    """What kind of use case this is."""

    section: ClassVar[str] = "use_case"

    decides: Decides = Field(
        "not said",
        title="What does the model give for each case?",
        description="A loan is approved or not; a ticket goes to one of 77 queues; a forecast says how many; a text is written.",
        json_schema_extra={
            "labels": {
                "not said": "Choose …",
                "yes or no": "A yes or no, or a score that becomes one",
                "one of several": "One of several classes or queues",
                "a quantity": "A quantity (a forecast, a price, a duration)",
                "a text or picture": "A text, a picture or an answer in words",
            }
        },
    )


class NamedAmount(BaseModel):
    """An amount of money or time that each row carries."""

    model_config = ConfigDict(frozen=True)
    name: str = Field("", title="Name", max_length=60)
    expression: str = Field("", title="Column, or arithmetic over columns", max_length=200)


class CodeMeaning(BaseModel):
    """What a coded value stands for."""

    model_config = ConfigDict(frozen=True)
    column: str = Field("", title="Column", max_length=200)
    code: str = Field("", title="Value in the file", max_length=200)
    meaning: str = Field("", title="Stands for", max_length=200)


class Columns(Section):
    """Which column plays which role, and what the values mean for the people or things in the rows."""

    section: ClassVar[str] = "columns"

    label: str | None = Field(
        None,
        title="Column that says what really happened",
        description="Repaid or not, left or stayed, failed or ran on. Leave it empty where it is not known yet.",
        json_schema_extra={"options_from": "columns"},
    )
    label_positive: tuple[str, ...] = Field(
        (),
        title="Which of its values is the event that counts?",
        description="As written in the file, for example: good. Several are separated by commas; for numbers a cut such as >= 3.",
    )
    label_equals: str | None = Field(
        None,
        title="Or: the event is that it says the same as this column",
        description="For many classes: a ticket is routed rightly where the queue that was right is the queue that was chosen.",
        json_schema_extra={"options_from": "columns"},
    )
    label_is: Literal["not said", "outcome", "past decision"] = Field(
        "not said",
        title="Is that what happened, or what somebody decided?",
        description="A past decision is not the truth: it carries whatever was wrong with how people decided then.",
        json_schema_extra={
            "labels": {
                "not said": "Choose …",
                "outcome": "It happened (an outcome)",
                "past decision": "Somebody decided it (a past decision)",
            }
        },
    )
    score: str | None = Field(
        None,
        title="Column with the model's score",
        description="Any number: a probability, points, a decile. Leave it empty where there is only a decision.",
        json_schema_extra={"options_from": "columns"},
    )
    selected: Literal["at_or_above", "below"] = Field(
        "at_or_above",
        title="Which side of the threshold is selected?",
        json_schema_extra={"labels": {"at_or_above": "Scores at or above it", "below": "Scores below it"}},
    )
    decision: str | None = Field(
        None,
        title="Column with a decision already taken",
        description="What today's process or an earlier model decided, where that is known.",
        json_schema_extra={"options_from": "columns"},
    )
    decision_positive: tuple[str, ...] = Field(
        (), title="Which of its values means selected?", description="As written in the file."
    )
    decision_equals: str | None = Field(
        None,
        title="Or: selected means that it says the same as this column",
        json_schema_extra={"options_from": "columns"},
    )
    trained_on_these_rows: Literal["not said", "no", "yes"] = Field(
        "not said",
        title="Was the model trained on these rows?",
        description="If it was, its errors here are smaller than they will be on new cases.",
        json_schema_extra={"labels": {"not said": "Not known", "no": "No, it had not seen them", "yes": "Yes"}},
    )
    groups: tuple[str, ...] = Field(
        (),
        title="Columns whose groups should be treated alike",
        description="Age band, sex, region, plant … Missing values are a group of their own.",
        json_schema_extra={"options_from": "columns"},
    )
    groups_not_held: bool = Field(
        False,
        title="We do not hold any such column",
        description="That is a finding, not a dead end: nobody can check then whether groups are treated alike.",
    )
    weight: str | None = Field(
        None,
        title="Column with row weights",
        description="Only where some rows stand for more cases than others.",
        json_schema_extra={"options_from": "columns"},
    )
    amounts: tuple[NamedAmount, ...] = Field(
        (),
        title="Amounts in the rows",
        description="A column, or arithmetic over columns such as Amount * 0.4. Money per outcome is built from these.",
        json_schema_extra={"row": "amount"},
    )
    unit: Literal["person", "thing"] = Field(
        "person",
        title="What is a row about?",
        json_schema_extra={"labels": {"person": "A person", "thing": "A thing (a machine, a ticket, an order)"}},
    )
    units: str = Field(
        "cases",
        title="What do you call them?",
        description="In the plural: applicants, customers, machines.",
        max_length=60,
    )
    selected_means: str = Field(
        "selected",
        title="What happens to the selected?",
        description="One word: approved, flagged, alarmed, offered.",
        max_length=60,
    )
    not_selected_means: str = Field(
        "not selected", title="And to the others?", description="One word: refused, passed over.", max_length=60
    )
    favourable: bool = Field(True, title="Being selected is good for them")
    positive_means: str = Field(
        "positive",
        title="What did those with the event do?",
        description="One or two words: repaid, left, failed.",
        max_length=60,
    )
    negative_means: str = Field(
        "negative", title="And those without it?", description="Defaulted, stayed, ran on.", max_length=60
    )
    code_meanings: tuple[CodeMeaning, ...] = Field(
        (),
        title="What coded values stand for",
        description="A column of 0 and 1 says nothing by itself: write what each value stands for.",
        json_schema_extra={"row": "meaning"},
    )


class Sharing(Section):
    """What those see who may not see rows."""

    section: ClassVar[str] = "sharing"

    smallest_cell: int = Field(
        10,
        ge=2,
        le=1000,
        title="No count below this is shown to viewers",
        description="Approvers, facilitators, viewers and participants see sums over at least so many rows; smaller groups are merged.",
    )
