"""Receipts, attempts and outcomes of the fiscal register."""
