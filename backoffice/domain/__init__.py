"""Shops, users, report models."""
