"""A workshop under load, beside open workbooks: what was acknowledged is in the database once, quickly, in little memory.

Run with `make soak`. People come in within half a minute, answer each question of the deck, reload at random, and send
answers twice; in between the facilitator asks and shows. Others type into workbooks of their own, each with a kernel.
With `--kills` kernels, the fork server and the server are killed at random moments, and nothing that was acknowledged
may be lost. Plain HTTP clients of one process beside the server, so that on two cores both share them: the figures are
on the safe side.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import psutil
from tornado.httpclient import AsyncHTTPClient

from tests.bench.soaking.counting import count_answers, count_edits
from tests.bench.soaking.crowd import ACTIVITIES, Browser, Facilitator, Participant
from tests.bench.soaking.killing import KINDS, Killed, Standing, kill_at_random, outliving
from tests.bench.soaking.workbooks import Workbook
from tests.server.visiting import Visitor
from workbook.project import current_person, open_repository

SAVE_LIMIT, JOIN_LIMIT, MEMORY_LIMIT = 0.3, 2.0, 2 * 2**30
JOINING_SECONDS, ENDING_SECONDS = 30.0, 60.0


@dataclass
class Figures:
    """What was measured; seconds and bytes.

    Attributes
    ----------
    answers, stored
        What people were told is saved, and how much of it is in the database, once, as they gave it.
    wrong
        Answers in the database that nobody gave.
    edits, edits_stored
        The same of what was typed into workbooks, by their logs.
    """

    people: int
    workbooks: int
    answers: int = 0
    stored: int = 0
    wrong: int = 0
    edits: int = 0
    edits_stored: int = 0
    save_95: float = 0.0
    save_most: float = 0.0
    join_95: float = 0.0
    edit_95: float = 0.0
    open_95: float = 0.0
    memory: int = 0
    kernels_left: int = -1
    killed: Killed | None = None
    problems: list[str] = field(default_factory=list)

    def missed(self, timed: bool = True) -> list[str]:
        """Which promises were not kept; those of seconds only where `timed`, since a busy machine breaks them too."""
        seconds = {
            f"95 of 100 saves within {SAVE_LIMIT} s": self.save_95 <= SAVE_LIMIT,
            f"95 of 100 in within {JOIN_LIMIT} s": self.join_95 <= JOIN_LIMIT,
        }
        killed = self.killed
        limits = (seconds if timed else {}) | {
            "every acknowledged answer once": self.answers == self.stored == self.people * len(ACTIVITIES),
            "no answer that nobody gave": self.wrong == 0,
            "every acknowledged edit once": self.edits == self.edits_stored
            and (self.edits > 0) == (self.workbooks > 0),
            "under 2 GB together": self.memory < MEMORY_LIMIT,
            "no kernel left": self.kernels_left == 0,
            "all kinds were killed": killed is None or all(killed.times[kind] for kind in KINDS),
            "nothing outlived what was killed": killed is None or not killed.orphans,
            "no problem on the way": not self.problems,
        }
        return [name for name, kept in limits.items() if not kept]


class Soak:
    """One run on a server that stands: a workshop in one project, and workbooks in projects of their own."""

    def __init__(self, standing: Standing, figures: Figures, seconds: float, joining: float, seed: int) -> None:
        self.standing, self.figures, self.seconds, self.joining = standing, figures, seconds, joining
        self.dice = random.Random(seed)
        self.http = AsyncHTTPClient(force_instance=True, max_clients=4 * figures.people + 50)
        self.lead = Facilitator(self._browser(), self._own_dice())
        self.crowd = [Participant(self._browser(), f"Person {n}", self._own_dice()) for n in range(figures.people)]
        self.workbooks: list[Workbook] = []
        self.listening: list[asyncio.Future[None]] = []

    def _browser(self) -> Browser:
        return Browser(self.standing.base, self.http)

    def _own_dice(self) -> random.Random:
        return random.Random(self.dice.random())

    async def run(self, kills: bool) -> None:
        """Everything, from the first page to the end of the server."""
        invitation = self._invite_all()
        leaving = asyncio.Event()
        watching = asyncio.ensure_future(watch_memory(self.standing, self.figures))
        working = [asyncio.ensure_future(one.work(leaving)) for one in self.workbooks]
        if kills:
            self.figures.killed = Killed()
            killer = kill_at_random(self.standing, self.seconds, self._own_dice(), self.figures.killed)
            working.append(asyncio.ensure_future(killer))
        try:
            await self._hold_workshop(invitation)
            leaving.set()
            await asyncio.gather(*working)
            await self._end()
        finally:
            for one in (watching, *working, *self.listening):
                one.cancel()

    async def _end(self) -> None:
        """Wait until no kernel is left, then end the server as a person does; pages that still listen see it end."""
        deadline = time.monotonic() + ENDING_SECONDS
        while self.standing.served.children() and time.monotonic() < deadline:
            await asyncio.sleep(0.5)
        self.figures.kernels_left = self.standing.served.children()
        others = self.standing.tree()[1:]
        for one in self.crowd:
            one.left = True
        await asyncio.to_thread(self.standing.close)
        await asyncio.gather(*self.listening)
        if self.figures.killed is not None:
            self.figures.killed.orphans += [f"{one} of the server that ended" for one in outliving(others, 10.0)]

    def _invite_all(self) -> str:
        """Let in whoever works in a workbook; returns the way in of the facilitator."""
        owner = current_person()
        repository = open_repository(f"sqlite:///{self.standing.folder / 'record.db'}")
        practice = repository.projects(owner)[0].id
        for place in range(self.figures.workbooks):
            project = repository.create_project(f"Project {place}", owner)
            visitor = Visitor(self.standing.base)
            invited = repository.invite(project, owner, f"Analyst {place}", "contributor")
            assert visitor.come_in(invited.code).status == 200
            pause = (2.0, 8.0) if self.seconds > 100 else (0.5, 2.0)
            self.workbooks.append(Workbook(visitor, f"Analyst {place}", self._own_dice(), pause))
        code = repository.invite(practice, owner, "Facilitator", "facilitator").code
        repository.close()
        return code

    async def _hold_workshop(self, invitation: str) -> None:
        began = time.monotonic()
        await self.lead.open_room(invitation)
        await self.lead.act("ask", activity=ACTIVITIES[0].id)
        arrivals = [self.dice.uniform(0, self.joining) for _ in self.crowd]
        coming = zip(self.crowd, arrivals, strict=True)
        await asyncio.gather(*(one.arrive(self.lead.code, at) for one, at in coming))
        self.listening = [asyncio.ensure_future(one.listen()) for one in self.crowd]
        each = max(1.0, (self.seconds - (time.monotonic() - began)) / len(ACTIVITIES))
        for place, activity in enumerate(ACTIVITIES):
            ends = time.monotonic() + each
            if place:
                await self.lead.act("ask", activity=activity.id)
            await asyncio.gather(*(one.answer(activity, each * 0.7) for one in self.crowd))
            await self.lead.act("reveal")
            await asyncio.sleep(max(0.0, ends - time.monotonic()))
        await self.lead.act("close")

    def count(self) -> None:
        """Hold what was acknowledged against the database."""
        figures, database = self.figures, self.standing.folder / "record.db"
        counted = count_answers(database, self.lead.code, self.crowd)
        edits = count_edits(database, [one.typed for one in self.workbooks])
        figures.answers, figures.stored, figures.wrong = counted.acknowledged, counted.stored, counted.wrong
        figures.edits, figures.edits_stored = edits.acknowledged, edits.stored
        saves = [seconds for one in self.crowd for seconds in one.saves]
        figures.save_95, figures.save_most = ninety_five(saves), max(saves, default=0.0)
        figures.join_95 = ninety_five(one.joined for one in self.crowd)
        figures.edit_95 = ninety_five(seconds for one in self.workbooks for seconds in one.typed.saves)
        figures.open_95 = ninety_five(seconds for one in self.workbooks for seconds in one.typed.opened)
        told = [*counted.problems, *edits.problems]
        told += [problem for one in self.crowd for problem in one.problems]
        told += [problem for one in self.workbooks for problem in one.typed.problems]
        figures.problems = told[:8]


def ninety_five(seconds: Iterable[float]) -> float:
    """What 95 of 100 stay below."""
    found = list(seconds)
    return statistics.quantiles(found, n=20)[-1] if len(found) > 1 else sum(found)


def memory(processes: Sequence[psutil.Process]) -> int:
    """Bytes of processes together; what several share is counted once."""
    total = 0
    for one in processes:
        try:
            total += one.memory_full_info().pss
        except psutil.Error:
            continue
    return total


async def watch_memory(standing: Standing, figures: Figures) -> None:
    """Keep the largest sum of memory."""
    while True:
        figures.memory = max(figures.memory, await asyncio.to_thread(lambda: memory(standing.tree())))
        await asyncio.sleep(5)


def soak(
    people: int, seconds: float, workbooks: int, joining: float = JOINING_SECONDS, seed: int = 5, kills: bool = False
) -> Figures:
    """Run it on a server of its own, and hold what was acknowledged against the database."""
    figures = Figures(people, workbooks)
    with tempfile.TemporaryDirectory() as folder:
        standing = Standing(Path(folder))
        try:
            run = Soak(standing, figures, seconds, joining, seed)
            asyncio.run(run.run(kills))
        finally:
            standing.close()
        run.count()
    return figures


def main() -> int:
    """Print the figures as one line; 1 where a promise was not kept."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=200)
    asked.add_argument("--seconds", type=float, default=600.0)
    asked.add_argument("--workbooks", type=int, default=10)
    asked.add_argument("--seed", type=int, default=5)
    asked.add_argument("--kills", action="store_true", help="kill kernels, the fork server and the server at random")
    given = asked.parse_args()
    figures = soak(given.people, given.seconds, given.workbooks, seed=given.seed, kills=given.kills)
    print(json.dumps({"program": "soak"} | asdict(figures) | {"missed": figures.missed()}))
    return int(bool(figures.missed()))


if __name__ == "__main__":
    sys.exit(main())
