from __future__ import annotations

import hashlib
from dataclasses import asdict, fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.errors import InputError
from workbook.project.chain import GENESIS, Link, canonical, digest, forge, storable, verify

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


def chain_of(*payloads: object) -> list[Link]:
    links: list[Link] = []
    for sequence, payload in enumerate(payloads, start=1):
        previous = links[-1].hash if links else GENESIS
        links.append(
            forge("origin", sequence, f"2026-11-23T12:0{sequence}:00+00:00", "dana", "answered", payload, previous)
        )
    return links


def changed(link: Link, part: str, value: object) -> Link:
    values: dict[str, Any] = asdict(link) | {part: value}
    return Link(**values)


def test_canonical_json_has_one_form() -> None:
    assert canonical({"b": [1, 1.0, None], "a": "Ørsted €"}) == '{"a":"Ørsted €","b":[1,1.0,null]}'
    assert canonical({"a": 1, "b": 2}) == canonical({"b": 2, "a": 1})


@pytest.mark.parametrize(
    "value", [float("nan"), [float("inf")], {"a": {1: 2}}, {"a": [{None: 1}]}, "\ud800", {1, 2}, b"x"]
)
def test_what_json_cannot_hold_is_refused(value: object) -> None:
    with pytest.raises(InputError, match="cannot be kept on record"):
        canonical(value)


def test_digest_is_sha256_of_the_parts_with_their_lengths() -> None:
    assert digest("a", "Ø") == hashlib.sha256(b"1:a" + b"2:" + "Ø".encode()).hexdigest()
    assert digest("ab", "c") != digest("a", "bc")


def test_storable_text_keeps_its_letters_and_loses_what_databases_refuse() -> None:
    assert storable("Ørsted 🏦\x00\ud800") == "Ørsted 🏦\ufffd?"


def test_a_chain_as_written_verifies_and_names_its_head() -> None:
    links = chain_of({"a": 1}, {"b": 2})
    found = verify("origin", links)
    assert (found.ok, found.entries, found.head, found.problem) == (True, 2, links[-1].hash, "")


def test_equal_payloads_have_different_hashes_so_that_an_erased_one_cannot_be_guessed() -> None:
    first, second = chain_of({"refused": True}, {"refused": True})
    assert first.payload_hash != second.payload_hash


def test_an_erased_payload_leaves_the_chain_whole() -> None:
    links = chain_of({"a": 1}, {"b": 2}, {"c": 3})
    links[1] = replace(links[1], payload=None, salt=None)
    assert verify("origin", links).ok


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_a_cut_tail_is_found_by_a_head_that_was_noted(kept: int) -> None:
    links = chain_of({"a": 1}, {"b": 2}, {"c": 3})
    assert verify("origin", links[:kept]).ok
    found = verify("origin", links[:kept], links[-1].hash)
    assert (found.ok, found.first_broken) == (False, kept + 1)


def test_a_head_noted_before_later_entries_is_still_in_the_chain() -> None:
    links = chain_of({"a": 1}, {"b": 2}, {"c": 3})
    assert verify("origin", links, links[0].hash).ok


def test_a_chain_does_not_verify_as_that_of_another_project() -> None:
    assert verify("elsewhere", chain_of({"a": 1})).first_broken == 1


def test_an_entry_taken_out_or_put_in_another_place_is_named() -> None:
    first, second, third = chain_of({"a": 1}, {"b": 2}, {"c": 3})
    assert verify("origin", [first, third]).first_broken == 2
    assert verify("origin", [first, third, second]).first_broken == 2


@given(payloads=st.lists(JSON, min_size=1, max_size=4), chosen=st.data())
def test_any_single_changed_character_of_any_entry_is_found_and_named(
    payloads: list[object], chosen: st.DataObject
) -> None:
    links = chain_of(*payloads)
    place = chosen.draw(st.integers(0, len(links) - 1))
    part = chosen.draw(st.sampled_from([field.name for field in fields(Link)]))
    before = getattr(links[place], part)
    if isinstance(before, int):
        after: int | str = before + chosen.draw(st.sampled_from([-1, 1]))
    else:
        at = chosen.draw(st.integers(0, len(before) - 1))
        letter = chosen.draw(st.characters(exclude_characters=before[at], exclude_categories=["Cs"]))
        after = before[:at] + letter + before[at + 1 :]
    links[place] = changed(links[place], part, after)
    assert verify("origin", links).first_broken == place + 1


@pytest.mark.parametrize("part", ["payload", "salt"])
def test_half_an_erasure_is_found(part: str) -> None:
    links = chain_of({"a": 1}, {"b": 2})
    links[1] = changed(links[1], part, None)
    assert verify("origin", links).first_broken == 2
