"""Runs our migrations on the connection that `workbook.project.engine` hands over."""

from alembic import context

from workbook.project.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=metadata, transactional_ddl=True, transaction_per_migration=False
)
context.run_migrations()
