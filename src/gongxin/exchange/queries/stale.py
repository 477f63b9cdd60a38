"""Reads of what stands no more: a part of the list by the beginning of a hash, and the head that is signed.

The list follows from the feed. Whoever asks first after new lines lists what left by them: no job has to run before.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction

from gongxin.exchange import stale
from gongxin.exchange.queries import lines

# What a row of the feed took out of the set: the version that stood there before it. As in `lines.py`, without the payload.
_LIST: Final = """
    INSERT INTO exchange_stale (hash, sequence)
    SELECT sha256(convert_to(%(domain)s || E'\\n' || c.record::text || '/' || before.number::text, 'UTF8')), c.sequence
    FROM records_change AS c
    JOIN LATERAL (
        SELECT p.number, p.operation FROM records_change AS p
        WHERE p.record = c.record AND p.sequence < c.sequence AND p.operation IN ('add', 'modify', 'delete')
        ORDER BY p.sequence DESC LIMIT 1
    ) AS before ON before.operation <> 'delete'
    JOIN records_version AS stood ON stood.record = c.record AND stood.number = before.number
    WHERE c.sequence > %(after)s AND c.sequence <= %(through)s AND c.operation IN ('add', 'modify', 'delete')
      AND NOT stood.item || '/' || stood.item_version = ANY(%(internal)s)
    ON CONFLICT (hash) DO NOTHING
"""
_RANGE: Final = """
    SELECT hash FROM exchange_stale
    WHERE hash BETWEEN %s AND %s AND sequence <= %s ORDER BY hash
"""
_PAGE: Final = (
    "SELECT hash FROM exchange_stale WHERE hash > %s AND sequence <= %s ORDER BY hash LIMIT %s"
)
_PAGE_ROWS: Final = 5_000


@dataclass(frozen=True)
class Head:
    """What the list says as a whole, after a line of the feed."""

    through: int
    count: int
    digest: bytes  # SHA-256 over the lines of the list
    prefix_length: int  # of a question that tells next to nothing


def range_of(prefix: str) -> tuple[int, list[bytes]]:
    """Up to which line, and the hashes that begin so."""
    through = _listed()
    low, high = stale.bounds(stale.ensure_prefix(prefix))
    with connection.cursor() as cursor:
        cursor.execute(_RANGE, [low, high, through])
        return through, [bytes(one) for (one,) in cursor.fetchall()]


def head() -> Head:
    """The head of the list as it is now."""
    through = _listed()
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


@transaction.atomic
def _listed() -> int:
    """Up to which line the stale are listed, after listing those that are not yet."""
    through = lines.head()
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(sequence), 0) FROM exchange_stalelook")
        (after,) = cursor.fetchone()
        if after < through:
            cursor.execute(
                _LIST,
                {
                    "domain": stale.DOMAIN,
                    "after": after,
                    "through": through,
                    "internal": lines.internal_items(),
                },
            )
            cursor.execute(
                "INSERT INTO exchange_stalelook (sequence) VALUES (%s) ON CONFLICT DO NOTHING",
                [through],
            )
    return max(int(after), through)
