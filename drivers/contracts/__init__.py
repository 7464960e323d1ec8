"""What a device promises, whoever made it."""
