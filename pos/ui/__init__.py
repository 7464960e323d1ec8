"""Qt widgets, models and wording."""
