"""The shift: opening it, X, closing it with Z."""
