"""The customer's contact, readable only while its basket is open.

It is stored as ciphertext under a key of that basket; erasing the key erases the person.
`cryptography` is imported only when a contact is given.
"""

from __future__ import annotations

import os
import sqlite3

_NONCE = 12


def sealed(db: sqlite3.Connection, basket: str, contact: str) -> bytes | None:
    """Ciphertext of the contact; its key is made on first use."""
    if not contact:
        return None
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key = _key(db, basket)
    if key is None:
        key = AESGCM.generate_key(bit_length=256)
        db.execute("INSERT INTO contact_keys (basket, key) VALUES (?, ?)", (basket, key))
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, contact.encode(), basket.encode())


def opened(db: sqlite3.Connection, basket: str, ciphertext: object) -> str:
    """The contact again; empty when there is none or its key is erased."""
    key = _key(db, basket) if isinstance(ciphertext, bytes) else None
    if key is None or not isinstance(ciphertext, bytes):
        return ""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce, body = ciphertext[:_NONCE], ciphertext[_NONCE:]
    return AESGCM(key).decrypt(nonce, body, basket.encode()).decode()


def _key(db: sqlite3.Connection, basket: str) -> bytes | None:
    row = db.execute("SELECT key FROM contact_keys WHERE basket = ?", (basket,)).fetchone()
    return bytes(row[0]) if row else None
