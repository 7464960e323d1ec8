"""Barcode scanners on a wire, and what a GS1 code holds."""
