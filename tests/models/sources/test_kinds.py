"""Which kinds of models can be opened here is told without loading any of their packages."""

from __future__ import annotations

import importlib.util
import subprocess
import sys

import pytest

from workbook.models.sources.kinds import NEEDED, kinds_here


def test_each_kind_has_a_sentence():
    told = kinds_here()
    assert len(told) == len(NEEDED) + 1 and all(one.sentence for one in told)
    assert all(
        one.fine == all(importlib.util.find_spec(name) for name in packages)
        for one, (_, packages, _) in zip(told[1:], NEEDED, strict=True)
    )


@pytest.mark.parametrize(("what", "packages", "extra"), NEEDED)
def test_a_missing_package_names_its_extra(what, packages, extra, monkeypatch):
    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == packages[-1] else real(name))
    told = [one for one in kinds_here() if not one.fine]
    assert any(what in one.sentence and f"[{extra}]" in one.sentence for one in told)


def test_nothing_heavy_is_loaded():
    code = (
        "from workbook.models.sources.kinds import kinds_here; kinds_here(); import sys; print(' '.join(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not set(done.stdout.split()) & {"torch", "mlflow", "onnxruntime", "skops", "sklearn", "pandas"}
