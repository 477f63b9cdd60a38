"""Every write to the log: entering leaves, signing checkpoints. Never changes or removes what was entered."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from gongxin.journal import kinds, leaves, queries
from gongxin.journal.leaves import Body, Entry

# The one advisory lock of the platform (the ASCII of "gongxin"). Its rivals: a second batch being admitted, and
# every action that writes change rows of records, whose sequence must commit in order as the leaves must. It is
# held until the outermost transaction ends, so take it last: enter leaves at the end of an action.
ADVISORY_LOCK: Final = 0x676F6E6778696E


@transaction.atomic
def append(*, kind: str, body: Body, root: bytes | None = None, by: str, now: datetime) -> int:
    """Enters one leaf; its index. Call it last in an action, or right before change rows."""
    return append_many(entries=[Entry(kind, body, root)], by=by, now=now)


@transaction.atomic
def append_many(*, entries: Sequence[Entry], by: str, now: datetime) -> int:
    """Enters leaves in this order; the index of the first."""
    for entry in entries:
        kinds.ensure_declared(entry.kind, entry.body, entry.root)
    assert by, "an entry names its actor"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_LOCK])
        # A statement of its own: it must see what the lock's last holder committed.
        cursor.execute("SELECT coalesce(max(index) + 1, 0) FROM journal_leaf")
        first: int = cursor.fetchone()[0]
        frontier = queries.frontier(first)
        jurisdiction: str = settings.GONGXIN_JURISDICTION
        nodes: list[tuple[int, int, bytes]] = []
        with cursor.copy(_COPY_LEAVES) as copy:
            for index, entry in enumerate(entries, first):
                leaf = leaves.leaf_hash(
                    index=index,
                    jurisdiction=jurisdiction,
                    entry=entry,
                    actor=by,
                    at=now,
                )
                copy.write_row(
                    (
                        index,
                        jurisdiction,
                        entry.kind,
                        json.dumps(dict(entry.body)),
                        entry.root,
                        by,
                        now,
                        leaf,
                    )
                )
                nodes += frontier.append(leaf)
        with cursor.copy("COPY journal_node (level, index, hash) FROM STDIN") as copy:
            for node in nodes:
                copy.write_row(node)
    return first


_COPY_LEAVES = """
COPY journal_leaf (index, jurisdiction, kind, body, root, actor, at, leaf_hash) FROM STDIN
"""
