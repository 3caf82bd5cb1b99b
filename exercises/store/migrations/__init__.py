"""Alembic revisions of the store's schema; run by `exercises.store.schema`, never by hand."""
