"""The tables of workshops. They belong to the same migrations as the record; only `workbook.room` reads and writes them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from workbook.project.tables import metadata

room = Table(
    "room",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("code", String(5), nullable=False, unique=True),
    Column("project_id", ForeignKey("project.id"), nullable=False),
    Column("deck", Text, nullable=False),
    Column("state", String(10), nullable=False),
    Column("activity", Text, nullable=True),
    Column("round", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("ends_at", String(40), nullable=True),
    Column("seconds_left", Float, nullable=True),
    Column("locked", Boolean, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("created_at", String(40), nullable=False),
)

participant = Table(
    "room_participant",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("room_id", ForeignKey("room.id"), nullable=False),
    Column("secret_hash", String(64), nullable=False),
    Column("name", Text, nullable=True),
    Column("hat", String(20), nullable=False),
    Column("joined_at", String(40), nullable=False),
    UniqueConstraint("room_id", "secret_hash"),
)

given = Table(
    "room_answer",
    metadata,
    Column("participant_id", ForeignKey("room_participant.id"), primary_key=True),
    Column("activity", Text, primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("room_id", ForeignKey("room.id"), nullable=False, index=True),
    Column("value", Text, nullable=False),
    Column("key", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", String(40), nullable=False),
)

reveal = Table(
    "room_reveal",
    metadata,
    Column("room_id", ForeignKey("room.id"), primary_key=True),
    Column("activity", Text, primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("at", String(40), nullable=False),
    Column("decision", Text, nullable=True),
    Column("dissent", Text, nullable=True),
    Column("reason", Text, nullable=True),
)
