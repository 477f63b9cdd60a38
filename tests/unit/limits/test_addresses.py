"""A12: whose request it is. A header counts from a proxy of ours alone, and only what that proxy wrote."""

import pytest

from gongxin.limits.addresses import client_address

PROXIES = ("192.0.2.1", "192.0.2.2")


@pytest.mark.parametrize(
    ("connection", "forwarded", "client"),
    [
        ("203.0.113.7", "", "203.0.113.7"),
        ("203.0.113.7", "127.0.0.1", "203.0.113.7"),  # anybody can write a header
        ("192.0.2.1", "203.0.113.7", "203.0.113.7"),
        ("192.0.2.1", "127.0.0.1, 203.0.113.7", "203.0.113.7"),
        ("192.0.2.2", "6.6.6.6, 203.0.113.7, 192.0.2.1", "203.0.113.7"),  # two proxies in a row
        ("192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "192.0.2.2", "192.0.2.1"),
        ("192.0.2.1", "203.0.113.7, unknown", "192.0.2.1"),
        ("192.0.2.1", "2001:db8::7", "2001:db8::7"),
        ("", "203.0.113.7", ""),
    ],
)
def test_the_client_is_who_called_the_outermost_proxy(
    connection: str, forwarded: str, client: str
) -> None:
    assert client_address(connection, forwarded, PROXIES) == client


def test_without_proxies_the_connection_counts_alone() -> None:
    assert client_address("192.0.2.1", "203.0.113.7", ()) == "192.0.2.1"
