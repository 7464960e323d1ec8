"""A card terminal made of software: moves no real money and says so."""
