"""What the goods side of the program can do."""
