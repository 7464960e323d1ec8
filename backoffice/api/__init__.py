"""HTTP for machines: the sync endpoint."""
