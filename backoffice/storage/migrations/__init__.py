"""The history of the schema, by Alembic; a revision that was released is never edited."""
