"""Text as safe HTML: the Markdown of our notebooks, and single values that came from data or people."""

from __future__ import annotations

import html
import re

import ipywidgets as widgets
from markdown_it import MarkdownIt

ADDRESS = re.compile(r'href="(?!#|https?://|mailto:)([^"]*)"')


def to_html(markdown: str) -> str:
    """Markdown as HTML; markup in the text is shown as text, links lead within the page or to the web only."""
    rendered = MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown)
    return ADDRESS.sub(_within_the_app, rendered)


def _within_the_app(match: re.Match[str]) -> str:
    stage = re.fullmatch(r"(?:\./)?\d\d_([a-z_]+)\.ipynb", match.group(1))
    return f'href="#{stage.group(1)}"' if stage else 'href="#"'


def safe(value: object) -> str:
    """A value as text inside HTML."""
    return html.escape(str(value), quote=True)


def prose(markdown: str) -> widgets.HTML:
    """Markdown as a widget."""
    widget = widgets.HTML(f'<div class="wb-prose">{to_html(markdown)}</div>')
    widget.add_class("wb-page")
    return widget
