"""office.db: received facts and what is derived from them."""
