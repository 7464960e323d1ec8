"""Масса-К (MK-A/TB/S, TB-S, 4D): Protocol 100."""
