"""What a till signs of each question with its own key (Ed25519, RFC 8032), and how that travels.

`Authorization: Till TILL.AT.NONCE.BODY.SIGNATURE`, base64url without padding; the office refuses
with 401 a moment that is too far from its own, and tells its clock in `Prilavok-Now`.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from dataclasses import dataclass

OFFICE_NOW = "Prilavok-Now"  # ms UTC; sent with a refusal that another moment would cure
WINDOW_MS = 120_000  # how far the moment of a question may be from the office's clock
_FORM = re.compile(
    r"Till ([\w-]{1,64})\.(\d{1,15})\.([\w-]{16,64})\.([0-9a-f]{64})\.([\w-]{86})", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Claim:
    """Who asks, when (ms UTC), with which body; no two questions have one nonce."""

    till: str
    at: int
    nonce: str
    body: str  # SHA-256 as it goes over the wire, hex

    def statement(self, method: str, target: str) -> bytes:
        """What is signed; `target` is the path with its query, as it is sent.

        The first words keep the signature from meaning anything else, such as a seal.
        """
        parts = (self.till, method, target, self.body, str(self.at), self.nonce)
        return "\n".join(("prilavok question 1", *parts)).encode()


def claim(till: str, content: bytes, at: int) -> Claim:
    """A claim with a nonce of its own."""
    return Claim(till, at, secrets.token_urlsafe(16), digest(content))


def digest(content: bytes) -> str:
    """SHA-256 of a body, hex."""
    return hashlib.sha256(content).hexdigest()


def header(claim: Claim, signature: bytes) -> str:
    """The value of `Authorization`."""
    packed = base64.urlsafe_b64encode(signature).rstrip(b"=").decode()
    return f"Till {claim.till}.{claim.at}.{claim.nonce}.{claim.body}.{packed}"


def read(value: str) -> tuple[Claim, bytes] | None:
    """Claim and signature (64 bytes) of an `Authorization`; None when it is none of these."""
    found = _FORM.fullmatch(value)
    if not found:
        return None
    till, at, nonce, body, packed = found.groups()
    return Claim(till, int(at), nonce, body), base64.urlsafe_b64decode(packed + "==")
