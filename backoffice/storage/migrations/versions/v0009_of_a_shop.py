"""Shifts of one shop are found without reading those of all."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """One more index."""
    op.get_bind().execute(text("CREATE INDEX shift_begins_by_shop ON shift_begins (shop, day)"))
