"""What a reader relies on in a notebook: links that lead somewhere, the page's own question and minutes, what is recorded."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.cases import ROOT
from workbook.stages import STAGES, Stage, stage
from workbook.ui.cells import cells
from workbook.ui.live import Live

FOLDER = ROOT / "notebooks"
BY_STAGE = pytest.mark.parametrize("one", STAGES, ids=lambda one: one.name)


def texts(one: Stage) -> list[str]:
    """The Markdown cells of a stage's notebook."""
    return [content for kind, content in cells(FOLDER / one.notebook) if kind == "text"]


def addresses(markdown: str) -> list[tuple[str, str]]:
    """What a Markdown text links to or shows: (kind, address)."""
    found = []
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        for inner in token.children or ():
            if inner.type == "link_open":
                found.append(("link", str(inner.attrs["href"])))
            elif inner.type == "image":
                found.append(("image", str(inner.attrs["src"])))
    return found


def lost(kind: str, address: str, folder: Path = FOLDER) -> str:
    """Why an address leads nowhere; empty where it leads somewhere."""
    if kind == "image" and not address.startswith(("http:", "https:", "//", "data:")):
        return "" if (folder / address).is_file() else "there is no such picture"
    if kind == "image":
        return "a picture of another host"
    if address.startswith("https://"):
        return "" if re.fullmatch(r"https://[\w.-]+\.[a-z]{2,}(/\S*)?", address) else "not an address of the web"
    if address.startswith("#"):
        return "" if address[1:] in {one.name for one in STAGES} else "there is no such stage"
    return "" if address and (folder / address.split("#")[0]).is_file() else "there is no such file"


@BY_STAGE
def test_every_link_and_picture_leads_somewhere(one):
    found = [(address, lost(kind, address)) for text in texts(one) for kind, address in addresses(text)]
    assert not [told for told in found if told[1]]


@pytest.mark.parametrize(
    ("markdown", "why"),
    [("[Value](#roi)", ""), ("[Value](#value)", "there is no such stage"), ("[the next](08_roi.ipynb)", ""),
     ("[gone](99_gone.ipynb)", "there is no such file"), ("![a](gone.png)", "there is no such picture"),
     ("![a](https://example.org/a.png)", "a picture of another host"), ("[law](https://example.org/a)", ""),
     ("[law](https://nowhere)", "not an address of the web"), ("[none]()", "there is no such file")],
)  # fmt: skip
def test_a_link_that_leads_nowhere_is_found(markdown, why):
    [(kind, address)] = addresses(markdown)
    assert lost(kind, address) == why


@BY_STAGE
def test_a_notebook_opens_its_own_page(one):
    assert f'page = open_page("{one.name}")' in (FOLDER / one.notebook).read_text("utf-8").replace('\\"', '"')


@BY_STAGE
def test_the_first_cell_says_what_the_page_declares(one):
    page, first = one.page, texts(one)[0]
    assert first.startswith(f"# {page.TITLE}\n")
    asked = first.split("**The question of this page:**")[1].split("\n")[0]
    assert words(asked) == words(page.QUESTION)
    assert re.search(rf"\b{page.MINUTES} minutes\b", first)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


@BY_STAGE
def test_the_minutes_of_the_parts_fit_into_those_of_the_page(one):
    assert minutes_of("\n".join(texts(one))) <= one.page.MINUTES


def minutes_of(told: str) -> int:
    """Minutes of the parts that everybody reads; what is folded away has its own."""
    read = re.sub(r"^## In depth:.*?(?=^## (?!In depth:)|\Z)", "", told, flags=re.M | re.S)
    return sum(int(minutes) for minutes in re.findall(r"^\*(\d+) minutes?\b", read, re.M))


def test_minutes_in_depth_do_not_count():
    assert minutes_of("## A\n*3 minutes.* x\n## In depth: B\n*9 minutes.*\n## In depth: C\n*9 minutes.*\n## D\n*1 minute.*") == 4


@BY_STAGE
def test_it_asks_the_group_and_says_what_is_recorded(one):
    told = "\n".join(texts(one))
    assert re.search(r"\*\*Discuss\.\*\* [^\n]*\?", told)
    assert len(re.findall(r"^## What was recorded", told, re.M)) == 1
    recorded = told.split("## What was recorded")[1]
    assert len(words(recorded)) > 15 and "Next" in recorded or one == STAGES[-1]


@pytest.mark.parametrize(
    ("name", "part"), [(one.name, part.name) for one in STAGES for part in one.page.PARTS if isinstance(part, Live) and part.records]
)
def test_what_can_be_recorded_is_shown_before_it_is_summed_up(name, part):
    shown = list(cells(FOLDER / stage(name).notebook))
    summed_up = next(place for place, (_, content) in enumerate(shown) if "## What was recorded" in content)
    assert shown.index(("part", part)) < summed_up
