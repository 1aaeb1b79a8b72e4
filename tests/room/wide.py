"""A workshop that fills a screen: every kind of question with long words, eighteen people under six hats, long reasons."""

from __future__ import annotations

import random
from datetime import date

from sqlalchemy import update

from workbook.content.activities import Deck
from workbook.project.room_tables import room as room_table
from workbook.room.deck import HATS, activity_of, to_text
from workbook.room.moving import Move
from workbook.room.taking_part import Answering

LONG = (
    "Kreditwürdigkeitsprüfungsverfahren", "Datenschutz-Folgenabschätzung", "Zahlungsausfallwahrscheinlichkeit",
    "Antragsbearbeitungsgeschwindigkeit", "Gleichbehandlungsbeauftragte", "Rechtsschutzversicherungsgesellschaften",
    "Verbraucherkreditrichtlinie", "Sachbearbeiterentscheidungen", "Geschäftsführungsverantwortung",
    "Beschwerdemanagementsystem", "Kundenzufriedenheitsbefragung", "Nachbesserungsaufforderung",
)  # fmt: skip
TALK = (
    "Seht euch die Frage an, bei der eine Rolle anders steht als alle übrigen: Was weiß sie, das der Rest nicht weiß, und "
    "wer schreibt es auf, bevor wir auseinandergehen?"
)
PROMPT = (
    "Antworte allein und ohne Rücksprache: Was müsste beim Kreditwürdigkeitsprüfungsverfahren zuerst gelten, wenn nur "
    "eines davon gelten kann und niemand mehr nachträglich widerspricht?"
)
WHY = (
    "Weil die Antragsbearbeitungsgeschwindigkeit niemandem hilft, der zu Unrecht abgelehnt wird, und weil die "
    "Zahlungsausfallwahrscheinlichkeit für die unter Dreißigjährigen aus viel zu wenigen Fällen geschätzt wurde, "
    "als dass irgendjemand dafür seinen Namen hergeben sollte; fragt die Sachbearbeiter."
)
SAID = "Niemand hat die Sachbearbeiterentscheidungen nachgelesen, und die Datenschutz-Folgenabschätzung kam zu spät ({}). {}"


def items(many, tail="gilt für alle, auch ohne Antrag, in jeder Filiale"):
    return [{"id": f"i{place}", "text": f"{LONG[place % len(LONG)]} {tail}"} for place in range(many)]


def deck(statements=4, choices=6, columns=12, harms=3):
    """A deck with every kind of question; more of each where a test wants to see the limits of the shapes."""
    common = {"prompt": PROMPT, "minutes": 3, "talk": TALK, "reason": "Warum gerade dieses und kein anderes?"}
    title = "Kreditwürdigkeitsprüfungsverfahren und Gleichbehandlung"
    files = [
        {"id": f"f{place}", "row": place + 2, "model": "yes", "outcome": ("yes", "no")[place % 2],
         "facts": [{"name": LONG[fact], "value": LONG[fact + 1]} for fact in range(8)]}
        for place in range(10)
    ]  # fmt: skip
    kinds = {
        "purpose": {"kind": "choice", "items": items(choices)},
        "number": {"kind": "estimate", "unit": "von hundert guten Kundinnen und Kunden", "lowest": 0, "highest": 100},
        "when": {"kind": "timeline", "unit": "months", "longest": 48},
        "order": {"kind": "rank", "items": items(choices)},
        "points": {"kind": "dots", "items": items(choices), "dots": 10},
        "statements": {"kind": "scale", "items": items(statements)},
        "owners": {"kind": "owner", "items": items(harms), "owners": items(6, "")},
        "columns": {
            "kind": "veto",
            "items": [one | {"column": one["id"]} for one in items(columns, "wird monatlich nachgetragen")],
        },
        "files": {
            "kind": "files", "files": files, "sample": "loans", "yes": "genehmigen nach Einzelfallprüfung",
            "no": "ablehnen mit Begründungsschreiben", "happened_yes": "vollständig zurückgezahlt",
            "happened_no": "nicht vollständig zurückgezahlt", "threshold": 0.5, "score": "s",
        },
        "said": {"kind": "text"},
        "failed": {"kind": "premortem", "sign": "Was hätten wir frühzeitig bemerken können, und woran genau?"},
        "second_choice": {"kind": "choice", "items": items(4)},
        "third_choice": {"kind": "choice", "items": items(5)},
        "more_statements": {"kind": "scale", "items": items(2)},
    }  # fmt: skip
    activities = [
        {"id": name, "title": f"{title} {place}", **common, **kind}
        for place, (name, kind) in enumerate(kinds.items(), 1)
    ]
    return Deck.model_validate(
        {"title": "Verbraucherkreditrichtlinie: eine erste gemeinsame Arbeitstagung", "about": "Alles, was breit ist.",
         "source": "made up for tests", "as_of": date(2026, 1, 1), "status": "test", "activities": activities}
    )  # fmt: skip


def answer_to(activity, draw):
    """Some answer of somebody, with a reason where one is asked."""
    kind = activity.kind
    names = [one.id for one in getattr(activity, "items", ())]
    reason = {"reason": WHY} if kind not in ("text", "premortem") else {}
    if kind == "estimate":
        low, value, high = sorted(round(draw.uniform(activity.lowest, activity.highest), 1) for _ in range(3))
        return {"low": low, "value": value, "high": high} | reason
    if kind == "timeline":
        best = draw.randint(1, 12)
        return {"best": best, "likely": best + draw.randint(0, 12), "worst": best + 24} | reason
    if kind == "choice":
        return {"choice": draw.choice(names)} | reason
    if kind == "rank":
        return {"order": draw.sample(names, len(names))} | reason
    if kind == "dots":
        placed = [draw.choice(names) for _ in range(activity.dots)]
        return {"dots": {name: placed.count(name) for name in names}} | reason
    if kind == "scale":
        return {"ratings": {name: draw.randint(1, 5) for name in names}} | reason
    if kind == "owner":
        return {"owners": {name: draw.choice(activity.owners).id for name in names}} | reason
    if kind == "veto":
        return {"marks": {name: draw.choice(("in_time", "later", "unsure")) for name in names}} | reason
    if kind == "files":
        return {"decisions": {one.id: draw.choice(("yes", "no")) for one in activity.files}} | reason
    said = SAID.format(draw.randint(1, 400), draw.choice(LONG) * draw.randint(1, 3))
    return {"text": said} | ({"sign": said} if kind == "premortem" else {})


class Workshop:
    """A room with that deck and people in it, moved on beside the server that shows it."""

    def __init__(self, rooms, people, project, who, made=None, many=18):
        self.rooms, self.people, self.who = rooms, people, who
        opened = rooms.open(project, who)
        with rooms.engine.begin() as connection:
            connection.execute(
                update(room_table).where(room_table.c.id == opened.id).values(deck=to_text(made or deck()), version=2)
            )
        self.code = opened.code
        self.draw = random.Random(7)
        hats = list(HATS)
        self.crowd = [
            people.join(self.here, f"secret-{place}", f"{LONG[place % 12][:36]} {place}", hats[place % 6])
            for place in range(many)
        ]

    @property
    def here(self):
        return self.rooms.find(self.code)

    def go(self, act, **more):
        return self.rooms.move(self.code, self.who, Move(act, **more), self.here.version)

    def ask(self, activity, answered=1.0):
        """Ask an activity, and let a share of the people answer."""
        here = self.go("ask", activity=activity)
        asked = activity_of(here.deck, activity)
        for one in self.crowd[: round(len(self.crowd) * answered)]:
            given = Answering(activity, here.round, answer_to(asked, self.draw), f"{one.id[:20]}-{here.round}", 0)
            self.people.save(here, one, given)
        return here

    def show_all(self):
        """Ask and show every activity of the deck, in order."""
        for one in self.here.deck.activities:
            self.ask(one.id)
            self.go("reveal")
