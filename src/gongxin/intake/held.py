"""Reads of rows that wait for an officer because nobody knows whose they are. Behind the wall: an agency meets its own.

A party is whom a row names: by its name and code together, and where there is no usable code by that one decision.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import orjson
import polars as pl
from django.db import connection

from gongxin.catalogue import queries as catalogue
from gongxin.intake import keeping, measuring
from gongxin.intake.models import Batch
from gongxin.intake.opinions import Reported
from gongxin.intake.reading import open_table
from gongxin.jurisdiction.values import Item
from gongxin.records.keys import mac_key
from gongxin.subjects.judged import UNATTACHED
from gongxin.subjects.matching import contradictions
from gongxin.subjects.parties import Candidate, Party
from gongxin.subjects.queries import candidates_by_id

PAGE_PARTIES: Final = 30
AHEAD_MAX: Final = 100  # how far the queue is followed from one party to the next

# A row that waits for want of a subject, or whose record was detached from one; of a batch that stands. Rides on row_held.
WAITS: Final = """
    r.outcome = 'held' AND NOT r.emptied AND b.undone_at IS NULL AND b.item <> 'registration' AND b.status IN ('admitting', 'finished')
    AND NOT 'record.tombstoned' = ANY(r.codes)
    AND EXISTS (SELECT 1 FROM unnest(r.codes) AS c WHERE c LIKE ANY(%(unattached)s) OR c = 'record.detached')
"""
_PARTY = """
    r.party->>'name' IS NOT DISTINCT FROM %(name)s AND r.party->>'scheme' IS NOT DISTINCT FROM %(scheme)s
    AND r.party->>'code' IS NOT DISTINCT FROM %(code)s
    AND (r.party->>'code' IS NOT NULL OR r.record IS NOT DISTINCT FROM %(record)s)
"""
_LATEST_REVIEW = """
    SELECT w.id, w.verdict FROM intake_review AS w
    WHERE w.batch_id = r.batch_id AND w.row_no = r.row_no ORDER BY w.id DESC LIMIT 1
"""
_PARTIES = f"""
    SELECT name, scheme, code, count(*), min(received_at), array_agg(DISTINCT agency_key), array_agg(DISTINCT item),
           (array_agg(batch_id ORDER BY received_at, batch_id, row_no))[1],
           (array_agg(row_no ORDER BY received_at, batch_id, row_no))[1],
           coalesce((array_agg(verdict ORDER BY review DESC NULLS LAST))[1] = 'unsure', false) AS asked,
           array_agg(DISTINCT reason)
    FROM (
        SELECT r.party->>'name' AS name, r.party->>'scheme' AS scheme, r.party->>'code' AS code,
               CASE WHEN r.party->>'code' IS NULL THEN r.record END AS key, r.batch_id, r.row_no, r.agency_key,
               b.item, b.received_at, w.id AS review, w.verdict, c.reason
        FROM intake_row AS r JOIN intake_batch AS b ON b.id = r.batch_id
        LEFT JOIN LATERAL ({_LATEST_REVIEW}) AS w ON true
        CROSS JOIN LATERAL (
            SELECT c AS reason FROM unnest(r.codes) AS c
            WHERE c LIKE ANY(%(unattached)s) OR c = 'record.detached' LIMIT 1) AS c
        WHERE {WAITS}
    ) AS waiting
    GROUP BY name, scheme, code, key
"""  # noqa: S608 - texts of ours
_QUEUE = (
    f"{_PARTIES} ORDER BY asked, min(received_at), name, code LIMIT %(limit)s OFFSET %(offset)s"
)
_COUNTS = f"""
    SELECT count(*), count(*) FILTER (WHERE asked), min(min) FILTER (WHERE NOT asked) FROM ({_PARTIES}) AS p
"""  # noqa: S608 - texts of ours
_ROWS = f"""
    SELECT r.batch_id, r.row_no, r.agency_key, b.item, b.item_version, b.law_date, b.received_at, r.codes, r.outcome,
           r.record, r.admission_id
    FROM intake_row AS r JOIN intake_batch AS b ON b.id = r.batch_id
    WHERE {{which}} AND {_PARTY}
    ORDER BY b.received_at, r.batch_id, r.row_no
"""  # noqa: S608 - texts of ours
_LAST = f"""
    SELECT w.id, w.verdict
    FROM intake_review AS w JOIN intake_row AS r ON r.batch_id = w.batch_id AND r.row_no = w.row_no
    WHERE {_PARTY} ORDER BY w.id DESC LIMIT 1
"""  # noqa: S608 - texts of ours
_ONE = """
    SELECT r.party->>'name', r.party->>'scheme', r.party->>'code', r.record, r.outcome, r.codes, r.admission_id,
           r.agency_key, b.item, b.item_version, b.received_at, b.status, r.emptied OR b.undone_at IS NOT NULL AS gone
    FROM intake_row AS r JOIN intake_batch AS b ON b.id = r.batch_id
    WHERE r.batch_id = %s AND r.row_no = %s
"""


@dataclass(frozen=True)
class Waiting:
    """One party that rows wait for: who, how many rows, since when, and the first of them."""

    name: str
    scheme: str | None
    code: str | None
    rows: int
    since: datetime
    agencies: tuple[str, ...]
    items: tuple[str, ...]
    batch: UUID
    row_no: int
    asked: bool  # its agency was asked and has not answered
    codes: tuple[str, ...]


@dataclass(frozen=True)
class HeldRow:
    """One row of a party."""

    batch: UUID
    row_no: int
    agency_key: str
    item: str
    item_version: int
    received_at: datetime
    codes: tuple[str, ...]
    outcome: str
    record: UUID | None
    admission: UUID | None


@dataclass(frozen=True)
class Cell:
    """A field of the row as it was read."""

    code: str
    zh: str
    en: str
    value: str
    is_main: bool  # tells who and what; the rest is looked up where it is needed


# Roles of the fields by which an officer knows a body and a decision.
_MAIN: Final = frozenset(
    {
        "party_name", "uscc", "reg_no", "org_code", "tax_no", "institution_no", "social_no", "document_number",
        "decided", "facts", "result", "authority_name", "address",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One row as an officer looks at it."""

    batch: UUID
    row_no: int
    party: Reported
    state: str  # waiting, asked, settled, other
    codes: tuple[str, ...]
    agency_key: str
    item: Item
    received_at: datetime
    name_as_written: str
    decided: date | None
    days: tuple[date, ...]  # of all decisions that wait for this party
    cells: tuple[Cell, ...]
    rows: tuple[HeldRow, ...]
    seen: int  # the last opinion on the party


_CODES: Final = {"unattached": [f"{code}%" if code[-1] == "." else code for code in UNATTACHED]}


def waiting(page: int = 1) -> list[Waiting]:
    """A page (from 1) of the parties that rows wait for, the longest first; those whose agency was asked come last."""
    return _queue(PAGE_PARTIES, (page - 1) * PAGE_PARTIES)


def ahead() -> list[Waiting]:
    """The first AHEAD_MAX of the queue."""
    return _queue(AHEAD_MAX, 0)


def _queue(limit: int, offset: int) -> list[Waiting]:
    return [
        Waiting(n, s, c, rows, since, tuple(a), tuple(i), batch, row, asked, tuple(codes))
        for n, s, c, rows, since, a, i, batch, row, asked, codes in _fetch(
            _QUEUE, {**_CODES, "limit": limit, "offset": offset}
        )
    ]


def counts() -> tuple[int, int, date | None]:
    """How many parties wait in all, of how many the agency was asked, and since when the oldest of the others waits."""
    ((parties, asked, oldest),) = _fetch(_COUNTS, _CODES)
    return int(parties), int(asked), oldest.date() if oldest else None


def state_of(batch: UUID, row_no: int) -> str | None:
    """The state of a row that the present scope may see; None: there is none."""
    found = _fetch(_ONE, [batch, row_no])
    return _state(found[0]) if found else None


def _state(row: Sequence[Any]) -> str:
    outcome, codes, item, status = row[4], row[5], row[8], row[11]
    if outcome == "admitted":
        return "settled"
    unattached = any(c.startswith(UNATTACHED) or c == "record.detached" for c in codes)
    fits = status in {"admitting", "finished"} and item != "registration" and not row[12]
    if outcome != "held" or not unattached or not fits or "record.tombstoned" in codes:
        return "other"
    party = Reported(row[0] or "", *row[1:4])
    return "asked" if last_review(party)[1] == "unsure" else "waiting"


def case(batch: UUID, row_no: int) -> Case | None:
    """The row with everything an officer looks at, or None where the present scope sees no such row."""
    found = _fetch(_ONE, [batch, row_no])
    if not found:
        return None
    row = found[0]
    party = Reported(row[0] or "", row[1], row[2], row[3])
    item = catalogue.item_version(row[8], row[9])
    frame = _row_frame(batch, row_no)
    rows = rows_of(party)
    return Case(
        batch=batch,
        row_no=row_no,
        party=party,
        state=_state(row),
        codes=tuple(row[5]),
        agency_key=row[7],
        item=item,
        received_at=row[10],
        name_as_written=_written(frame, item) or party.name,
        decided=_day(frame),
        days=days_of(rows),
        cells=_cells(frame, item),
        rows=tuple(rows),
        seen=last_review(party)[0],
    )


def reported(batch: UUID, row_no: int) -> Reported | None:
    """Whom the row names, or None."""
    found = _fetch(_ONE, [batch, row_no])
    return Reported(found[0][0] or "", *found[0][1:4]) if found else None


def rows_of(party: Reported, *, outcome: str = "held") -> list[HeldRow]:
    """The rows of this party that wait, or those that entered after a judgement (`admitted`)."""
    which = WAITS if outcome == "held" else "r.outcome = 'admitted'"
    parameters = {**_CODES, **_named(party)}
    return [
        HeldRow(b, n, agency, item, version, received, tuple(codes), state, record, admission)
        for b, n, agency, item, version, _, received, codes, state, record, admission in _fetch(
            _ROWS.replace("{which}", which), parameters
        )
    ]


def days_of(rows: Sequence[HeldRow]) -> tuple[date, ...]:
    """The days of the decisions of these rows."""
    days: set[date] = set()
    by_batch: dict[UUID, list[int]] = {}
    for row in rows:
        by_batch.setdefault(row.batch, []).append(row.row_no)
    for batch, numbers in by_batch.items():
        for frame, _ in checked_rows(batch, numbers):
            if "_decided" in frame.columns:
                days |= {date.fromisoformat(str(d)) for d in frame["_decided"].drop_nulls()}
    return tuple(sorted(days))


def last_review(party: Reported) -> tuple[int, str]:
    """The last opinion on any row of this party, and what it said; (0, ""): there is none."""
    found = _fetch(_LAST, _named(party))
    return (int(found[0][0]), str(found[0][1])) if found else (0, "")


def _named(party: Reported) -> dict[str, Any]:
    return {
        "name": party.name,
        "scheme": party.scheme,
        "code": party.code,
        "record": party.record,
    }


def checked_rows(batch: UUID, numbers: Sequence[int]) -> list[tuple[pl.DataFrame, pl.DataFrame]]:
    """These rows as the check stage left them, with their findings, chunk by chunk.

    Where what was checked is no longer kept (rows of the batch were emptied), it is made again from the table.
    """
    table = open_table(keeping.folder(batch))
    if table is None:
        return []
    wanted = pl.Series(sorted(numbers), dtype=pl.UInt32)
    found = []
    for number in range(table.chunk_count):
        chunk = table.chunk(number).select("row")
        here = chunk.filter(pl.col("row").is_in(wanted.implode()))
        if not here.is_empty():
            frame, findings = _checked(batch, number)
            found.append(
                (
                    frame.filter(pl.col("row").is_in(wanted.implode())),
                    findings.filter(pl.col("row").is_in(wanted.implode())),
                )
            )
    return found


def _checked(batch: UUID, number: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    if (keeping.folder(batch) / f"checked-{number:05}.arrow").exists():
        return keeping.checked(batch, number)
    table = open_table(keeping.folder(batch))
    assert table is not None, "a batch whose rows wait has its table"
    given = measuring.setting_of(
        Batch.objects.get(pk=batch)
    )  # the fixes that were accepted for it included
    checked = measuring.checked_chunk(table.chunk(number), table.findings_of(number), given)
    return measuring.keyed(checked.frame, given.item, mac_key().secret), checked.findings


def weighed_against(party: Reported, subject: int) -> frozenset[str]:
    """Everything that speaks against this subject on any day of the party's waiting rows."""
    return against(party, candidates_by_id([subject])[subject], days_of(rows_of(party)))


def against(party: Reported, candidate: Candidate, days: Sequence[date]) -> frozenset[str]:
    """Everything that speaks against a candidate on any of these days."""
    found = (
        contradictions(Party(party.name, party.known_by, decided_date=day), candidate)
        for day in days or (None,)
    )
    return frozenset(code for codes in found for code in codes)


def _row_frame(batch: UUID, row_no: int) -> pl.DataFrame:
    frames = [frame for frame, _ in checked_rows(batch, [row_no])]
    return frames[0] if frames else pl.DataFrame()


def _payload(frame: pl.DataFrame) -> dict[str, str | None]:
    if frame.is_empty():
        return {}
    told: dict[str, str | None] = orjson.loads(frame["payload"][0])
    return told


def _written(frame: pl.DataFrame, item: Item) -> str | None:
    field = item.by_role("party_name")
    return _payload(frame).get(field.code) if field else None


def _day(frame: pl.DataFrame) -> date | None:
    if frame.is_empty() or "_decided" not in frame.columns or frame["_decided"][0] is None:
        return None
    return date.fromisoformat(str(frame["_decided"][0]))


def _cells(frame: pl.DataFrame, item: Item) -> tuple[Cell, ...]:
    told = _payload(frame)
    return tuple(
        Cell(field.code, field.zh, field.en, told[field.code] or "", field.role in _MAIN)
        for field in item.fields
        if told.get(field.code)
    )


def _fetch(sql: str, parameters: Mapping[str, Any] | Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
