"""Constructors only: which store, which devices, which clock."""
