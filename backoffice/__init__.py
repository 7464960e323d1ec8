"""The server and its office."""
