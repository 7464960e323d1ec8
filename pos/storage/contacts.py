"""The customer of a basket: contact and business, readable only while the basket is open.

They are stored as ciphertext under a key of that basket; erasing the key erases the person.
`cryptography` and `msgspec` are imported only when one is given.
"""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass

from pos.domain.basket import Basket
from pos.domain.buyer import Buyer

_NONCE = 12
_MORE = b"\0"  # no contact begins with it: behind it comes more than a contact


@dataclass(frozen=True, slots=True)
class Customer:
    """What a basket knows of who buys."""

    contact: str = ""
    buyer: Buyer | None = None
    paperless: bool = False


NOBODY = Customer()


def of(basket: Basket) -> Customer:
    """Who buys that basket."""
    return Customer(basket.contact, basket.buyer, basket.paperless)


def sealed(db: sqlite3.Connection, basket: str, customer: Customer) -> bytes | None:
    """Ciphertext of the customer; its key is made on first use."""
    if not customer.contact and customer.buyer is None:
        return None
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key = _key(db, basket)
    if key is None:
        key = AESGCM.generate_key(bit_length=256)
        db.execute("INSERT INTO contact_keys (basket, key) VALUES (?, ?)", (basket, key))
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, _written(customer), basket.encode())


def opened(db: sqlite3.Connection, basket: str, ciphertext: object) -> Customer:
    """The customer again; NOBODY when there is none or the key is erased."""
    key = _key(db, basket) if isinstance(ciphertext, bytes) else None
    if key is None or not isinstance(ciphertext, bytes):
        return NOBODY
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce, body = ciphertext[:_NONCE], ciphertext[_NONCE:]
    return _read(AESGCM(key).decrypt(nonce, body, basket.encode()))


def _written(customer: Customer) -> bytes:
    """A contact alone is itself, as before there were businesses."""
    if customer.buyer is None and not customer.paperless:
        return customer.contact.encode()
    import msgspec

    return _MORE + msgspec.json.encode(customer)


def _read(written: bytes) -> Customer:
    if written.startswith(_MORE):
        import msgspec

        return msgspec.json.decode(written[len(_MORE) :], type=Customer)
    return Customer(written.decode())


def _key(db: sqlite3.Connection, basket: str) -> bytes | None:
    row = db.execute("SELECT key FROM contact_keys WHERE basket = ?", (basket,)).fetchone()
    return bytes(row[0]) if row else None
