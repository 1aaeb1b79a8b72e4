"""The command line, which writes the routes of the server into a file before it listens: run as `python -m`, for tests."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tornado.web import RequestHandler

from workbook.cli import main
from workbook.server.app import WorkbookVoila

METHODS = ("get", "head", "post", "put", "patch", "delete", "options")


def routes(router: Any) -> Iterator[tuple[str, str, list[str]]]:
    """Pattern, handler and own methods of every route of a router, however deep."""
    for rule in router.rules:
        if hasattr(rule.target, "rules"):
            yield from routes(rule.target)
        else:
            handler = rule.target if isinstance(rule.target, type) else type(rule.target)
            own = [one for one in METHODS if getattr(handler, one, None) is not getattr(RequestHandler, one)]
            pattern = getattr(getattr(rule.matcher, "regex", None), "pattern", type(rule.matcher).__name__)
            yield pattern, handler.__name__, own


class Listed(WorkbookVoila):
    """The app as it is, listed."""

    def listen(self) -> None:
        Path(os.environ["WORKBOOK_ROUTES"]).write_text(json.dumps(list(routes(self.app.default_router))))
        super().listen()


if __name__ == "__main__":
    import workbook.server.app

    workbook.server.app.WorkbookVoila = Listed  # type: ignore[misc]
    sys.exit(main(sys.argv[1:]))
