"""All measurements, one JSON line each; they take some minutes and want an idle machine."""

from __future__ import annotations

import subprocess
import sys

PROGRAMS = (
    "coverage_audit",
    "audit_speed",
    "stage_change",
    "case_speed",
    "page_rivals",
    "noise_claims",
    "slice_search",
    "money_speed",
    "coverage_money",
    "tally_large",
    "kernels",
    "shap_page",
)

if __name__ == "__main__":
    for name in PROGRAMS:
        print(f"{name}:", flush=True)
        subprocess.run([sys.executable, "-m", f"tests.bench.{name}"], check=True)
