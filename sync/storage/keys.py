"""The till's own key: it signs the journal's head at each Z, and each question to the office.

Ed25519, RFC 8032.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from sync.errors import KeyDamaged
from sync.journal.rows import Mark, signed_bytes
from sync.journal.signed import signed_by
from sync.storage import key_store
from sync.storage.files import write_private

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

NAME = "till.key"
_SIZE = 32
_ELSEWHERE = b"in the key store as "


class TillKey:
    """A private key, 32 raw bytes. `cryptography` is loaded at the first signature or check."""

    def __init__(self, secret: bytes) -> None:
        self.secret = secret

    def sign(self, statement: bytes) -> bytes:
        """A signature, 64 bytes; the statement begins with what it is."""
        return self._key().sign(statement)

    def sign_head(self, place: Mark) -> bytes:
        """The seal's signature over that place, 64 bytes."""
        return self._key().sign(signed_bytes(place))

    def signed(self, place: Mark, signature: bytes, earlier: bytes = b"") -> bool:
        """Whether that signature under that place is of this till, or of its `earlier` key."""
        return signed_by(earlier or self.public(), place, signature)

    def public(self) -> bytes:
        """The public key, 32 raw bytes."""
        return self._key().public_key().public_bytes_raw()

    def _key(self) -> Ed25519PrivateKey:
        from cryptography.hazmat.primitives.asymmetric import ed25519

        return ed25519.Ed25519PrivateKey.from_private_bytes(self.secret)


def load(path: Path) -> TillKey | None:
    """The key of that file, None without one; raises KeyDamaged.

    The file holds the secret, or says under which name the system's key store has it.
    """
    try:
        content = path.read_bytes().strip()
    except FileNotFoundError:
        return None
    if content.startswith(_ELSEWHERE):
        secret = key_store.get(content.removeprefix(_ELSEWHERE).decode("ascii", "replace"))
        return TillKey(secret) if secret else None
    try:
        secret = base64.b64decode(content, validate=True)
    except binascii.Error as error:
        raise KeyDamaged(f"{path} holds no key: {error}") from error
    if len(secret) != _SIZE:
        raise KeyDamaged(f"{path} holds {len(secret)} bytes where a key has {_SIZE}")
    return TillKey(secret)


def load_or_make(path: Path) -> TillKey:
    """The key of that file; a new one where there is none. Raises KeyDamaged.

    A new one lies in the system's key store where there is one, else in the file (mode 0600).
    """
    if kept := load(path):
        return kept
    from cryptography.hazmat.primitives.asymmetric import ed25519

    secret = ed25519.Ed25519PrivateKey.generate().private_bytes_raw()
    name = secrets.token_hex(16)
    elsewhere = key_store.put(name, secret)
    write_private(path, _ELSEWHERE + name.encode() if elsewhere else _packed(secret))
    return TillKey(secret)


def portable(path: Path) -> bytes:
    """The file as another machine reads it: with the secret in it. Raises KeyDamaged."""
    kept = load(path)
    return _packed(kept.secret) if kept else b""


def _packed(secret: bytes) -> bytes:
    return base64.b64encode(secret) + b"\n"
