"""Random damage to a kept log, as somebody with the owner's password and the triggers off would do it.

Each mutation changes rows through the cursor given and says at which entries it may first show.
"""

import json
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

Cursor = Any
Places = range
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789+/=\n 证"


def _row(cursor: Cursor, statement: str, *parameters: object) -> tuple[Any, ...]:
    cursor.execute(statement, parameters)
    return tuple(cursor.fetchone())


def _size(cursor: Cursor) -> int:
    return int(_row(cursor, "SELECT count(*) FROM journal_leaf")[0])


def _some(cursor: Cursor, table: str, columns: str, dice: random.Random) -> tuple[Any, ...]:
    cursor.execute(f"SELECT {columns} FROM {table} ORDER BY 1, 2")
    return tuple(dice.choice(cursor.fetchall()))


def _flipped(value: bytes, dice: random.Random) -> bytes:
    bit = dice.randrange(len(value) * 8)
    changed = bytearray(value)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def _retyped(text: str, dice: random.Random) -> str:
    """The text with one character changed, dropped, doubled or two exchanged."""
    while True:
        place = dice.randrange(len(text))
        left, letter, right = text[:place], text[place], text[place + 1 :]
        changed = dice.choice(
            [
                left + dice.choice(LETTERS) + right,
                left + right,
                left + letter + letter + right,
                left + right[:1] + letter + right[1:],
            ]
        )
        if changed not in {text, ""}:
            return changed


def _other_body(body: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    key = dice.choice(sorted(body))
    value = body[key]
    changed = dict(body)
    match dice.randrange(5):
        case 0:
            del changed[key]
        case 1:
            changed[key] = None
        case 2:
            changed[key] = [value]
        case 3:
            changed[key] = str(value) if isinstance(value, int) else True
        case _:
            changed[key + "x"] = changed.pop(key)
    return changed


def flip_entry(cursor: Cursor, dice: random.Random) -> Places:
    columns = "index, jurisdiction, kind, body::text, root, actor, at, leaf_hash"
    row = _some(cursor, "journal_leaf", columns, dice)
    index = row[0]
    column = dice.choice(["jurisdiction", "kind", "body", "root", "actor", "at", "leaf_hash"])
    value: Any = row[columns.split(", ").index("body::text" if column == "body" else column)]
    match value:
        case bytes():
            changed: Any = _flipped(value, dice)
        case None:
            changed = dice.randbytes(32)
        case str() if column == "body":
            changed = json.dumps(_other_body(json.loads(value), dice))
        case str():
            changed = _retyped(value, dice)
        case _:
            changed = value + timedelta(microseconds=dice.choice([1, -1, 10**6, -(10**12)]))
            if dice.random() < 0.1:
                changed = "infinity"
    cursor.execute(
        f"UPDATE journal_leaf SET {column} = %s WHERE index = %s",
        [changed, index],
    )
    return range(index, index + 1)


def flip_node(cursor: Cursor, dice: random.Random) -> Places:
    level, index, value = _some(cursor, "journal_node", "level, index, hash", dice)
    cursor.execute(
        "UPDATE journal_node SET hash = %s WHERE level = %s AND index = %s",
        [_flipped(value, dice), level, index],
    )
    return range(index << level, (index << level) + 1)


def flip_checkpoint(cursor: Cursor, dice: random.Random) -> Places:
    size, root, text, jurisdiction = _some(
        cursor, "journal_checkpoint", "size, root, text, jurisdiction", dice
    )
    column, changed = dice.choice(
        [
            ("root", _flipped(root, dice)),
            ("text", _retyped(text, dice)),
            ("jurisdiction", _retyped(jurisdiction, dice)),
            ("at", "2001-01-01"),
        ]
    )
    cursor.execute(
        f"UPDATE journal_checkpoint SET {column} = %s WHERE size = %s",
        [changed, size],
    )
    return range(size, size + 1)


def swap_entries(cursor: Cursor, dice: random.Random) -> Places:
    one, other = sorted(dice.sample(range(_size(cursor)), 2))
    for source, target in ((one, -1), (other, one), (-1, other)):
        cursor.execute("UPDATE journal_leaf SET index = %s WHERE index = %s", [target, source])
    return range(one, one + 1)


def swap_nodes(cursor: Cursor, dice: random.Random) -> Places:
    cursor.execute("SELECT level, index, hash FROM journal_node ORDER BY 1, 2")
    one, other = dice.sample(cursor.fetchall(), 2)
    for target, source in ((one, other), (other, one)):
        cursor.execute(
            "UPDATE journal_node SET hash = %s WHERE level = %s AND index = %s",
            [source[2], target[0], target[1]],
        )
    # The one completed earlier shows first.
    level, index = min((one, other), key=lambda node: ((node[1] + 1) << node[0], node[0]))[:2]
    return range(index << level, (index << level) + 1)


def drop_entry(cursor: Cursor, dice: random.Random) -> Places:
    index = dice.randrange(_size(cursor))
    cursor.execute("DELETE FROM journal_leaf WHERE index = %s", [index])
    return range(index, index + 1)


def drop_node(cursor: Cursor, dice: random.Random) -> Places:
    level, index = _some(cursor, "journal_node", "level, index", dice)
    cursor.execute("DELETE FROM journal_node WHERE level = %s AND index = %s", [level, index])
    return range(index << level, (index << level) + 1)


def drop_checkpoint(cursor: Cursor, dice: random.Random) -> Places:
    (size, _) = _some(cursor, "journal_checkpoint", "size, text", dice)
    cursor.execute("DELETE FROM journal_checkpoint WHERE size = %s", [size])
    return range(size, size + 1)


def insert_entry(cursor: Cursor, dice: random.Random) -> Places:
    """A stranger among the entries, the later ones moved up; each still has the hash it had."""
    index = dice.randrange(_size(cursor))
    cursor.execute("UPDATE journal_leaf SET index = -index - 1 WHERE index >= %s", [index])
    cursor.execute("UPDATE journal_leaf SET index = -index WHERE index < 0")
    cursor.execute(
        "INSERT INTO journal_leaf SELECT %s, jurisdiction, kind, body, root, actor, at, leaf_hash"
        " FROM journal_leaf WHERE index = %s",
        [index, index + 1],
    )
    return range(index, index + 2)  # a copy of what stood there shows only with the next


def insert_node(cursor: Cursor, dice: random.Random) -> Places:
    """A hash over entries that are not there."""
    size = _size(cursor)
    level = dice.randrange(1, 20)
    index = (size >> level) + dice.randrange(3)
    cursor.execute(
        "INSERT INTO journal_node VALUES (%s, %s, %s)", [level, index, dice.randbytes(32)]
    )
    return range(size, size + 1)


def insert_checkpoint(cursor: Cursor, dice: random.Random) -> Places:
    cursor.execute("SELECT size FROM journal_checkpoint")
    signed = {size for (size,) in cursor.fetchall()}
    end = _size(cursor)
    size = dice.choice([size for size in range(end + 5) if size not in signed])
    cursor.execute(
        "INSERT INTO journal_checkpoint (size, jurisdiction, root, text, at)"
        " SELECT %s, jurisdiction, root, text, at FROM journal_checkpoint LIMIT 1",
        [size],
    )
    return range(min(size, end), min(size, end) + 1)


def truncate(cursor: Cursor, dice: random.Random) -> Places:
    """The tail cut off, with the hashes over it or without; a signature of what was there remains."""
    index = dice.randrange(_size(cursor))
    cursor.execute("DELETE FROM journal_leaf WHERE index >= %s", [index])
    if dice.random() < 0.5:
        cursor.execute("DELETE FROM journal_node WHERE (index + 1) << level::int > %s", [index])
    return range(index, index + 1)


MUTATIONS: dict[str, Callable[[Cursor, random.Random], Places]] = {
    mutate.__name__: mutate
    for mutate in (
        flip_entry,
        flip_node,
        flip_checkpoint,
        swap_entries,
        swap_nodes,
        drop_entry,
        drop_node,
        drop_checkpoint,
        insert_entry,
        insert_node,
        insert_checkpoint,
        truncate,
    )
}
