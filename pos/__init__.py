"""The shop's desktop program."""
