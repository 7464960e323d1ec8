"""Штрих-М and Mertech: the protocol POS2."""
