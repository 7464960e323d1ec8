"""catalog.db: goods, codes and prices of one shop."""
