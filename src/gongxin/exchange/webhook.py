"""One signed POST to a partner's address, and nothing else: no redirect, no private address, no answer read but its status.

The address comes from terms that two people decided. It is looked at again at each attempt all the same: the name is looked
up once, every address it has must be public, and the connection goes to the one that was looked at.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from typing import Final
from urllib.parse import SplitResult, urlsplit

CONNECT_SECONDS: Final = 5.0  # house numbers: a partner that is there answers far sooner
WHOLE_SECONDS: Final = 15.0  # of an attempt, however slowly a byte drips
_NAT64: Final = ipaddress.ip_network("64:ff9b::/32")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotDelivered(Exception):
    """An attempt that came to nothing; `code` says why, in a word."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def post(url: str, *, body: bytes, fields: Mapping[str, str], loopback: bool) -> None:
    """Send it; NotDelivered unless the answer is a success. `loopback`: this machine may be the partner (demo and tests)."""
    parts = urlsplit(url)
    host, port = _place(parts, loopback=loopback)
    address = _looked_up(host, port, loopback=loopback)
    connection = _connection(parts.scheme, host, port, address)
    ending = threading.Timer(WHOLE_SECONDS, _cut, [connection])
    ending.daemon = True
    ending.start()
    try:
        connection.request("POST", _target(parts), body=body, headers=dict(fields))
        status = connection.getresponse().status
    except ssl.SSLError:
        raise NotDelivered("tls") from None
    except TimeoutError:
        raise NotDelivered("timeout") from None
    except (OSError, http.client.HTTPException):
        raise NotDelivered("not_reached") from None
    finally:
        ending.cancel()
        connection.close()
    if not 200 <= status < 300:
        raise NotDelivered(f"status_{status}")


def is_public(address: Address, *, loopback: bool = False) -> bool:
    """Whether a message may go to this address. An address that wraps another is judged by what it wraps, or refused."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped, loopback=loopback)
        if address.sixtofour or address.teredo or address in _NAT64 or address.scope_id:
            return False
    if address.is_loopback:
        return loopback
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified
    )


def _place(parts: SplitResult, *, loopback: bool) -> tuple[str, int]:
    """Host and port; https alone, or this machine in the demo and in tests."""
    try:
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise NotDelivered("address") from None
    plain = parts.scheme == "http" and loopback and host == "127.0.0.1"
    if not host or parts.username is not None or not (parts.scheme == "https" or plain):
        raise NotDelivered("address")
    return host, port or (443 if parts.scheme == "https" else 80)


def _looked_up(host: str, port: int, *, loopback: bool) -> str:
    """An address of the host, where all of them may be written to."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [ipaddress.ip_address(str(one[4][0])) for one in found]
    except (OSError, ValueError):
        raise NotDelivered("name") from None
    if not addresses or not all(is_public(one, loopback=loopback) for one in addresses):
        raise NotDelivered("private_address")
    return str(addresses[0])


def _connection(scheme: str, host: str, port: int, address: str) -> http.client.HTTPConnection:
    """To the address that was looked at, under the name that the certificate is for."""

    def connect(*_of: object, **_how: object) -> socket.socket:
        return socket.create_connection((address, port), timeout=CONNECT_SECONDS)

    made: http.client.HTTPConnection
    if scheme == "https":
        context = ssl.create_default_context()
        made = http.client.HTTPSConnection(host, port, timeout=CONNECT_SECONDS, context=context)
    else:
        made = http.client.HTTPConnection(host, port, timeout=CONNECT_SECONDS)
    # http.client asks this for its socket, then wraps it for TLS with the host's name.
    made._create_connection = connect  # type: ignore[attr-defined]  # noqa: SLF001
    return made


def _target(parts: SplitResult) -> str:
    return f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"


def _cut(connection: http.client.HTTPConnection) -> None:
    """The time is over: whoever waits on the socket wakes up."""
    held = connection.sock
    if held is not None:
        try:
            held.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
