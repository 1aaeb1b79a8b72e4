"""The tables of the project record."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, MetaData, String, Table, Text, UniqueConstraint

REVISION = "0003_room"
"""The newest migration, which makes the tables below. Compared before Alembic is loaded, which takes a second."""

metadata = MetaData()

person = Table(
    "person",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
)

project = Table(
    "project",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("origin", String(32), nullable=False),
    Column("created_by", ForeignKey("person.id"), nullable=False),
    Column("created_at", String(40), nullable=False),
    Column("changed_at", String(40), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("head", String(64), nullable=False),
)

membership = Table(
    "membership",
    metadata,
    Column("project_id", ForeignKey("project.id"), primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("permission", String(20), nullable=False),
)

answer = Table(
    "answer",
    metadata,
    Column("project_id", ForeignKey("project.id"), primary_key=True),
    Column("section", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("section_revision", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("at", String(40), nullable=False),
)

evidence = Table(
    "evidence",
    metadata,
    Column("project_id", ForeignKey("project.id"), primary_key=True),
    Column("id", String(32), primary_key=True),
    Column("place", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("sentence", Text, nullable=False),
    Column("result", Text, nullable=False),
    Column("fingerprints", Text, nullable=False),
    Column("personal", Boolean, nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("at", String(40), nullable=False),
    UniqueConstraint("project_id", "place"),
)

data = Table(
    "data",
    metadata,
    Column("project_id", ForeignKey("project.id"), primary_key=True),
    Column("reference", Text, nullable=False),
)

log = Table(
    "log",
    metadata,
    Column("project_id", ForeignKey("project.id"), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("at", String(40), nullable=False),
    Column("person_id", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("payload", Text, nullable=True),
    Column("salt", String(64), nullable=True),
    Column("payload_hash", String(64), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    sqlite_with_rowid=False,  # a row identifier would be a second way to replace an entry
)

invitation = Table(
    "invitation",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("project_id", ForeignKey("project.id"), nullable=False, index=True),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("permission", String(20), nullable=False),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("turn", Integer, nullable=False),
    Column("created_by", ForeignKey("person.id"), nullable=False),
    Column("created_at", String(40), nullable=False),
    Column("expires_at", String(40), nullable=False),
    Column("accepted_at", String(40), nullable=True),
    Column("revoked_at", String(40), nullable=True),
)

ticket = Table(
    "ticket",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("project_id", ForeignKey("project.id"), nullable=True),
    Column("expires_at", String(40), nullable=False),
)

shared = Table(
    "shared",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("address", Text, nullable=False),
    Column("at", String(40), nullable=False),
)
