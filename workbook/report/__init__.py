"""A project as a document that can be printed, sent and read without us."""

from workbook.report.document import Document, Grid, Items, Paragraph, Part, Picture
from workbook.report.rendering import KINDS, render, to_html

__all__ = ["KINDS", "Document", "Grid", "Items", "Paragraph", "Part", "Picture", "render", "to_html"]
