"""Money, quantity and VAT rates: whole numbers, standard library only."""
