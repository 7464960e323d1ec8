"""Scales at the till, by the protocol they speak."""
