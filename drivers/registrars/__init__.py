"""Fiscal registers (ККТ), a folder per protocol."""
