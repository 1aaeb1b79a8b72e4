"""Workshops: rooms, who is in them, what was answered, and what was shown."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003_room"
down_revision = "0002_people"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the four tables of room mode."""
    op.create_table(
        "room",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("code", sa.String(5), nullable=False, unique=True),
        sa.Column("project_id", sa.String(32), sa.ForeignKey("project.id"), nullable=False),
        sa.Column("deck", sa.Text, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("activity", sa.Text, nullable=True),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("ends_at", sa.String(40), nullable=True),
        sa.Column("seconds_left", sa.Float, nullable=True),
        sa.Column("locked", sa.Boolean, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("created_at", sa.String(40), nullable=False),
    )
    op.create_table(
        "room_participant",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("room_id", sa.String(32), sa.ForeignKey("room.id"), nullable=False),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=True),
        sa.Column("hat", sa.String(20), nullable=False),
        sa.Column("joined_at", sa.String(40), nullable=False),
        sa.UniqueConstraint("room_id", "secret_hash"),
    )
    _answers_and_reveals()


def _answers_and_reveals() -> None:
    op.create_table(
        "room_answer",
        sa.Column("participant_id", sa.String(32), sa.ForeignKey("room_participant.id"), primary_key=True),
        sa.Column("activity", sa.Text, primary_key=True),
        sa.Column("round", sa.Integer, primary_key=True),
        sa.Column("room_id", sa.String(32), sa.ForeignKey("room.id"), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
    )
    op.create_index("ix_room_answer_room_id", "room_answer", ["room_id"])
    op.create_table(
        "room_reveal",
        sa.Column("room_id", sa.String(32), sa.ForeignKey("room.id"), primary_key=True),
        sa.Column("activity", sa.Text, primary_key=True),
        sa.Column("round", sa.Integer, primary_key=True),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("decision", sa.Text, nullable=True),
        sa.Column("dissent", sa.Text, nullable=True),
        sa.Column("reason", sa.Text, nullable=True),
    )


def downgrade() -> None:
    """Answers that people gave are never dropped by a migration."""
    raise NotImplementedError("answers of a workshop are never dropped by a migration")
