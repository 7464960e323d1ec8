"""Before selling: the first start and the login."""
