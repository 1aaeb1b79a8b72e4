"""Our public files under names that carry their content's hash, compressed once, cached for ever."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tornado.web import HTTPError, RequestHandler

from workbook.ui.parts import plotly_script, script, style

ROUTE = r"/workbook/static/([0-9a-f]{16})/([a-z.]+)"


@dataclass(frozen=True)
class Asset:
    """A file: its type, its content, and the same compressed."""

    kind: str
    content: bytes
    packed: bytes
    mark: str


@cache
def assets() -> dict[str, Asset]:
    """Every public file by name."""
    found = {
        "parts.js": ("text/javascript", script().encode()),
        "workbook.css": ("text/css", style().encode()),
        "plotly.js": ("text/javascript", plotly_script()),
        "room.js": ("text/javascript", _joined("*.js")),
        "room.css": ("text/css", _joined("*.css")),
    }
    return {
        name: Asset(kind, content, gzip.compress(content, 6), hashlib.sha256(content).hexdigest()[:16])
        for name, (kind, content) in found.items()
    }


def _joined(pattern: str) -> bytes:
    """The files of room mode of one kind, one after another."""
    return b"\n".join(path.read_bytes() for path in sorted((Path(__file__).parent / "static" / "room").glob(pattern)))


def address(base: str, name: str) -> str:
    """Where a public file is served."""
    return f"{base.rstrip('/')}/workbook/static/{assets()[name].mark}/{name}"


class AssetHandler(RequestHandler):
    """Serves the public files; they hold nothing of anybody, so no login is asked for."""

    def get(self, mark: str, name: str) -> None:
        """The file, compressed where the browser can read that."""
        asset = assets().get(name)
        if asset is None or asset.mark != mark:
            raise HTTPError(404)
        self.set_header("Content-Type", f"{asset.kind}; charset=utf-8")
        self.set_header("Cache-Control", "public, max-age=31536000, immutable")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Vary", "Accept-Encoding")
        if "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
            self.write(asset.packed)
        else:
            self.write(asset.content)
