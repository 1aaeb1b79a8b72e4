"""The shape of the code, held by tests: small modules, small functions, callbacks in one room, no traces of a machine."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cases import ROOT

MODULES = sorted((ROOT / "workbook").rglob("*.py"))
TRACES = re.compile(
    r"(^|[^A-Za-z0-9_.])/(tm"
    r"p|wor"
    r"k|roo"
    r"t|hom"
    r"e)/[a-z]|py"
    r"pi\.org|python"
    r"hosted|registry\.npm"
    r"js|deb\.deb"
    r"ian"
)


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def length(one: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring."""
    first = one.body[0]
    told = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    return (one.end_lineno or 0) - one.lineno - ((first.end_lineno or 0) - first.lineno if told else 0)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_is_small_and_documented(path):
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    assert len(text.splitlines()) <= 300
    long = [one.name for one in functions(tree) if length(one) >= 50]
    assert not long
    if text.strip():
        assert ast.get_docstring(tree), "a module says in a sentence what it is about"
    public = [
        node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]
    assert not [node.name for node in public if not ast.get_docstring(node)]


NO_WIDGETS = [one for one in MODULES if "ui" not in one.parts and one.name != "watch.py"]
"""What is watched is observed by its own library, in numbers."""


@pytest.mark.parametrize("path", NO_WIDGETS, ids=name_of)
def test_only_the_widgets_room_takes_callbacks(path):
    assert not re.search(r"\.(observe|on_click|on_msg)\(", path.read_text("utf-8"))


@pytest.mark.parametrize("path", [one for one in MODULES if one.name != "guard.py"], ids=name_of)
def test_no_error_is_swallowed(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.ExceptHandler):
            continue
        assert node.type is not None, "a bare except"
        broad = isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException")
        raises = any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
        assert not broad or raises, f"line {node.lineno}: a broad except that goes on"


def test_no_trace_of_a_machine_or_a_registry():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split(
        "\n"
    )
    if not any(listed):
        pytest.skip("this is not a git checkout")
    found = []
    for name in filter(None, listed):
        path = ROOT / name
        if path.suffix in (".lock", ".gz", ".png") or not path.is_file():
            continue
        found += [
            f"{name}: {line.strip()[:80]}" for line in path.read_text("utf-8").splitlines() if TRACES.search(line)
        ]
    assert not found
