"""The base of our widgets: one small loader a widget, the drawing code once a page."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import anywidget
import traitlets

STATIC = Path(__file__).parent / "static"

LOADER = """
const fetchFromKernel = (model, name) => (globalThis.workbookCode ??= {})[name] ??= new Promise((resolve) => {
  const arrived = (message, buffers) => {
    if (message.code !== name) return;
    model.off("msg:custom", arrived);
    resolve(buffers.map((buffer) => new Blob([buffer])));
  };
  model.on("msg:custom", arrived);
  model.send({ need: name });
});
async function parts(model) {
  if (globalThis.workbookReady) return globalThis.workbookReady;
  const [script, style] = await fetchFromKernel(model, "parts");
  return globalThis.workbookReady ??= (async () => {
    const sheet = document.createElement("style");
    sheet.textContent = await style.text();
    document.head.appendChild(sheet);
    const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    const module = await import(/* webpackIgnore: true */ address);
    URL.revokeObjectURL(address);
    return module;
  })();
}
async function plotly(model) {
  if (globalThis.workbookPlotly) return globalThis.workbookPlotly;
  const [script] = await fetchFromKernel(model, "plotly");
  return globalThis.workbookPlotly ??= new Promise((resolve, reject) => {
    const tag = document.createElement("script");
    const define = globalThis.define;
    globalThis.define = undefined;
    tag.src = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    tag.onload = () => { globalThis.define = define; resolve(globalThis.Plotly); };
    tag.onerror = reject;
    document.head.appendChild(tag);
  });
}
async function render({ model, el }) {
  el.classList.add("wb-page");
  const module = await parts(model);
  return module[model.get("part")]({ model, el, plotly: () => plotly(model) });
}
export default { render };
"""


class Part(anywidget.AnyWidget):
    """A widget whose drawing code is the function of that name in `static/parts`.

    Under our own page template the code is already on the page; elsewhere (JupyterLab) the first widget that is
    shown asks the kernel for it, once a page.
    """

    _esm = LOADER
    part = traitlets.Unicode("").tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self.on_msg(self._answer)

    def _answer(self, _widget: Any, message: Mapping[str, Any], _buffers: Any) -> None:
        need = message.get("need") if isinstance(message, Mapping) else None
        if need == "parts":
            self.send({"code": "parts"}, buffers=[script().encode(), style().encode()])
        elif need == "plotly":
            self.send({"code": "plotly"}, buffers=[plotly_script()])
        elif need is None:
            self.receive(message)

    def receive(self, message: Mapping[str, Any]) -> None:
        """What the page sent: overridden by parts that take input."""


@cache
def script() -> str:
    """The drawing code of all parts, as one JavaScript module."""
    return "\n".join(path.read_text("utf-8") for path in sorted((STATIC / "parts").glob("*.js")))


@cache
def style() -> str:
    """The style sheet of pages and parts."""
    return (STATIC / "workbook.css").read_text("utf-8")


def plotly_script() -> bytes:
    """plotly.js as the installed Plotly package carries it."""
    import plotly

    return (Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_bytes()


def to_json(value: Any) -> str:
    """JSON for the page: arrays as lists, numbers to seven digits, undefined numbers as null."""
    return json.dumps(_plain(value), separators=(",", ":"), allow_nan=False)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, str | bool | int) or value is None:
        return value
    if isinstance(value, float):
        return float(f"{value:.7g}") if math.isfinite(value) else None
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(inner) for inner in value]
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return str(value)
