"""What the browser walks share: the fields, sentences and buttons of the part that is on the screen."""

from __future__ import annotations


def field(page, name):
    """The field of a form that can be seen."""
    return page.locator(f"[data-field='{name}']:visible")


def enter(page, name, text):
    """Type into a field and leave it."""
    box = field(page, name).locator("input, textarea").first
    box.fill(text)
    box.blur()


def choose(page, name, label):
    """Choose in a list."""
    field(page, name).locator("select").first.select_option(label=label)


def section(page, label):
    """A live part that can be seen."""
    return page.locator(f"section[aria-label='{label}']:visible")


def says(page, label):
    """The sentences of a live part."""
    return section(page, label).locator(".wb-says")


def record(page, label):
    """Record what a live part says, and wait until it is on record."""
    section(page, label).get_by_role("button", name="Record as evidence").click()
    section(page, label).get_by_text("Recorded, with your name").wait_for()


def declare(page, threshold):
    """Type a threshold and declare it."""
    typed = page.get_by_label("Threshold as a number").locator("visible=true")
    typed.fill(threshold)
    typed.press("Enter")
    page.get_by_role("button", name="Declare this threshold").locator("visible=true").click()
    page.get_by_text(f"This is the declared threshold, {threshold}").locator("visible=true").first.wait_for()


def unfold(page):
    """Open every fold of the page that is shown, until none follows: a page is built bit by bit."""
    closed = page.locator(".wb-fold-button[aria-expanded=false]:visible")
    quiet = 0
    while quiet < 8:
        quiet = 0 if closed.count() else quiet + 1
        if not quiet:
            closed.first.click()
        page.wait_for_timeout(250)
