"""What is told to a person when something does not work: what happened, and what to do about it."""

from __future__ import annotations


class WorkbookError(Exception):
    """A problem that a person can act on.

    Parameters
    ----------
    happened : str
        What happened, in the person's words, as a whole sentence.
    remedy : str, optional
        What to do about it, as a whole sentence.
    """

    def __init__(self, happened: str, remedy: str = "") -> None:
        super().__init__(f"{happened} {remedy}".strip())
        self.happened = happened
        self.remedy = remedy


class InputError(WorkbookError):
    """Rows, a file or an entry that cannot be used as it is."""


class NotAllowed(WorkbookError):
    """A person asked for something that their permission does not cover."""


class NotFound(WorkbookError):
    """A project, a file or a column that is not there (or not for this person)."""


class MissingExtra(WorkbookError):
    """An optional package is needed; the remedy names the extra to install."""

    def __init__(self, purpose: str, extra: str) -> None:
        super().__init__(
            f"{purpose} needs a package that is not installed.",
            f'Install it with: pip install "ai-use-case-workbook[{extra}]"',
        )
        self.extra = extra
