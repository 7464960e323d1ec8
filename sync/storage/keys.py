"""The till's own key: it signs the journal's head at each Z (Ed25519, RFC 8032)."""

from __future__ import annotations

import base64
import binascii
from pathlib import Path
from typing import TYPE_CHECKING

from sync.errors import KeyDamaged
from sync.journal.rows import Mark, signed_bytes
from sync.journal.signed import signed_by
from sync.storage.files import write_private

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

NAME = "till.key"
_SIZE = 32


class TillKey:
    """A private key, 32 raw bytes. `cryptography` is loaded at the first signature or check."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

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

        return ed25519.Ed25519PrivateKey.from_private_bytes(self._secret)


def load(path: Path) -> TillKey | None:
    """The key in that file, None without one; raises KeyDamaged."""
    try:
        secret = base64.b64decode(path.read_bytes().strip(), validate=True)
    except FileNotFoundError:
        return None
    except binascii.Error as error:
        raise KeyDamaged(f"{path} holds no key: {error}") from error
    if len(secret) != _SIZE:
        raise KeyDamaged(f"{path} holds {len(secret)} bytes where a key has {_SIZE}")
    return TillKey(secret)


def load_or_make(path: Path) -> TillKey:
    """The key in that file; a new one (mode 0600) where there is none. Raises KeyDamaged."""
    if kept := load(path):
        return kept
    from cryptography.hazmat.primitives.asymmetric import ed25519

    secret = ed25519.Ed25519PrivateKey.generate().private_bytes_raw()
    write_private(path, base64.b64encode(secret) + b"\n")
    return TillKey(secret)
