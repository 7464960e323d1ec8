"""Goods: what is sold, for how much, how many are left."""
