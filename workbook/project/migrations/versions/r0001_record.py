"""The first tables, and the triggers that keep the log as it was written."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001_record"
down_revision = None
branch_labels = None
depends_on = None

KEPT = ("project_id", "sequence", "at", "person_id", "action", "payload_hash", "previous", "hash")


def upgrade() -> None:
    """Create every table of the record, and refuse changes of the log."""
    _people_and_projects()
    _answers_and_evidence()
    op.create_table(
        "log",
        sa.Column("project_id", sa.String(32), sa.ForeignKey("project.id"), primary_key=True),
        sa.Column("sequence", sa.Integer, primary_key=True),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("person_id", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=True),
        sa.Column("salt", sa.String(64), nullable=True),
        sa.Column("payload_hash", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sqlite_with_rowid=False,
    )
    for statement in _sqlite_triggers() if op.get_bind().dialect.name == "sqlite" else _postgresql_triggers():
        op.execute(statement)


def _people_and_projects() -> None:
    op.create_table("person", sa.Column("id", sa.Text, primary_key=True), sa.Column("name", sa.Text, nullable=False))
    op.create_table(
        "project",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("origin", sa.String(32), nullable=False),
        sa.Column("created_by", sa.Text, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("created_at", sa.String(40), nullable=False),
        sa.Column("changed_at", sa.String(40), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("head", sa.String(64), nullable=False),
    )
    op.create_table(
        "membership",
        sa.Column("project_id", sa.String(32), sa.ForeignKey("project.id"), primary_key=True),
        sa.Column("person_id", sa.Text, sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("permission", sa.String(20), nullable=False),
    )
    op.create_table(
        "data",
        sa.Column("project_id", sa.String(32), sa.ForeignKey("project.id"), primary_key=True),
        sa.Column("reference", sa.Text, nullable=False),
    )


def _answers_and_evidence() -> None:
    op.create_table(
        "answer",
        sa.Column("project_id", sa.String(32), sa.ForeignKey("project.id"), primary_key=True),
        sa.Column("section", sa.Text, primary_key=True),
        sa.Column("field", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("section_revision", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("person_id", sa.Text, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
    )
    op.create_table(
        "evidence",
        sa.Column("project_id", sa.String(32), sa.ForeignKey("project.id"), primary_key=True),
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("sentence", sa.Text, nullable=False),
        sa.Column("result", sa.Text, nullable=False),
        sa.Column("fingerprints", sa.Text, nullable=False),
        sa.Column("personal", sa.Boolean, nullable=False),
        sa.Column("person_id", sa.Text, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.UniqueConstraint("project_id", "place"),
    )


def _sqlite_triggers() -> tuple[str, ...]:
    changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in KEPT)
    return (
        f"""CREATE TRIGGER log_is_never_changed BEFORE UPDATE ON log
        WHEN {changed} OR NEW.payload IS NOT NULL OR NEW.salt IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'the log is append-only: a payload can be erased, nothing can be changed'); END""",
        """CREATE TRIGGER log_is_never_deleted BEFORE DELETE ON log
        BEGIN SELECT RAISE(ABORT, 'the log is append-only: nothing can be deleted'); END""",
        # INSERT OR REPLACE deletes the old row without asking the trigger above.
        """CREATE TRIGGER log_is_never_replaced BEFORE INSERT ON log
        WHEN EXISTS (SELECT 1 FROM log WHERE project_id = NEW.project_id AND sequence = NEW.sequence)
        BEGIN SELECT RAISE(ABORT, 'the log is append-only: nothing can be replaced'); END""",
    )


def _postgresql_triggers() -> tuple[str, ...]:
    changed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in KEPT)
    return (
        f"""CREATE FUNCTION log_keeps_what_it_says() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND NOT ({changed} OR NEW.payload IS NOT NULL OR NEW.salt IS NOT NULL) THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'the log is append-only: a payload can be erased, nothing can be changed or deleted';
        END $$""",
        """CREATE TRIGGER log_is_never_changed BEFORE UPDATE OR DELETE ON log
        FOR EACH ROW EXECUTE FUNCTION log_keeps_what_it_says()""",
        """CREATE TRIGGER log_is_never_emptied BEFORE TRUNCATE ON log
        FOR EACH STATEMENT EXECUTE FUNCTION log_keeps_what_it_says()""",
    )


def downgrade() -> None:
    """There is nothing before the first tables; refuse to drop a record."""
    raise NotImplementedError("a project record is never dropped by a migration")
