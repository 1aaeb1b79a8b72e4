"""Depth is folded away, built when it is first opened, and nothing of a notebook is lost by folding."""

from hypothesis import given
from hypothesis import strategies as st

from workbook.ui.fold import Fold, sections
from workbook.ui.prose import prose


def test_a_fold_ends_at_the_next_heading_of_its_level():
    cells = [
        ("text", "# Page\n\nWords.\n\n## First view"),
        ("part", "a"),
        ("text", "## In depth: pairs\n\nWhy.\n\n### Still in it"),
        ("part", "b"),
        ("text", "More.\n\n## In depth: bands"),
        ("part", "c"),
        ("text", "**Discuss.** …\n\n## Next\n\nBye."),
    ]
    assert sections(cells) == [
        ("", [("text", "# Page\n\nWords."), ("text", "## First view"), ("part", "a")]),
        ("Pairs", [("text", "Why.\n\n### Still in it"), ("part", "b"), ("text", "More.")]),
        ("Bands", [("part", "c"), ("text", "**Discuss.** …")]),
        ("", [("text", "## Next\n\nBye.")]),
    ]


@given(st.lists(st.sampled_from([("part", "x"), ("text", "## In depth: y"), ("text", "## z"), ("text", "w")])))
def test_no_part_is_lost(cells):
    held = [cell for _, inner in sections(cells) for cell in inner]
    assert held.count(("part", "x")) == cells.count(("part", "x"))
    assert held.count(("text", "w")) == cells.count(("text", "w"))


def test_what_is_folded_is_built_once_and_only_when_opened():
    built = []

    def build():
        built.append(1)
        return [prose("inside")]

    fold = Fold("pairs", build)
    assert not built and fold.body.layout.display == "none"
    fold.heading.receive({"open": True})
    assert fold.heading.opened and fold.body.layout.display == "block" and len(fold.body.children) == 1
    fold.heading.receive({"open": False})
    fold.heading.receive({"open": True})
    assert built == [1]
