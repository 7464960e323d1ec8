"""The journal, and talk between programs."""
