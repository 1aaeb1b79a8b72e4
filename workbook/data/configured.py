"""What whoever runs the server configured by name: database connections, model registries, scoring endpoints.

Pages know names only; addresses and passwords stay in the environment of the server or in a file that it names.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbook.errors import InputError, NotFound


@dataclass(frozen=True)
class Configured:
    """One kind of thing that is configured by name.

    Attributes
    ----------
    what : str
        In the plural: "database connections".
    file : str
        The environment variable that names a YAML file of names and what belongs to them.
    prefix : str
        The beginning of the variables that hold one address each; the rest is the name.
    """

    what: str
    file: str
    prefix: str

    def all(self) -> Mapping[str, Any]:
        """Everything by its name, in small letters. Raises `InputError` where the file cannot be read."""
        found: dict[str, Any] = {}
        path = os.environ.get(self.file)
        if path:
            found.update(self._from_file(Path(path)))
        for name, value in os.environ.items():
            if name.startswith(self.prefix) and value:
                found[name.removeprefix(self.prefix).lower()] = value
        return found

    def names(self) -> tuple[str, ...]:
        """The names, in order; what belongs to them stays here."""
        return tuple(sorted(self.all()))

    def named(self, name: str | None) -> Any:
        """What belongs to a name. Raises `NotFound` with the names there are."""
        known = self.all()
        if name is None or name.lower() not in known:
            listed = ", ".join(sorted(known)) or "none"
            raise NotFound(f"There is no “{name or ''}” among the {self.what}.", f"Configured are: {listed}.")
        return known[name.lower()]

    def _from_file(self, path: Path) -> dict[str, Any]:
        import yaml

        try:
            held = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError):
            raise InputError(f"The file of {self.what} cannot be read.", f"Check {self.file}.") from None
        if not isinstance(held, dict):
            raise InputError(f"The file of {self.what} is not a list of names and URLs.", f"Check {self.file}.")
        return {str(name).lower(): value for name, value in held.items()}
