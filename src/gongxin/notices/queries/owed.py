"""The notices that are owed, derived in one statement: all, a subject's, one. The caller says in which scope it reads."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.db import connection

from gongxin.catalogue import queries as law
from gongxin.deadlines import CITY
from gongxin.notices.kinds import Key, Kind, Owed
from gongxin.notices.queries.clock import since
from gongxin.notices.queries.moves import moved
from gongxin.notices.telling import CASES, ENDS, STEPS

_KEYED: Final = "owed.kind = %(kind)s AND owed.ref = %(ref)s AND owed.number = %(number)s"


def owed_to(subject_id: int, today: date) -> list[Owed]:
    """Every notice that this subject is or was owed, the latest first."""
    found = derived(
        "owed.subject_id = %(subject)s",
        {"subject": subject_id},
        today,
        moves=_moves(since(), subject_id=subject_id),
    )
    return found[::-1]


def owed_about(record: UUID, subject_id: int, today: date) -> list[Owed]:
    """Those of them that are about this record, the earliest first."""
    return derived(
        "owed.record = %(record)s AND owed.subject_id = %(subject)s",
        {"record": record, "subject": subject_id},
        today,
        moves=_moves(since(), subject_id=subject_id),
    )


def owed(key: Key, today: date) -> Owed | None:
    """The notice of this key; None: nothing of the kind is owed, or it is out of the present scope."""
    asked = {"kind": key.kind.value, "ref": key.ref, "number": key.number}
    moves = _moves(since(), case=key.ref) if key.kind is Kind.MOVED else _NO_MOVES
    return next(iter(derived(_KEYED, asked, today, moves=moves)), None)


Moves = Mapping[str, list[Any]]
_NO_MOVES: Final[Moves] = {"moved_cases": [], "moved_by": []}


def derived(which: str, asked: Mapping[str, Any], today: date, *, moves: Moves) -> list[Owed]:
    """The notices where `which` holds, in the order in which they came to be owed."""
    text = f"{derivation(which)} ORDER BY owed.at, owed.kind, owed.ref, owed.number"
    return [as_owed(row) for row in rows(text, {**asked, **parameters(today), **moves})]


def every_move() -> Moves:
    """The clocks that were moved, for a list over all."""
    return _moves(since())


def derivation(which: str) -> str:
    """The SQL of the notices where `which` holds: whole texts of ours alone are put together."""
    return _text().replace("{filter}", which)


def parameters(today: date) -> dict[str, Any]:
    """What the derivation is told: the law's part of it."""
    adverse = sorted(
        {
            item.code
            for item in law.item_versions()
            if item.polarity == "adverse" and item.audience == "public"
        }
    )
    return {
        "since": since(),
        "today": today,
        "zone": CITY.key,
        "adverse": adverse,
        "cases": [one.value for one in CASES],
        "steps": [one.value for one in STEPS],
        "ends": [one.value for one in ENDS],
    }


def as_owed(row: Mapping[str, Any]) -> Owed:
    return Owed(
        Key(Kind(row["kind"]), row["ref"], row["number"]),
        row["record"],
        row["jurisdiction"],
        row["subject_id"],
        row["agency_key"],
        row["at"],
        row["word"],
    )


def rows(sql: str, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        # Compiling so long a statement takes longer than running it.
        cursor.execute("SELECT set_config('jit', 'off', true)")
        cursor.execute(sql, asked)
        columns = [column.name for column in cursor.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _moves(
    first: date, *, subject_id: int | None = None, case: UUID | None = None
) -> dict[str, list[Any]]:
    found = moved(first, subject_id=subject_id, case=case)
    return {
        "moved_cases": [one.case for one in found],
        "moved_by": [one.loading for one in found],
    }


@cache
def _text() -> str:
    return (Path(__file__).parents[1] / "sql" / "owed.sql").read_text().rstrip()
