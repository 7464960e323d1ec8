"""Card terminals, a folder per protocol."""
