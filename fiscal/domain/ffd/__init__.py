"""Fiscal documents by the formats (ФФД): built as typed tags, checked before they are sent."""
