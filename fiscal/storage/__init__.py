"""Attempts at devices: what was sent, what is known."""
