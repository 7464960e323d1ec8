"""Fiscal data formats (ФФД): the tags and how they are written. Shared by registers and law."""
