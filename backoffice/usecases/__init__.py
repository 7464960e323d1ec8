"""Accept facts, publish the catalogue, build reports."""
