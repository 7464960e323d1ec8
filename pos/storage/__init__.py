"""journal.db: one transaction for the fact and what is derived from it."""
