"""What somebody with bad intentions would type: markup, scripts, formulas; and how a page tells that it was shown as text."""

from __future__ import annotations

from html.parser import HTMLParser

MARKUP = (
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "</title></head><body onload=alert(3)>",
    "<svg/onload=alert(4)>",
    '"><iframe src=javascript:alert(5)>',
    "'><input autofocus onfocus=alert(6)>",
    "<a href=javascript:alert(7)>x</a>",
    "<a href='https://evil.example'>x</a>",
    "<b onmouseover=alert(8)>bold</b><br>",
    "[x](javascript:alert(9))",
    "$\\href{javascript:alert(1)}{x}$",
    "\\(\\unicode{<img src=x>}\\)",
    "&lt;img src=x onerror=alert(10)&gt;",
    "&#60;script&#62;alert(11)",
    "<style>*{display:none}</style>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content='0'>",
    "<form action=//evil.example><button>",
    "{{7*7}} ${alert(12)} `${alert(13)}`",
    "';alert(14)//\\",
    "--><!--<math><mtext></table><img src=x>",
)
FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@x",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example","x")',
    "=1+1\n+2",
    "＝1+1",
    "＠x",
)
BEHIND_BLANKS = ("\t=1+1", "\r=1+1", " =1+1", "\n@x")
"""Formulas behind what is taken off when an answer is saved, and may stand in a column's name."""
CORPUS = (*MARKUP, *FORMULAS)
NEVER = ("script", "img", "iframe", "object", "embed", "base", "form", "input", "math", "a")
"""Elements that no page to take away and no card has."""


class Read(HTMLParser):
    """A page as a browser takes it: its elements with their attributes, and its text."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.said.append(data)

    @property
    def text(self):
        return "".join(self.said)

    def harm(self, never=NEVER):
        """Elements and attributes that only an attack can have put there."""
        return [
            (tag, attributes)
            for tag, attributes in self.elements
            if tag in never
            or any(
                name.startswith("on") or "javascript:" in (value or "").lower() for name, value in attributes.items()
            )
        ]


HARM = """() => {
  const ours = (one) => one.matches("script[src*='/room.js'], img[src$='/join.svg'], form.join, form.answer, form.settle, form.buttons, link[href*='/room.css']")
    || (one.matches("a") && one.origin === location.origin && one.getAttribute("href").startsWith("/"));
  const all = [...document.querySelectorAll("script, img, iframe, object, embed, base, form, math, a, style, link, meta[http-equiv]")].filter((one) => !ours(one));
  const handlers = [...document.querySelectorAll("*")].filter((one) => one.getAttributeNames().some((name) => name.startsWith("on")));
  return [...all, ...handlers].map((one) => one.outerHTML.slice(0, 120));
}"""
"""Run in a page of a room: elements that are none of ours, and handlers written as attributes."""
