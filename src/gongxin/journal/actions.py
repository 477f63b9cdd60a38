"""Every write to the log: entering leaves, signing checkpoints. Nothing entered is ever changed."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from gongxin.journal import kinds, leaves, notes, queries, signing
from gongxin.journal.forms import Form, has_form
from gongxin.journal.leaves import Body, Entry
from gongxin.journal.models import Checkpoint

# The one advisory lock of the platform (the ASCII of "gongxin"). Its rivals: a second batch being
# admitted, and every action that writes change rows of records, whose sequence must commit in order
# as the leaves must. It is held until the outermost transaction ends, so take it last: enter leaves
# at the end of an action.
ADVISORY_LOCK: Final = 0x676F6E6778696E

_COPY_LEAVES = """
COPY journal_leaf (index, jurisdiction, kind, body, root, actor, at, leaf_hash) FROM STDIN
"""
_COPY_NODES = "COPY journal_node (level, index, hash) FROM STDIN"


@transaction.atomic
def append(*, kind: str, body: Body, root: bytes | None = None, by: str, now: datetime) -> int:
    """Enters one leaf; its index. Call it last in an action, or right before change rows."""
    return append_many(entries=[Entry(kind, body, root)], by=by, now=now)


@transaction.atomic
def append_many(*, entries: Sequence[Entry], by: str, now: datetime) -> int:
    """Enters leaves in this order; the index of the first."""
    assert has_form(Form.ACCOUNT, by), "an entry names its actor by account"
    for entry in entries:
        kinds.ensure_declared(entry.kind, entry.body, entry.root)
    first = _locked_size()
    frontier = queries.frontier(first)
    jurisdiction: str = settings.GONGXIN_JURISDICTION
    at = leaves.instant(now)
    nodes: list[tuple[int, int, bytes]] = []
    with connection.cursor() as cursor:
        with cursor.copy(_COPY_LEAVES) as rows:
            for index, entry in enumerate(entries, first):
                leaf = leaves.leaf_hash(
                    index=index, jurisdiction=jurisdiction, entry=entry, actor=by, at=at
                )
                body = json.dumps(dict(entry.body))
                rows.write_row((index, jurisdiction, entry.kind, body, entry.root, by, at, leaf))
                nodes += frontier.append(leaf)
        with cursor.copy(_COPY_NODES) as rows:
            for node in nodes:
                rows.write_row(node)
    return first


@transaction.atomic
def checkpoint(*, by: str, now: datetime) -> str:
    """Signs the log as it stands and enters that it did; the signed text, to be given to others.

    Where nothing was entered since the last signature, that one still says it all and is returned.
    """
    size = _locked_size()
    last = queries.latest_checkpoint()
    if last is not None and size == last.size + 1:
        return last.text
    path = settings.GONGXIN_KEYS / signing.KEY_FILE
    key = signing.ensure_key(path) if last is None else signing.read_key(path)
    jurisdiction: str = settings.GONGXIN_JURISDICTION
    name = signing.origin(jurisdiction)
    root = queries.frontier(size).root()
    text = notes.sign(notes.Checkpoint(name, size, root).text(), name=name, key=key)
    Checkpoint.objects.create(size=size, jurisdiction=jurisdiction, root=root, text=text, at=now)
    append(kind="checkpoint.signed", body={"size": size}, by=by, now=now)
    return text


def _locked_size() -> int:
    """The size of the log, which stays so until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_LOCK])
    # A statement of its own: it must see what the last holder of the lock committed.
    return queries.size()
