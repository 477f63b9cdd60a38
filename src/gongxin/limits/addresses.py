"""Whose request it is, as the network tells: the address of the connection, or what a trusted proxy says. Pure."""

import ipaddress
from collections.abc import Collection


def client_address(connection: str, forwarded: str, proxies: Collection[str]) -> str:
    """The address of the client. `forwarded` (X-Forwarded-For) counts on a connection of a named proxy alone.

    Each proxy adds on the right who called it; the first from the right that is no proxy of ours is the client. What
    stands left of it was written by the client.
    """
    if connection not in proxies:
        return connection
    for part in reversed([part.strip() for part in forwarded.split(",")]):
        if part not in proxies:
            return part if _is_address(part) else connection
    return connection


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
