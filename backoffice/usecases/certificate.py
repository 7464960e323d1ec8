"""A certificate of a shop's own network: it vouches for itself, and tills pin it."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from backoffice.errors import BadAddress

if TYPE_CHECKING:
    from cryptography import x509

LIVES = timedelta(days=3650)
_HOST_LIMIT = 253  # RFC 1035


@dataclass(frozen=True, slots=True)
class Made:
    """Certificate and private key, PEM."""

    certificate: bytes
    key: bytes


def make_certificate(hosts: Sequence[str], now: int) -> Made:
    """For those names and addresses, from a day before `now` (ms UTC) on. Raises BadAddress.

    An hour that a clock is wrong by keeps no till out.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509 import oid

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(oid.NameOID.COMMON_NAME, hosts[0][:64])])
    begins = datetime.fromtimestamp(now // 1000, UTC) - timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + LIVES)
        .add_extension(x509.SubjectAlternativeName([_named(host) for host in hosts]), False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
        .add_extension(x509.ExtendedKeyUsage([oid.ExtendedKeyUsageOID.SERVER_AUTH]), False)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    kept = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    return Made(certificate.public_bytes(pem), kept)


def _named(host: str) -> x509.GeneralName:
    from cryptography import x509

    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        if not host or len(host) > _HOST_LIMIT or not host.isascii() or set(host) & set(" /:@"):
            raise BadAddress(f"{host!r} names no machine; give a name or an address") from None
        return x509.DNSName(host)
