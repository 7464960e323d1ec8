"""Fiscalise, reconcile with the register, shifts and cash."""
