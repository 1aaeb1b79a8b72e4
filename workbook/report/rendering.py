"""A document as one HTML file, or as PDF."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template, select_autoescape
from markupsafe import Markup

from workbook.errors import InputError, MissingExtra
from workbook.report.document import Document
from workbook.report.svg import svg

KINDS = ("html", "pdf")


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=select_autoescape(default=True)
    )
    environment.filters["kind"] = lambda block: type(block).__name__.lower()
    environment.filters["svg"] = lambda figure: Markup(svg(figure))  # every text in it is escaped where it is made
    return environment.get_template("report.html.j2")


def to_html(document: Document) -> str:
    """The document as one HTML file without scripts; every text in it is escaped."""
    return _template().render(document=document)


def render(document: Document, kind: str) -> bytes:
    """The document as a file.

    Parameters
    ----------
    document : Document
    kind : {"html", "pdf"}

    Raises
    ------
    InputError
        Another kind.
    MissingExtra
        PDF without its package.
    """
    if kind == "html":
        return to_html(document).encode("utf-8")
    if kind == "pdf":
        return _pdf(to_html(document))
    raise InputError(f"A report cannot be written as “{kind}”.", f"Choose one of: {', '.join(KINDS)}.")


def _pdf(html: str) -> bytes:
    try:
        from weasyprint import HTML
    except (ImportError, OSError) as error:  # OSError: the package is there, the system's Pango is not
        raise MissingExtra("A PDF", "pdf") from error

    def nothing_else(url: str) -> dict[str, object]:
        raise ValueError(f"a report asks for nothing outside itself: {url[:60]}")

    written: bytes = HTML(string=html, url_fetcher=nothing_else).write_pdf()
    return written
