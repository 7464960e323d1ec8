"""Addresses of devices: `model+tcp://host:port` and `model+serial:///dev/ttyS0?baud=9600`.

`model+http://host:port` is a device behind a web server.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

from drivers.contracts.errors import BadAddress
from drivers.contracts.transport import Transport

NETWORK = ("+tcp", "+http")
FORMS = "model+tcp://host:port or model+serial:///dev/ttyS0?baud=115200"


@dataclass(frozen=True, slots=True)
class Address:
    """A URL, read: `scheme` is model and carrier together, `options` are what `?` brought."""

    scheme: str
    host: str = ""
    port: int = 0
    path: str = ""
    options: dict[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, url: str) -> Address:
        """Read a URL; `BadAddress` says what is wrong. Passwords are not quoted back."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise BadAddress(f"not an address of a device: {error}; write {FORMS}") from error
        options = dict(parse_qsl(parts.query, keep_blank_values=True))
        if parts.scheme.endswith("+serial") and parts.path and not parts.netloc:
            return cls(parts.scheme, path=unquote(parts.path), options=options)
        if parts.scheme.endswith(NETWORK) and parts.hostname and port:
            return cls(parts.scheme, parts.hostname, port, options=options)
        raise BadAddress(f"not an address of a device: {_without_options(url)!r}; write {FORMS}")

    @property
    def model(self) -> str:
        """What stands before the plus."""
        return self.scheme.partition("+")[0]

    def allow(self, names: Iterable[str]) -> None:
        """`BadAddress` when there is an option that is none of `names`."""
        known = {*names, "baud", "frame"} if self.path else set(names)
        unknown = sorted(set(self.options) - known)
        if unknown:
            can = ", ".join(sorted(known)) or "none"
            raise BadAddress(f"{self.scheme} has no option {', '.join(unknown)}; known: {can}")

    def number(self, name: str, default: int) -> int:
        """A whole option; `BadAddress` unless it is one."""
        text = self.options.get(name, str(default))
        if not (text.isascii() and text.isdigit()):
            raise BadAddress(f"{name} of {self.scheme} is a whole number")
        return int(text)

    def transport(self, baud: int, frame: str = "8N1") -> Transport:
        """The way for bytes to it, not opened yet; `baud` and `frame` where it names none."""
        if self.path:
            from drivers.transports.serial import FRAMES, SerialTransport

            said = self.options.get("frame", frame).upper()
            if said not in FRAMES:
                raise BadAddress(f"frame of {self.scheme} is like 8N1 or 7E1, not {said!r}")
            return SerialTransport(self.path, self.number("baud", baud), said)
        from drivers.transports.tcp import TcpTransport

        return TcpTransport(self.host, self.port)


def _without_options(url: str) -> str:
    return url.partition("?")[0]
