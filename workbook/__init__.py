"""A guided workbook for one AI use case: from scoping to a decision that its team can defend."""

__version__ = "0.1.0"
