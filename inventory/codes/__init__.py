"""Codes on goods: text in, facts out."""
