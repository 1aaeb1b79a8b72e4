"""Tables and queries over SQLAlchemy: the same tally as from the rows themselves."""

from __future__ import annotations

import datetime
import decimal
import uuid
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa

from tests.conftest import Server
from workbook.data import connection_names, database, tally
from workbook.data.chunks import widened
from workbook.errors import InputError, NotFound, WorkbookError

rng = np.random.default_rng(3)
N = 45_000
ROWS = pd.DataFrame(
    {
        "Id": np.arange(N),
        "score": np.where(rng.random(N) < 0.01, np.nan, rng.random(N)),
        "y": rng.choice(["yes", "no", None], N),
        "select": rng.choice(["ä", '"; drop table loans', None], N),
        "m": rng.normal(0, 100, N),
    }
)
ROLES = {"label": "y", "label_positive": "yes", "score": "score", "groups": "select", "amounts": {"m": "m * 2"}}


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> sa.Engine:
    """An SQLite database with a table, configured as "bank"."""
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'bank.db'}")
    ROWS.to_sql("loans", engine, index=False)
    monkeypatch.setenv("WORKBOOK_CONNECTION_BANK", str(engine.url))
    return engine


def test_a_table_gives_the_tally_of_its_rows(bank: sa.Engine) -> None:
    assert connection_names() == ("bank",)
    found, expected = tally(database("Bank", "loans"), split=4, **ROLES), tally(ROWS, split=4, **ROLES)
    assert found.groups == expected.groups
    for name in ("split", "group", "label", "bin", "count"):
        assert np.array_equal(getattr(found.cells, name), getattr(expected.cells, name))
    assert np.allclose(found.cells.amounts["m"].total, expected.cells.amounts["m"].total)


def test_a_query_and_the_fingerprint(bank: sa.Engine) -> None:
    query = "SELECT y, score, \"select\" FROM loans WHERE score > 0.5 AND y <> ':x'"
    roles = {name: value for name, value in ROLES.items() if name != "amounts"}
    before = tally(database("bank", query=query), **roles)
    assert before.rows == ((ROWS.score > 0.5) & ROWS.y.notna()).sum()
    assert before.fingerprint == tally(database("bank", query=query), **roles).fingerprint
    with bank.begin() as connection:
        connection.execute(sa.text("UPDATE loans SET y = 'no' WHERE \"Id\" = (SELECT min(\"Id\") FROM loans "
                                   "WHERE y = 'yes' AND score > 0.5)"))  # fmt: skip
    assert before.fingerprint != tally(database("bank", query=query), **roles).fingerprint


def test_only_what_is_needed_travels(bank: sa.Engine) -> None:
    assert database("bank", "loans").narrowed({"y", "m"}.__contains__).types == {"y": "VARCHAR", "m": "DOUBLE"}


@pytest.mark.parametrize(
    "query", ["DELETE FROM loans", "SELECT 1; DROP TABLE loans", "PRAGMA table_info(loans)", "UPDATE loans SET y = 1"]
)
def test_only_one_select_is_read(bank: sa.Engine, query: str) -> None:
    with pytest.raises(InputError, match="Only one SELECT"):
        database("bank", query=query)


def test_problems_are_told(bank: sa.Engine, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r'no database connection "vault".*bank'):
        database("vault", "loans")
    with pytest.raises(NotFound):
        database(f"sqlite:///{tmp_path / 'bank.db'}", "loans")
    with pytest.raises(InputError, match=r'"loan" cannot be read .*no such table'):
        tally(database("bank", "loan"), **ROLES)
    with pytest.raises(InputError, match="either a table or a query"):
        database("bank")
    with pytest.raises(WorkbookError, match="not there"):
        tally(database(url=f"sqlite:///{tmp_path / 'none.db'}", table="t"), label="y")
    assert not (tmp_path / "none.db").exists()
    secret = database(url="postgresql+psycopg://u:hunter2@127.0.0.1:1/x", table="t")
    with pytest.raises(InputError) as problem:
        tally(secret, label="y")
    assert "hunter2" not in str(problem.value) + repr(secret)


def test_a_list_of_connections_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "connections.yaml"
    path.write_text("Risk: sqlite:///risk.db\n")
    monkeypatch.setenv("WORKBOOK_CONNECTIONS", str(path))
    assert connection_names() == ("risk",)
    path.write_text("- 1\n")
    with pytest.raises(InputError, match="list of names and URLs"):
        connection_names()


def test_types_widen_over_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite lets a column change its mind; the first chunk must not decide."""
    monkeypatch.setattr("workbook.data.connections.CHUNK", 2)
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'a.db'}")
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE t (a, b, c)"))
        rows = [(None, 1, 1), (None, 2, 2), (1, 2.5, 2**62), (2, 3, 2**63 - 1), (3, "x", None)]
        for a, b, c in rows:
            connection.execute(sa.text("INSERT INTO t VALUES (:a, :b, :c)"), {"a": a, "b": b, "c": c})
    source = database(url=str(engine.url), table="t")
    assert source.types == {"a": "BIGINT", "b": "VARCHAR", "c": "BIGINT"}
    assert source.rows == 5
    assert tally(source, groups="a").groups == (("1",), ("2",), ("3",), (None,))
    assert widened("BIGINT", "DOUBLE") == "DOUBLE" and widened("TIMESTAMP", "DOUBLE") == "VARCHAR"


def test_values_of_a_server(tmp_path: Path) -> None:
    """Decimals, dates and true-false arrive as what they are."""
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'a.db'}")
    table = sa.Table(
        "t", sa.MetaData(), sa.Column("d", sa.Date), sa.Column("n", sa.Numeric(10, 2)), sa.Column("b", sa.Boolean)
    )
    table.create(engine)
    with engine.begin() as connection:
        connection.execute(table.insert(), [{"d": datetime.date(2026, 1, 2), "n": decimal.Decimal("1.25"), "b": True},
                                            {"d": None, "n": decimal.Decimal("2.5"), "b": False}])  # fmt: skip
    found = tally(database(url=str(engine.url), table="t"), label="b", amounts={"n": "n"})
    assert found.cells.amounts["n"].total.sum() == 3.75


@pytest.mark.slow
@pytest.mark.postgres
def test_a_postgresql_server_gives_the_same_tally(monkeypatch: pytest.MonkeyPatch, server: Server) -> None:
    """In chunks, from a server-side cursor, in a read-only transaction."""
    url = server.new_database().replace("postgresql://", "postgresql+psycopg://")
    engine = sa.create_engine(url)
    schema = f"tally_{uuid.uuid4().hex}"
    with engine.begin() as connection:
        connection.execute(sa.schema.CreateSchema(schema))
    try:
        ROWS.to_sql("Loans", engine, index=False, schema=schema, chunksize=5000, method="multi")
        monkeypatch.setenv("WORKBOOK_CONNECTION_BANK", url)
        found, expected = tally(database("bank", f"{schema}.Loans"), **ROLES), tally(ROWS, **ROLES)
        assert found.groups == expected.groups
        assert np.array_equal(found.cells.count, expected.cells.count)
        assert np.allclose(found.cells.amounts["m"].squares, expected.cells.amounts["m"].squares)
        with engine.begin() as connection:
            connection.execute(sa.text(f"CREATE SEQUENCE {schema}.places"))
        with pytest.raises(InputError, match="read-only"):
            tally(database("bank", query=f"SELECT nextval('{schema}.places') AS y"), groups="y")
    finally:
        with engine.begin() as connection:
            connection.execute(sa.schema.DropSchema(schema, cascade=True))
        engine.dispose()
