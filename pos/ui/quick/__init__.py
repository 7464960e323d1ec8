"""Arranging the quick keys: pages, drag and drop, names."""
