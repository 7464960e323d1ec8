"""Whether a seal's signature stands (Ed25519, RFC 8032)."""

from __future__ import annotations

from sync.journal.rows import Mark, signed_bytes


def signed_by(public: bytes, place: Mark, signature: bytes) -> bool:
    """Whether the owner of that public key (32 raw bytes) signed that place.

    `cryptography` is loaded at the first check.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric import ed25519

    try:
        ed25519.Ed25519PublicKey.from_public_bytes(public).verify(signature, signed_bytes(place))
    except (InvalidSignature, TypeError, ValueError):
        return False
    return True
