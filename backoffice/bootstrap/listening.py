"""Where a server listens: addresses, sockets, and what may be seen from outside."""

from __future__ import annotations

import ipaddress
import socket

from backoffice.errors import BadAddress


def check_open(host: str) -> None:
    """Raises BadAddress for a host that others see: passwords would travel in the clear."""
    if not _is_loopback(host):
        raise BadAddress(
            f"{host} is seen from outside this machine and passwords would travel open;"
            " give --tls-cert and --tls-key, or --plain-http behind a proxy with TLS"
        )


def parse(listen: str) -> tuple[str, int]:
    """Host and port of HOST:PORT; raises BadAddress."""
    host, _, port = listen.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise BadAddress(f"{listen} is no address; give HOST:PORT, like 127.0.0.1:8040")
    return host.strip("[]"), int(port)


def url_of(listener: socket.socket, host: str, *, secure: bool) -> str:
    """The URL under which that socket is reached."""
    name = f"[{host}]" if ":" in host else host
    return f"{'https' if secure else 'http'}://{name}:{listener.getsockname()[1]}"


def listen_at(host: str, port: int) -> socket.socket:
    """A listening socket; raises BadAddress."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=512)
    except OSError as error:
        raise BadAddress(
            f"{host}:{port} cannot be listened on ({error.strerror}); another program holds it,"
            " or choose port 0"
        ) from error


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
