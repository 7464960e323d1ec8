"""Revisions in order; each keeps its own picture of the tables."""
