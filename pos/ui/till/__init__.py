"""The selling page: basket, total, ways to pay, what becomes of a payment."""
