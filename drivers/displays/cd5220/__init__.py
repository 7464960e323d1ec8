"""Customer displays that speak the CD5220 commands: two lines of twenty characters."""
