"""What a person has in front of them: the store, the readings, and the position that they are trying out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from workbook.errors import NotAllowed
from workbook.project import Fingerprints, Record
from workbook.ui.counts_only import COUNTS, CountsOnly
from workbook.ui.live import Live, Provided
from workbook.ui.readings import Provider, Readings
from workbook.ui.store import Store

State = Literal["not started", "in progress", "done", "stale", "blocked", "not assessed"]


@dataclass(frozen=True)
class StageState:
    """Where the team is with one stage: derived from the record whenever it is shown."""

    name: str
    number: str
    title: str
    question: str
    minutes: int
    state: State
    blockers: tuple[str, ...] = ()


Walk = Callable[[Record], tuple[StageState, ...]]


class Desk:
    """The store of one project, what its parts can read, and what this person is trying out.

    Parameters
    ----------
    store : Store
    readings : Readings
    providers : mapping
        The same providers that the readings use; asked for what they rest on.
    walk : callable
        Record -> the state of each stage.
    """

    def __init__(self, store: Store, readings: Readings, providers: Mapping[str, Provider], walk: Walk) -> None:
        self.store = store
        self.readings = readings
        self.providers = providers
        self.walk = walk
        self.exploring: dict[str, Any] = {}
        self.tried: set[int] = set()
        self.explored_by: list[Callable[[], None]] = []
        self._held: Any = None
        self._model: Any = None
        self._counts = CountsOnly(store, readings.another())

    @property
    def record(self) -> Record:
        """The newest record seen."""
        return self.store.record

    def open(self, project_id: str) -> None:
        """Go on with another project; what was tried out in this one is forgotten."""
        self.exploring = {}
        self.tried.clear()
        self.store.open(project_id)

    def hold(self, source: Any) -> None:
        """Keep the rows of a DataFrame in memory: they are read wherever the project names just these rows."""
        self._held = source
        for refresh in tuple(self.explored_by):
            refresh()

    def hold_model(self, model: Any) -> None:
        """Keep a model in memory: it is read as "model_at_hand" while the project names just this one."""
        self._model = model
        for refresh in tuple(self.explored_by):
            refresh()

    def _given(self) -> dict[str, Any]:
        data, given = self.record.data, self._counts.given(self.record)
        if self._held is not None and data is not None and data.fingerprint == self._held.fingerprint:
            given["source"] = self._held
        if self._model is not None and data is not None and data.model_fingerprint == self._model.fingerprint:
            given["model_at_hand"] = self._model
        return given

    def read(self, name: str) -> Any:
        """What `name` stands for now, the position being tried included."""
        return self.readings.read(name, self.record, self._given() | self.exploring)

    def result(self, live: Live) -> Any:
        """The result of a live part as it stands now."""
        return self.readings.result(live, self.record, self._given() | self.exploring)

    def explore(self, policy: Any) -> None:
        """Try a policy out: everything that rests on it follows, nothing is saved."""
        self.exploring = {"policy": policy, "policy_or_none": policy}

    def stop_exploring(self) -> Any:
        """Back to the declared policy; returns what was tried."""
        tried, self.exploring = self.exploring.get("policy"), {}
        return tried

    def is_exploring(self, live: Live) -> bool:
        """Whether this result is at a position that the person is only trying out."""
        return bool(self.exploring) and self._touches(live.reads)

    def _touches(self, reads: tuple[str, ...]) -> bool:
        for name in reads:
            provider = self.providers.get(name)
            if name in self.exploring or (isinstance(provider, Provided) and self._touches(provider.reads)):
                return True
        return False

    def _rests_on_counts(self, reads: tuple[str, ...]) -> bool:
        providers = ((name, self.providers.get(name)) for name in reads)
        return any(
            name in COUNTS or (isinstance(one, Provided) and self._rests_on_counts(one.reads))
            for name, one in providers
        )

    def rests_on(self, reads: tuple[str, ...]) -> tuple[str, ...]:
        """The answered fields ("section.field") that something rests on, through everything it reads."""
        found: list[str] = []
        for name in reads:
            provider = self.providers.get(name)
            if isinstance(provider, Provided):
                found += self.rests_on(provider.reads)
            elif name in self.record.answers:
                found += [f"{name}.{field}" for field in self.record.answers[name]]
            elif "." in name and ":" not in name:
                found.append(name)
        return tuple(dict.fromkeys(found))

    def may_keep(self, live: Live) -> bool:
        """Whether this person may put the result on record."""
        return self.record.may("write") and (self.record.sees_rows or not self._rests_on_counts(live.reads))

    def keep(self, live: Live, stage: str, revision: int) -> str:
        """Record a live result as evidence; returns its sentence.

        Raises
        ------
        WorkbookError
            There is no result to record yet.
        """
        if not self.record.sees_rows and self._rests_on_counts(live.reads):
            raise NotAllowed(
                "What you see here is rounded to protect small groups, so it cannot go on record.",
                "Ask somebody who may see the rows to record it.",
            )
        result = self.readings.result(live, self.record, self._given())
        says = live.record_says or live.say
        sentence = says(result) if says else live.name
        kept = live.keep(result) if live.keep else {}
        self.put_on_record(live.records, stage, sentence, kept, live.reads, revision)
        return sentence

    def put_on_record(
        self,
        name: str,
        stage: str,
        sentence: str,
        result: Mapping[str, Any],
        reads: tuple[str, ...],
        revision: int,
        *,
        personal: bool = False,
    ) -> None:
        """Put a result on record, with the fingerprints of rows, model and of the answers behind what it read.

        The same result again (a double click) is not recorded twice. A result about one person is `personal`.
        """
        data = self.record.data
        fingerprints = Fingerprints(
            data=data.fingerprint if data else None,
            model=data.model_fingerprint if data else None,
            answers=self.record.answer_fingerprints(self.rests_on(reads)),
            revision=revision,
        )
        latest = self.record.latest(name)
        if latest is not None and (latest.person, latest.sentence, latest.fingerprints, dict(latest.result)) == (
            self.store.person, sentence, fingerprints, dict(result)
        ):  # fmt: skip
            return
        self.store.apply(
            lambda repository, project, person: repository.add_evidence(
                project,
                person,
                name=name,
                stage=stage,
                sentence=sentence,
                result=result,
                fingerprints=fingerprints,
                personal=personal,
            )
        )
