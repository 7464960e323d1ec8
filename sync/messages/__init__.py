"""Versioned facts and feed records of plain numbers and strings."""
