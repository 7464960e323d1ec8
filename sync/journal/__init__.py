"""Pure journal: rows, hash chain, seals, verification."""
