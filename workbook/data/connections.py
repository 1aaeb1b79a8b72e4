"""Tables and queries of databases over configured connections, read in chunks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbook.data.chunks import Growing
from workbook.data.configured import Configured
from workbook.data.sources import Source, digest, once
from workbook.errors import InputError, NotFound

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation
    from sqlalchemy import Connection, Engine, Select, TextClause

CONFIGURED = Configured("database connections", file="WORKBOOK_CONNECTIONS", prefix="WORKBOOK_CONNECTION_")
CHUNK = 20_000
QUERY = re.compile(r"\s*(select|with)\b", re.IGNORECASE)


def connections() -> Mapping[str, str]:
    """The configured connections: WORKBOOK_CONNECTION_<NAME>=url, and the YAML file that WORKBOOK_CONNECTIONS names."""
    found = CONFIGURED.all()
    if not all(isinstance(url, str) for url in found.values()):
        raise InputError(
            "The file of database connections is not a list of names and URLs.", 'Write "name: url" a line.'
        )
    return found


def connection_names() -> tuple[str, ...]:
    """The names of the configured connections; their addresses stay here."""
    return tuple(sorted(connections()))


def database(
    connection: str | None = None, table: str | None = None, query: str | None = None, *, url: str | None = None
) -> DatabaseSource:
    """A table or a query of a database.

    Parameters
    ----------
    connection : str
        The name of a configured connection. Pages know no other way.
    table : str, optional
        A table or view, with its schema where needed ("sales.loans").
    query : str, optional
        One SELECT instead of a table.
    url : str, optional
        A SQLAlchemy URL instead of a configured name, for code in a notebook.
    """
    if (table is None) == (query is None):
        raise InputError("A database needs either a table or a query.", "Name one of them.")
    if query is not None and (not QUERY.match(query) or ";" in query.rstrip("; \n")):
        raise InputError(
            "Only one SELECT can be read from a database.", "Write one query that begins with SELECT or WITH."
        )
    if url is None:
        known = connections()
        if connection is None or connection.lower() not in known:
            listed = ", ".join(sorted(known)) or "none"
            raise NotFound(f'There is no database connection "{connection}".', f"Configured connections: {listed}.")
        url = known[connection.lower()]
    return DatabaseSource(url, table, query, label=table or "query")


def table_or_query(connection: str | None, text: str) -> DatabaseSource:
    """A table by its name, or one SELECT, whichever the text is."""
    return database(connection, query=text) if QUERY.match(text) and " " in text.strip() else database(connection, text)


@dataclass(eq=False, frozen=False)
class DatabaseSource(Source):
    """A table or query, read in one read-only transaction, in chunks, and only the columns that are needed."""

    url: str
    table: str | None
    query: str | None
    label: str = ""
    kind: str = "database"
    only: tuple[str, ...] | None = None

    def __repr__(self) -> str:
        return f"DatabaseSource({self.label!r})"

    def narrowed(self, wanted: Any) -> DatabaseSource:
        """The same rows with fewer columns; `wanted` says for each name whether it is needed."""
        return replace(self, only=tuple(name for name in self.names if wanted(name)))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All column names."""
        with self._reading() as connection:
            return tuple(once(list(connection.execute(self._statement().limit(0)).keys())))

    def relation(self, connection: DuckDBPyConnection) -> DuckDBPyRelation:
        """All rows, brought over in chunks into the embedded engine (which moves to disk what does not fit)."""
        kept = [place for place, name in enumerate(self.names) if self.only is None or name in self.only]
        if not kept:
            kept = [0]
        growing = Growing(connection, [self.names[place] for place in kept])
        with self._reading() as remote:
            for chunk in self._chunks(remote):
                growing.add([[row[place] for row in chunk] for place in kept])
        return growing.relation()

    def _chunks(self, remote: Connection) -> Iterator[Any]:
        result = remote.execution_options(stream_results=True, yield_per=CHUNK).execute(self._statement())
        yield from result.partitions(CHUNK)

    def _statement(self) -> Select[Any]:
        from sqlalchemy import literal_column, select, table, text
        from sqlalchemy.sql.elements import quoted_name

        if self.query is not None:
            inner: TextClause = text(self.query.rstrip("; \n").replace(":", r"\:"))
            return select(literal_column("*")).select_from(inner.columns().subquery("rows_"))
        schema, _, name = (self.table or "").rpartition(".")
        named = table(quoted_name(name, True), schema=quoted_name(schema, True) if schema else None)
        return select(literal_column("*")).select_from(named)

    def _reading(self) -> Any:
        from contextlib import contextmanager

        from sqlalchemy.exc import SQLAlchemyError

        @contextmanager
        def reading() -> Iterator[Connection]:
            engine = _engine(self.url)
            try:
                with engine.connect() as connection:
                    _read_only(connection)
                    yield connection
                    connection.rollback()
            except SQLAlchemyError as problem:
                raise _told(problem, self.label) from None
            finally:
                engine.dispose()

        return reading()

    @cached_property
    def fingerprint(self) -> str:
        """The address without its password, and the table or query; a tally adds what it counted."""
        from sqlalchemy import make_url

        address = make_url(self.url)
        where = f"{address.get_backend_name()}:{address.host}:{address.port}:{address.database}"
        return digest("database", where, self.table or "", self.query or "")


def _engine(url: str) -> Engine:
    from sqlalchemy import create_engine, make_url
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError
    from sqlalchemy.pool import NullPool

    try:
        address = make_url(url)
        if address.get_backend_name() == "sqlite" and address.database and not Path(address.database).is_file():
            raise NotFound("The SQLite database of this connection is not there.", "Check the path in its URL.")
        return create_engine(address, poolclass=NullPool)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError):
        raise InputError("The address of this database connection cannot be used.",
                         "Check its URL, and that the driver is installed.") from None  # fmt: skip


def _read_only(connection: Connection) -> None:
    """Nothing can be written, and all chunks see the same rows."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA query_only = ON")
    elif connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def _told(problem: Exception, label: str) -> InputError:
    said = str(getattr(problem, "orig", None) or problem).strip().splitlines()[0][:200]
    return InputError(f'"{label}" cannot be read from its database: {said}.', "Check the table's name and your rights.")
