"""The part of a case as it is drawn: by keyboard, one message under way at a time, and nothing that axe reports."""

from __future__ import annotations

import json

import pytest

from tests.browser import browsing
from workbook.ui.parts import script, style

pytestmark = pytest.mark.browser

MOUNT = """
async ([code, first]) => {
  const module = await import(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
  const listeners = [];
  globalThis.sent = [];
  globalThis.state = first;
  const model = {
    get: () => globalThis.state, send: (message) => globalThis.sent.push(message),
    on: (name, listener) => listeners.push(listener), off: () => {},
  };
  globalThis.tell = (next) => { globalThis.state = next; listeners.forEach((listener) => listener()); };
  const el = document.getElementById("here");
  el.className = "wb-page";
  module.what_if({ model, el });
}
"""
AMOUNT = {
    "name": "amount",
    "kind": "number",
    "value": 1000,
    "begun": 1000,
    "options": [],
    "low": 200,
    "high": 2500,
    "step": 50,
    "note": "",
}
JOB = {
    "name": "job",
    "kind": "choice",
    "value": "fixed",
    "begun": "fixed",
    "options": ["fixed", "<b>free</b>"],
    "low": 0,
    "high": 1,
    "step": 1,
    "note": "never changes",
}
FIRST = {
    "case": "A made-up case", "fields": [AMOUNT, JOB], "says": ["Refused: score 0.4."], "may_choose": True, "hint": "Row number", "chosen": "",
    "scale": {"low": 0, "high": 1, "threshold": 0.5, "score": 0.4, "begun": 0.3, "unsure": [0.45, 0.8], "left": "defaulted", "right": "repaid"},
    "refused": {}, "problem": "", "told": "", "proposals": [], "answered": 0,
}  # fmt: skip


@pytest.fixture(scope="module")
def page():
    with browsing() as opened:
        yield opened


@pytest.fixture
def part(page):
    page.goto("about:blank")
    page.set_content(
        f"<html lang='en'><title>Case</title><style>{style()}</style><main><h1>Case</h1><div id='here'></div></main></html>"
    )
    page.evaluate(MOUNT, [script(), json.dumps(FIRST)])
    return page


def tell(page, **changed):
    page.evaluate("(next) => globalThis.tell(next)", json.dumps(FIRST | changed))


def sent(page):
    return page.evaluate("globalThis.sent")


def test_a_number_by_keyboard(part):
    entry = part.get_by_label("amount", exact=True)
    entry.fill("1,250")
    entry.press("Enter")
    assert sent(part) == [{"change": "amount", "value": "1,250", "number": 1}]
    tell(part, answered=1, refused={"amount": {"entered": "1,250", "why": "Write the one you mean."}})
    assert entry.input_value() == "1,250" and entry.get_attribute("aria-invalid") == "true"
    assert part.get_by_role("alert").filter(has_text="Write the one you mean.").is_visible()


def test_one_message_is_under_way_and_the_last_one_wins(part):
    slider = part.get_by_label("amount, slider")
    slider.focus()
    for _ in range(5):
        slider.press("ArrowRight")
    assert [one["value"] for one in sent(part)] == [1050]
    tell(part, answered=1, fields=[AMOUNT | {"value": 1050}, JOB])
    assert [one["value"] for one in sent(part)] == [1050, 1250] and slider.input_value() == "1250"
    tell(part, answered=2, fields=[AMOUNT | {"value": 1250}, JOB])
    assert part.get_by_label("amount", exact=True).input_value() == "1250" and len(sent(part)) == 2


def test_what_others_change_does_not_take_away_what_is_typed(part):
    entry = part.get_by_label("amount", exact=True)
    entry.fill("77")
    part.get_by_role("button", name="What would turn it round?").evaluate("(button) => button.click()")
    tell(part, answered=0, says=["Another sentence."])
    assert entry.input_value() == "77"


def test_words_are_text_and_missing_is_a_choice(part):
    part.get_by_label("job", exact=True).select_option(index=1)
    assert sent(part)[-1]["value"] == "<b>free</b>"
    tell(part, answered=1, fields=[AMOUNT, JOB | {"value": None}])
    assert part.get_by_label("job", exact=True).locator("option").all_inner_texts() == [
        "(missing)",
        "fixed",
        "<b>free</b>",
    ]
    assert part.get_by_role("button", name="job back to fixed").is_visible()


def test_changes_that_were_found_are_taken_with_a_click(part):
    tell(part, told="Two ways.", proposals=["amount from 1,000 to 800", "job from fixed to free"])
    part.get_by_role("button", name="Try it: job from fixed to free").click()
    assert sent(part) == [{"take": 1, "number": 1}]


def test_rows_are_offered_only_to_those_who_may_see_them(part):
    assert part.get_by_label("Row number").is_visible()
    part.get_by_label("Row number").fill("17")
    part.get_by_label("Row number").press("Enter")
    assert sent(part) == [{"choose": "17", "number": 1}]
    tell(part, answered=1, may_choose=False)
    assert not part.get_by_label("Row number").is_visible()


def test_where_nothing_can_be_shown_it_says_why(part):
    part.evaluate(
        "(next) => globalThis.tell(next)",
        json.dumps({"problem": "Train a recipe.", "refused": {}, "answered": 0, "may_choose": True}),
    )
    assert part.get_by_text("Train a recipe.").is_visible() and not part.get_by_label("amount", exact=True).is_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_reports_nothing(part, width):
    from axe_playwright_python.sync_playwright import Axe

    part.set_viewport_size({"width": width, "height": 900})
    tell(part, told="A way.", proposals=["amount from 1,000 to 800"], fields=[AMOUNT | {"value": 900}, JOB])
    found = Axe().run(part)
    part.set_viewport_size({"width": 1280, "height": 900})
    assert found.violations_count == 0, found.generate_report()
    assert part.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
