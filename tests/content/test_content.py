"""Content is checked when it is read, and a slip in it is told with its place."""

from __future__ import annotations

import pytest
import yaml

from workbook.content import HERE, checked, load, text
from workbook.errors import InputError, NotFound

FILES = sorted(path.name for path in HERE.glob("*.yaml"))


@pytest.mark.parametrize("name", FILES)
def test_every_content_file_can_be_read(name):
    values = load(name)
    assert values and values == load(name.removesuffix(".yaml"))


@pytest.mark.parametrize("name", ["nonsense", "../errors", "../content/glossary", "shapes.py", ""])
def test_a_name_outside_the_folder_is_refused_with_what_there_is(name):
    with pytest.raises(NotFound, match=r"There is: .*glossary\.yaml"):
        load(name)


def test_the_glossary_has_twenty_words_in_plain_english():
    words = load("glossary")
    assert len(words) == 20
    for one in words:
        assert one["meaning"].endswith(".") and one["meaning"][0].isupper()
        assert len(one["meaning"].split()) <= 25


def test_the_glossary_covers_the_words_of_the_design():
    words = {one["word"] for one in load("glossary")}
    assert {
        "label",
        "score",
        "threshold",
        "policy",
        "selected",
        "gap",
        "tolerance",
        "verdict",
        "evidence",
        "stale",
    } <= words


def broken(name, change):
    values = yaml.safe_load(text(name))
    change(values)
    return name, yaml.safe_dump(values)


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (broken("glossary.yaml", lambda words: words.pop()), "at least 20"),
        (broken("glossary.yaml", lambda words: words[3].update(word="Score")), "explained twice: score"),
        (broken("glossary.yaml", lambda words: words[2].pop("meaning")), "at 3 › meaning"),
        (broken("glossary.yaml", lambda words: words[2].update(source="elsewhere")), "at 3 › source"),
        (broken("loan_example.yaml", lambda example: example.update(gaps=[])), "at gaps"),
        (broken("loan_example.yaml", lambda example: example["gaps"][0].update(field="date")), "at gaps › 1 › field"),
        (("glossary.yaml", "- {word: a, meaning"), "cannot be read"),
        (("glossary.yaml", ""), "glossary.yaml, at"),
    ],
)
def test_a_slip_is_told_with_its_place(file, message):
    with pytest.raises(InputError, match=message):
        checked(*file)
