"""Journal and cursor tables."""
