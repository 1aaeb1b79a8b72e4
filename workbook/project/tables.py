"""The tables of the project record."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

metadata = MetaData()

person = Table(
    "person",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("name", Text, nullable=False),
)

project = Table(
    "project",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", Text, nullable=False),
    Column("description", Text, nullable=False, default=""),
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
    Column("section", String(80), primary_key=True),
    Column("field", String(80), primary_key=True),
    Column("value", Text, nullable=False),
    Column("section_revision", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("at", String(40), nullable=False),
)

evidence = Table(
    "evidence",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("project_id", ForeignKey("project.id"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("name", String(120), nullable=False),
    Column("stage", String(80), nullable=False),
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
    Column("person_id", String(200), nullable=False),
    Column("action", String(80), nullable=False),
    Column("payload", Text, nullable=True),
    Column("salt", String(64), nullable=True),
    Column("payload_hash", String(64), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

Index("evidence_of_project", evidence.c.project_id)
