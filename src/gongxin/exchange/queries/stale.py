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

# What a row of the feed took out of the set is the version that stood there before it, unless the row brings the same one;
# what it brings is listed as come back where it had left. As in `lines.py`, without the payload.
_LIST: Final = """
    WITH moved AS (
        SELECT c.sequence, c.record, c.number, v.state = 'admitted' AND c.operation <> 'delete' AS brings,
               before.number AS before_number, before.operation AS before_operation
        FROM records_change AS c
        JOIN records_version AS v ON v.record = c.record AND v.number = c.number
        JOIN LATERAL (
            SELECT p.number, p.operation FROM records_change AS p
            WHERE p.record = c.record AND p.sequence < c.sequence AND p.operation IN ('add', 'modify', 'delete')
            ORDER BY p.sequence DESC LIMIT 1
        ) AS before ON true
        WHERE c.sequence > %(after)s AND c.sequence <= %(through)s AND c.operation IN ('add', 'modify', 'delete')
    ), told AS (
        SELECT m.sequence, m.record, m.before_number AS number, true AS gone
        FROM moved AS m
        WHERE m.before_operation <> 'delete' AND NOT (m.brings AND m.number = m.before_number)
        UNION ALL
        SELECT m.sequence, m.record, m.number, false
        FROM moved AS m
        WHERE m.brings AND m.before_operation = 'delete' AND m.number = m.before_number
    )
    INSERT INTO exchange_stale (hash, sequence, gone)
    SELECT sha256(convert_to(%(domain)s || E'\n' || told.record::text || '/' || told.number::text, 'UTF8')),
           told.sequence, told.gone
    FROM told
    JOIN records_version AS v ON v.record = told.record AND v.number = told.number
    WHERE v.state = 'admitted' AND NOT v.item || '/' || v.item_version = ANY(%(internal)s)
    ON CONFLICT (hash, sequence) DO NOTHING
"""
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
    _listed()
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
