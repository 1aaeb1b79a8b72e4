"""Pictures, tables and sentences of the candidates: they name what must not be overlooked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.cases import ROOT
from tests.fairness.mitigation.conftest import PAYOFF, TERMS, counted, rows
from workbook.fairness.mitigation.comparing import compare
from workbook.fairness.mitigation.figures import frontier_picture, proxy_picture
from workbook.fairness.mitigation.history import CLOSING, history_as_label
from workbook.fairness.mitigation.keeping import Kept
from workbook.fairness.mitigation.learning import Learning
from workbook.fairness.mitigation.tables import candidate_table, effect_table
from workbook.fairness.mitigation.words import (
    chosen_in_words,
    finding,
    frontier_in_words,
    learning_in_words,
    proxies_in_words,
)
from workbook.models.proxies import BEYOND, Proxy
from workbook.outcomes import Wording


@pytest.fixture(scope="module")
def found(held):
    return compare(held, 0.0, PAYOFF, TERMS)


def test_every_dot_has_a_name_and_can_be_clicked(found):
    picture = frontier_picture(found)
    clicked = [name for trace in picture["data"] for name in trace["customdata"]]
    assert sorted(clicked) == sorted(one.name for one in found.candidates)
    names = [note["text"] for note in picture["layout"]["annotations"]]
    assert {one.offer.title for one in found.candidates} <= set(names)


def test_names_do_not_cover_each_other(found):
    picture = frontier_picture(found)
    notes = [note for note in picture["layout"]["annotations"] if note.get("showarrow")]
    (left, right), (bottom, top) = (picture["layout"][axis]["range"] for axis in ("xaxis", "yaxis"))
    boxes = []
    for note in notes:
        x = (note["x"] - left) / (right - left) * 760 + note["ax"]
        y = (note["y"] - bottom) / (top - bottom) * 430 - note["ay"]
        boxes.append((x, y, 3.5 * len(note["text"])))
    for place, (x, y, wide) in enumerate(boxes):
        assert all(abs(x - u) >= wide + other - 6 or abs(y - v) >= 14 for u, v, other in boxes[:place])


def test_the_title_is_the_finding(found):
    assert frontier_picture(found)["layout"]["title"]["text"] == finding(found)
    assert "points tolerated" in finding(found)
    assert "nothing shown to mitigate" in finding(replace(found, shown="no gap"))
    strict = replace(found, terms=replace(found.terms, tolerance=1e-9))
    assert finding(strict).startswith("No candidate comes within")


def test_no_gap_means_nothing_to_mitigate():
    equal = compare(counted(rows(1, 40_000, apart=0.0)), 0.5, PAYOFF, TERMS)
    assert "nothing shown to mitigate" in frontier_in_words(equal)


def test_what_may_be_unlawful_is_said_everywhere(found):
    one = found.named("equal opportunity")
    assert "May be unlawful" in frontier_in_words(found) and "cannot clear" in chosen_in_words(one, found)
    assert "may be unlawful" in effect_table(one, found).caption
    lines = {row["name"]: row for row in candidate_table(found).rows}
    assert lines["Equal opportunity"]["needs"] == "may be unlawful" and lines["Human review"]["needs"].endswith(
        "reviews"
    )
    assert any("unlawful" in trace["name"] for trace in frontier_picture(found)["data"])


def test_who_gains_and_who_loses_is_named(found):
    words = replace(found.terms.wording, selected_means="approved", not_selected_means="refused")
    told = replace(found, terms=replace(found.terms, wording=words))
    said = chosen_in_words(found.named("human review"), told)
    assert "People decide" in said and ("Newly approved" in said or "Newly refused" in said)
    assert "Choose another" in chosen_in_words(found.nothing, told)


def test_names_from_data_are_text_only(held):
    tricky = Wording(units="<b>x</b>")
    told = frontier_picture(compare(held, 0.0, PAYOFF, replace(TERMS, wording=tricky)))
    assert not any("<b>" in text for trace in told["data"] for text in trace["hovertext"])
    column = Proxy("<img src=x>", "a", 0.9, 0.8, 0.95)
    assert "<img" not in str(proxy_picture([column], BEYOND))


def test_proxies_and_learning_are_put_in_words():
    proxy = Proxy("street", "a", 0.9, 0.8, 0.95)
    learned = Learning("b", (10, 20, 40), ((0.6, 0.5, 0.7),) * 3, (0.0, -0.02, 0.03), "cannot tell")
    kept = Kept({}, (proxy,), learned, ("A note.",))
    assert "street" in proxies_in_words(kept) and "A note." in proxies_in_words(kept)
    assert "Cannot tell" in learning_in_words(kept) and "40 rows" in learning_in_words(kept)
    assert (
        proxies_in_words(Kept({}, notes=("Not yet.",)))
        == learning_in_words(Kept({}, notes=("Not yet.",)))
        == "Not yet."
    )


def test_history_hides_what_happened():
    told = history_as_label(lambda *_: None, lambda: False).split("\n\n")
    assert len(told) == 7 and told[-1] == CLOSING
    bank, against_history, behind = told[0], told[3], told[5]
    assert bank.endswith("gap against 5 points.") and "no gap" not in bank
    assert "no gap" in against_history and "no gap" not in behind


def test_the_mortgages_say_where_they_come_from():
    folder = ROOT / "data_samples" / "mortgages"
    sheet = (folder / "DATASHEET.md").read_text("utf-8")
    assert all(word in sheet for word in ("**From:**", "**Label:**", "**Missing:**", "**Must not be concluded:**"))
    assert "MIT" in (folder / "LICENSE.txt").read_text("utf-8") and not (folder / "sample.yaml").exists()
