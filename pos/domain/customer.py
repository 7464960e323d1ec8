"""Who buys, as typed in one place: a contact, or ИНН and name of a business."""

from __future__ import annotations

from dataclasses import replace

from pos.domain import buyer, contact
from pos.domain.basket import Basket


def with_customer(basket: Basket, text: str, *, paperless: bool) -> Basket:
    """Each of the two stays when the other is given; an empty text takes both back.

    Raises ContactImpossible, BuyerImpossible.
    """
    typed = text.strip()
    if not typed:
        return replace(basket, contact="", buyer=None, paperless=False)
    if buyer.looks_like(typed):
        return replace(basket, buyer=buyer.buyer(typed))
    return replace(basket, contact=contact.contact(typed), paperless=paperless)
