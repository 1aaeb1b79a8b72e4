"""What people and files may call things to do harm, and how one sees in what we hand out that it did none.

The texts stand for names of people, projects, columns, categories, amounts, codes, and for answers. Wherever such a text
is shown it must be shown as text. `hacked` stands in each place where a text that is run or parsed would leave a trace.
"""

from __future__ import annotations

import ast
import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

MARKUP = (
    '<img src=x onerror="window.hacked=1">',
    "<script>window.hacked=2</script>",
    '"><svg onload=window.hacked=3>',
    "</script><script>window.hacked=4</script>",
    "'\"--></style></textarea></title><iframe srcdoc='<script>parent.hacked=5</script>'>",
    '<a href="javascript:window.hacked=6">hacked</a>',
    "&lt;img src=x onerror=window.hacked=7&gt;",
    "&#60;script&#62;window.hacked=8&#60;/script&#62;",
    "<!-- hacked",
    "]]><hacked/>",
    "<base href=//evil.example/hacked>",
)
PLOTLY = (
    '<a href="javascript:window.hacked=9">bold</a>',
    "<b>bold</b><br>hacked <sub>x</sub>",
    "%{y}<extra>hacked</extra>",
    "%{customdata[0]}hacked",
    "$\\href{javascript:window.hacked=10}{hacked}$",
    "$$\\unicode{60}hacked$$",
)
MARKDOWN = (
    "[hacked](javascript:window.hacked=11)",
    "![hacked](https://evil.example/hacked.png)",
    "<https://evil.example/hacked>",
    "[hacked](https://evil.example/hacked)",
    "hacked\n# hacked\n- hacked",
)
TEMPLATES = (
    "{{7*7}}hacked",
    "${window.hacked=12}",
    "{0.__class__}{hacked!r}",
    "%(hacked)s %n %s",
    "{% include 'hacked' %}",
)
FORMULAS = (
    '=HYPERLINK("https://evil.example/hacked","x")',
    "+hacked|' /C calc'!A0",
    "-2+3+hacked|' /C calc'!A0",
    "@SUM(1+1)*hacked",
    "\t=hacked()",
    "\r=hacked()",
    '","=hacked()","',
    "kept;=hacked()",
    "kept;\n@hacked()",
    "\uff1dhacked()",
)
TERMINAL = (
    "\x1b[2J\x1b[31mhacked",
    "\x1b]0;hacked\x07",
    "\x1b]8;;https://evil.example/hacked\x07hacked\x1b]8;;\x07",
    "\x9b31mhacked",
    "kept\rhacked",
    "kept\x08\x08\x08\x08hacked",
    "fine\nhacked: no gap in 5 of 5 rates",
)
CODE = (
    '"""\nimport os; hacked = os.getcwd()\n"""',
    "'); hacked() #",
    "\\",
    'hacked\\"""',
    "\\N{BELL}\\x00hacked",
    "!!python/object/apply:os.system [hacked]",
    '"; drop table hacked; --',
    "'; drop table hacked; --",
)
NAMES_OF_SCRIPTS = ("__proto__", "constructor", "toString", "hasOwnProperty", "null", "NaN", "undefined")
SIGNS = (
    "\u202ehacked\u202c",
    "\u2066hacked\u2069\u2028hacked",
    "ha\u200bck\ufeffed",
    "null\x00hacked",
    "lone \ud800 hacked",
    "h\u0335\u0321a\u0335c\u0335k\u0335e\u0335d\u0335",
    "👩‍👩‍👧 größe הכנסה",
)
PATHS = ("../../hacked.csv", "C:\\hacked\\con", "%2e%2e%2fhacked", "file:///etc/hacked", "javascript:window.hacked=13")
CORPUS: Mapping[str, tuple[str, ...]] = {
    "markup": MARKUP,
    "plotly": PLOTLY,
    "markdown": MARKDOWN,
    "templates": TEMPLATES,
    "formulas": FORMULAS,
    "terminal": TERMINAL,
    "code": CODE,
    "scripts": NAMES_OF_SCRIPTS,
    "signs": SIGNS,
    "paths": PATHS,
}
TEXTS = tuple(text for kind in CORPUS.values() for text in kind)


def texts_from(start: int) -> Iterator[str]:
    """All texts again and again, beginning at another one: places that take one each get others in each round."""
    place = start
    while True:
        yield TEXTS[place % len(TEXTS)]
        place += 7  # the corpus has no multiple of seven texts, so that neighbours are of other kinds


class _Parsed(HTMLParser):
    """What a page holds: its elements with their attributes, and its text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.elements.append(("a comment", {"data": data}))


def parsed(html: str) -> _Parsed:
    """A page, parsed."""
    found = _Parsed()
    found.feed(html)
    found.close()
    return found


def planted_in_html(html: str, allowed: str | frozenset[str]) -> list[str]:
    """Elements, attributes and addresses of a page that some text from people must have made; `allowed` names ours."""
    found = []
    ours = set(allowed.split()) if isinstance(allowed, str) else allowed
    for tag, attributes in parsed(html).elements:
        told = f"<{tag} {attributes}>"
        if tag not in ours or any(name.startswith("on") for name in attributes) or "hacked" in told:
            found.append(told[:120])
        if any(re.match(r"\s*(javascript|data|vbscript|file):", value) for value in attributes.values()):
            found.append(told[:120])
    return found


def as_words(text: str) -> str:
    """Text as one compares what is shown: runs of space are one, signs that nobody sees are none."""
    return " ".join("".join(sign if sign.isprintable() and sign != "\ufffd" else " " for sign in text).split())


def missing_from(words: str, texts: list[str]) -> list[str]:
    """Which texts are not shown literally."""
    shown = as_words(words)
    return [text for text in texts if as_words(text) not in shown]


OUR_MARKS = re.compile(r"</?(b|br|i|sub|sup|extra)>|%\{[a-z0-9_\[\]:.,%~+$]*\}")


def raw_in_figure(figure: Mapping[str, Any]) -> list[str]:
    """Texts of a Plotly figure with signs that it takes for markup, formulas or places to fill, and that are not ours."""
    found = []
    for name, text in _strings(figure):
        left = OUR_MARKS.sub("", text)
        filled = name.endswith("template") and "hacked" in text and "%{" in text.partition("hacked")[0][-20:]
        # A dollar sign is a dollar sign: charts are drawn with mathematics switched off (`typesetMath`).
        if filled or re.search(r"[<>&\\]", left) or any(unsafe(sign) for sign in left):
            found.append(text[:160])
    return found


def _strings(node: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(node, str):
        yield name, node
    elif isinstance(node, Mapping):
        for key, inner in node.items():
            if key != "customdata":  # what a click sends back; shown by our own templates only
                yield from _strings(inner, str(key))
    elif isinstance(node, list | tuple):
        for inner in node:
            yield from _strings(inner, name)


def unsafe(sign: str) -> bool:
    """Whether a sign steers a terminal or the direction of a line, and is no line end."""
    return sign != "\n" and (
        unicodedata.category(sign) == "Cc" or sign in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2028\u2029"
    )


def steering_in(told: str) -> list[str]:
    """Lines of what a terminal is told that hold signs which steer it."""
    return [repr(line)[:160] for line in told.split("\n") if any(unsafe(sign) for sign in line)]


FORMULA_STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def formulas_in_csv(written: str) -> list[str]:
    """Cells that a spreadsheet program would take for a formula, by whichever sign it parts cells; a number is none."""
    text = written.removeprefix("\ufeff")
    rows = (row for sign in ",;\t|" for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign))
    return [
        cell[:80]
        for row in rows
        for cell in row
        if cell.lstrip().startswith(FORMULA_STARTS) and not _is_number(cell.strip())
    ]


def _is_number(cell: str) -> bool:
    """Whether a cell is a number, or one and what stands behind it, read by another sign than it was written by."""
    return re.fullmatch(r"[-+]?[0-9][0-9. ]*([eE][-+]?[0-9]+)?([,;\t|].*)?", cell, re.DOTALL) is not None


def code_from_data(source: str, harmless: str) -> list[str]:
    """What a Python file does that the same file made of harmless words does not; words and numbers may differ."""
    mine, theirs = ([_shape(one) for one in ast.parse(text).body] for text in (source, harmless))
    return [f"{one} for {other}" for one, other in zip(mine, theirs, strict=True) if one != other]


def _shape(node: ast.AST) -> str:
    """A statement with its literals left out."""
    if isinstance(node, ast.Assign):
        ast.literal_eval(node.value)
        return f"{ast.unparse(node.targets[0])} = a literal"
    copy = ast.parse(ast.unparse(node))
    for one in ast.walk(copy):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            one.value = "words"
    return ast.dump(copy)


PLANTED = """() => {
  const found = [];
  const within = [...document.querySelectorAll('[role=main] *, .wb-top *, .wb-rail *, #room *')];
  const steers = /^(href|xlink:href|src|srcdoc|action|formaction|data|style)$/;
  for (const one of within) {
    if (['SCRIPT', 'IFRAME', 'OBJECT', 'EMBED', 'BASE', 'META', 'FORM', 'LINK'].includes(one.tagName) && !one.closest('form.join, form.answer, form.settle, form.buttons')) found.push(one.outerHTML.slice(0, 120));
    if (one.tagName.includes('HACKED')) found.push(one.outerHTML.slice(0, 120));
    for (const held of one.attributes) {
      const made = steers.test(held.name) && (/hacked|evil|javascript:|data:text/i.test(held.value));
      if (made || held.name.startsWith('on')) found.push(`${one.tagName} ${held.name}=${held.value}`.slice(0, 120));
    }
    if (one.tagName.toLowerCase() === 'a' && one.closest('.wb-chart')) found.push('a link in a picture: ' + one.outerHTML.slice(0, 120));
  }
  if (window.hacked !== undefined) found.push(`something ran: ${window.hacked}`);
  return found;
}"""
"""Run in a page: elements, links and handlers there that some text from people must have made, and whether one ran."""
