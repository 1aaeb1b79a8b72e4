"""Answer cards on paper, for the day on which the network keeps phones and server apart; typed in later."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from html import escape

from workbook.content.activities import (
    Activity,
    Dots,
    Estimate,
    Files,
    FreeText,
    Owner,
    PreMortem,
    Rank,
    Scale,
    Timeline,
    Veto,
)
from workbook.room.answering import SCALE
from workbook.room.deck import HATS
from workbook.room.record import Room

MOST_CARDS = 100
LINE = '<span class="line"></span>'
WIDE = '<span class="line wide"></span>'


def cards(here: Room, many: int) -> str:
    """Numbered cards as HTML, one after another; it holds nothing that is not asked aloud."""
    hats = "".join(f"<li>{escape(name)}</li>" for name in HATS.values())
    asked = "".join(_question(place, one) for place, one in enumerate(here.deck.activities, 1))
    return "".join(
        f'<article class="card"><h2>Card {number} · room {here.code}</h2>'
        f"<p>Answer alone. Your hat, one of:</p><ul class='ticks'>{hats}</ul>{asked}</article>"
        for number in range(1, min(many, MOST_CARDS) + 1)
    )


def _question(place: int, one: Activity) -> str:
    why = f"<p class='why'>{escape(one.reason)} {LINE}</p>" if one.reason else ""
    return f"<section><h3>{place}. {escape(one.title)}</h3><p>{escape(one.prompt)}</p>{_space(one)}{why}</section>"


def _space(one: Activity) -> str:
    if isinstance(one, Estimate):
        return f"<p>Number {LINE} surely not below {LINE} surely not above {LINE} {escape(one.unit)}</p>"
    if isinstance(one, Timeline):
        return f"<p>If all goes well {LINE} most likely {LINE} if much goes wrong {LINE} {escape(one.unit)}</p>"
    if isinstance(one, FreeText):
        return f"<p>{WIDE}{WIDE}</p>"
    if isinstance(one, PreMortem):
        return f"<p>{WIDE}{WIDE}</p><p class='why'>{escape(one.sign)} {LINE}</p>"
    if isinstance(one, Files):
        return _files(one)
    if isinstance(one, Scale):
        return f"<p>1 {SCALE[0]}, 5 {SCALE[-1]}</p>" + _list(f"{item.text}: 1 · 2 · 3 · 4 · 5" for item in one.items)
    if isinstance(one, Veto):
        return _list(f"{item.text}: {' · '.join(one.marks)}" for item in one.items)
    if isinstance(one, Owner):
        owners = ", ".join(owner.text for owner in one.owners)
        return f"<p>One of: {escape(owners)}</p>" + "".join(
            f"<p class='why'>{escape(item.text)} {LINE}</p>" for item in one.items
        )
    sign = (
        "Number them from 1."
        if isinstance(one, Rank)
        else f"{one.dots} dots in all."
        if isinstance(one, Dots)
        else "Tick one."
    )
    return f"<p>{sign}</p>" + _list(item.text for item in one.items)


def _files(one: Files) -> str:
    rows = "".join(
        f"<tr><th>{place}</th>"
        + "".join(f"<td>{escape(fact.value)}</td>" for fact in file.facts)
        + "<td>☐ / ☐</td></tr>"
        for place, file in enumerate(one.files, 1)
    )
    names = "".join(f"<th>{escape(fact.name)}</th>" for fact in one.files[0].facts)
    return f"<table><tr><th></th>{names}<th>{escape(one.yes)} / {escape(one.no)}</th></tr>{rows}</table>"


def _list(texts: Iterable[str]) -> str:
    return "<ul class='ticks'>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>"


def card_secret(key: bytes, here: Room, number: int) -> str:
    """The secret of the person behind a card: the same whenever the card is typed in, and known to this server only."""
    return hmac.new(key, f"card:{here.id}:{number}".encode(), hashlib.sha256).hexdigest()[:40]
