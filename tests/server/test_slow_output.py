"""A page whose kernel is slow to send what it shows, as on a machine that many open at once."""

from __future__ import annotations

import sys
import urllib.request
from http.cookiejar import CookieJar

import nbformat

from tests.browser import ROOT, serving

LATE = 6
"""Seconds; longer than stock Voila waits for output once a cell has run, which is four."""

SLOW = f"""\
import sys, time
from IPython.display import HTML, display
from IPython import get_ipython
sys.stdout.flush_timeout = sys.stderr.flush_timeout = 0.1  # the cell's end does not wait for what it shows
get_ipython().kernel.iopub_thread.schedule(lambda: time.sleep({LATE}))
display(HTML("<p>late, but here</p>"))"""

NOTHING = "pass"


def page_of(folder, code):
    """The page that the server makes of a notebook with one cell."""
    path = folder / "one.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)]), path)
    start = f"from pathlib import Path; from workbook.server.serve import run_app; run_app(None, None, None, False, Path({str(path)!r}))"
    with serving(folder, program=[sys.executable, "-c", start], PYTHONPATH=str(ROOT)) as served:
        visitor = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        with visitor.open(served.address, timeout=90) as answer:
            return answer.read().decode()


def test_what_comes_late_is_shown(tmp_path):
    shown = page_of(tmp_path, SLOW)
    assert "late, but here" in shown and "could not be opened" not in shown


def test_a_page_without_anything_says_so(tmp_path):
    assert "could not be opened" in page_of(tmp_path, NOTHING)
