"""Certificates of an office: the one that is pinned, and the one that is shown.

`ssl` is loaded when it is needed: not before the first frame.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sync.errors import OfficeUnreachable, WrongCertificate

if TYPE_CHECKING:
    import ssl

_CONNECT_S = 5.0


def pinned(certificate: str) -> ssl.SSLContext:
    """Trusts that certificate (PEM) and no other, under whatever name it is reached.

    The holder of its key is the office: a name would say less.
    """
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.check_hostname = False
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.load_verify_locations(cadata=certificate)
    return context


def shown_by(url: str) -> str:
    """The certificate (PEM) an https address shows; nothing vouches for it yet.

    Raises OfficeUnreachable.
    """
    import socket
    import ssl

    parts = urlsplit(url)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # it is compared by its fingerprint
    host = parts.hostname or ""
    try:
        with (
            socket.create_connection((host, parts.port or 443), _CONNECT_S) as raw,
            context.wrap_socket(raw, server_hostname=host) as line,
        ):
            found = line.getpeercert(binary_form=True) or b""
    except OSError as error:
        raise OfficeUnreachable(f"{url} does not answer: {error}") from error
    return ssl.DER_cert_to_PEM_cert(found)


def fingerprint(certificate: str) -> str:
    """SHA-256 of a certificate (PEM; of a chain the first) as people compare it: "1F:A0:…"."""
    import ssl

    first = certificate[: certificate.index(ssl.PEM_FOOTER) + len(ssl.PEM_FOOTER)]
    der = ssl.PEM_cert_to_DER_cert(first[first.index(ssl.PEM_HEADER) :])
    raw = hashlib.sha256(der).hexdigest().upper()
    return ":".join(raw[n : n + 2] for n in range(0, len(raw), 2))


def trusted(url: str, wanted: str) -> str:
    """The certificate an address shows, if it has that fingerprint; else WrongCertificate."""
    found = shown_by(url)
    if _plain(fingerprint(found)) != _plain(wanted):
        raise unknown(url, found)
    return found


def unknown(url: str, certificate: str = "") -> WrongCertificate:
    """Says which certificate is shown there and by nobody vouched for."""
    shown = fingerprint(certificate or shown_by(url))
    told = "compare it with the one the office shows, and give it as --fingerprint"
    return WrongCertificate(f"{url} shows the certificate {shown}; {told}", shown)


def _plain(text: str) -> str:
    return "".join(text.split()).replace(":", "").upper()
