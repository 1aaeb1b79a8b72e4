"""Invitations, the tickets that open a kernel for one person, and where the workbook is shared."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002_people"
down_revision = "0001_record"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the three tables; of every secret only the hash has a place in them."""
    op.create_table(
        "invitation",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("project_id", sa.String(32), sa.ForeignKey("project.id"), nullable=False, index=True),
        sa.Column("person_id", sa.Text, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("permission", sa.String(20), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("created_by", sa.Text, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("created_at", sa.String(40), nullable=False),
        sa.Column("expires_at", sa.String(40), nullable=False),
        sa.Column("accepted_at", sa.String(40), nullable=True),
        sa.Column("revoked_at", sa.String(40), nullable=True),
    )
    op.create_table(
        "ticket",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("person_id", sa.Text, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("project_id", sa.String(32), sa.ForeignKey("project.id"), nullable=True),
        sa.Column("expires_at", sa.String(40), nullable=False),
    )
    op.create_table(
        "shared",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
    )


def downgrade() -> None:
    """An older release cannot open the record of a newer one."""
    raise NotImplementedError("a project record is never taken back to older tables")
