"""Migrations of the project record, run by Alembic when a database is opened."""
