"""Lists what stands no more, as it follows from the feed. Nobody decides it and nobody need run it: whoever asks first lists it."""

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


@transaction.atomic
def bring_up() -> int:
    """Up to which line what stands no more is listed, after listing what left by the lines since."""
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
