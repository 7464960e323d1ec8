"""HTTP for people: the owner's pages."""
