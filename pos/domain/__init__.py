"""Baskets, discounts, tenders, drawer, users; ports."""
