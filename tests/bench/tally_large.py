"""Tally generated Parquet rows beside plain DuckDB SQL for the same table; prints JSON.

Usage: python tests/bench/tally_large.py [rows] [repeats]
Each measurement runs in a process of its own, alternating, on a file that is already in the page cache; the file is
written to a temporary folder and erased. Seconds are medians. Peak memory is the process's largest resident set, beside
that of a process that only imported what it needs.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BINS = 1000
GENERATE = """
COPY (SELECT random() AS score, (random() < 0.3)::TINYINT AS label, 'region ' || (random() * 6)::INT % 6 AS region,
  'band ' || (random() * 4)::INT % 4 AS band, round(random() * 20000, 2) AS amount FROM range({rows}))
TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 500000)
"""
PLAIN = """
SELECT region, band, label, least(floor(score * 1000), 999)::INT AS bin, count(*), sum(amount), sum(amount * amount),
  count(*) - count(amount) FROM read_parquet('{path}') GROUP BY ALL
"""


def measure(what: str, path: str) -> dict[str, float]:
    """One measurement in this process."""
    import duckdb

    from workbook.data import tally
    from workbook.data.engine import threads

    resting = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    if what == "tally":
        roles = {"label": "label", "score": "score", "groups": ("region", "band"), "amounts": {"amount": "amount"}}
        found = tally(path, bins=BINS, **roles)  # type: ignore[arg-type]
        cells, rows = len(found.cells.count), found.rows
    else:
        with duckdb.connect() as connection:
            connection.execute(f"SET threads = {threads()}")
            columns = connection.sql(PLAIN.format(path=path)).fetchnumpy()
        cells, rows = len(columns["bin"]), int(columns["count_star()"].sum())
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"seconds": seconds, "peak_mb": peak / 1024, "resting_mb": resting / 1024, "cells": cells, "rows": rows}


def main() -> None:
    """Generate, measure in turn, print."""
    import duckdb

    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000_000
    repeats = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    seen: dict[str, list[dict[str, float]]] = {"sql": [], "tally": []}
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "rows.parquet")
        duckdb.connect().execute(GENERATE.format(rows=rows, path=path))
        for _ in range(repeats):
            for what, results in seen.items():
                command = [sys.executable, __file__, "--one", what, path]
                results.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    result: dict[str, float] = {"rows": rows, "repeats": repeats}
    for what, results in seen.items():
        result[f"{what}_seconds"] = round(statistics.median(one["seconds"] for one in results), 3)
        result[f"{what}_peak_mb"] = round(max(one["peak_mb"] for one in results), 1)
        result[f"{what}_cells"] = results[0]["cells"]
    result["resting_mb"] = round(seen["tally"][0]["resting_mb"], 1)
    result["times_sql"] = round(result["tally_seconds"] / result["sql_seconds"], 2)
    print(json.dumps(result))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(sys.argv[2], sys.argv[3])))
    else:
        main()
