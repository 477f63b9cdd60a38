"""Reads of what stands no more: a part of the list by the beginning of a hash, and the head that is signed.

The list follows from the feed, and is brought up to it by `exchange.listing` before it is read.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db import connection

from gongxin.exchange import stale

# Of each hash the last move up to a line. Both ride on stale_moves_once_by_a_line.
_STANDS: Final = """
    SELECT s.hash FROM (
        SELECT DISTINCT ON (hash) hash, gone FROM exchange_stale
        WHERE {where} AND sequence <= %s ORDER BY hash, sequence DESC
    ) AS s WHERE s.gone ORDER BY s.hash
"""
_RANGE: Final = _STANDS.format(where="hash BETWEEN %s AND %s")
_PAGE: Final = _STANDS.format(where="hash > %s") + " LIMIT %s"
_PAGE_ROWS: Final = 5_000


@dataclass(frozen=True)
class Head:
    """What the list says as a whole, after a line of the feed."""

    through: int
    count: int
    digest: bytes  # SHA-256 over the lines of the list
    prefix_length: int  # of a question that tells next to nothing


def range_of(prefix: str, through: int) -> list[bytes]:
    """The hashes that begin so, as the list is after line `through`."""
    low, high = stale.bounds(stale.ensure_prefix(prefix))
    with connection.cursor() as cursor:
        cursor.execute(_RANGE, [low, high, through])
        return [bytes(one) for (one,) in cursor.fetchall()]


def head(through: int) -> Head:
    """The head of the list as it is after line `through`."""
    digest, count = hashlib.sha256(), 0
    for page in pages(through):
        digest.update(page)
        count += page.count(b"\n")
    return Head(through, count, digest.digest(), stale.prefix_length(through))


def pages(through: int) -> Iterator[bytes]:
    """The list after this line, hash by hash in hex, in their order: as many pieces as it takes."""
    after = b""
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_PAGE, [after, through, _PAGE_ROWS])
            found = [bytes(one) for (one,) in cursor.fetchall()]
        if not found:
            return
        yield "".join(f"{one.hex()}\n" for one in found).encode()
        after = found[-1]
