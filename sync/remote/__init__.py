"""HTTP client of the back office."""
