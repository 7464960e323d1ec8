"""Past sales: found, printed once more, taken back."""
