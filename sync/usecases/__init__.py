"""Push, pull, receive once."""
