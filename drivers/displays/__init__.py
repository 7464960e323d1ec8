"""Customer displays, a folder per protocol."""
