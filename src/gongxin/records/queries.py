"""Every read of records, and the one read model that page, API and command line share."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import polars as pl
from django.db import connection

from gongxin.catalogue import points
from gongxin.catalogue.queries import item_shape, item_version
from gongxin.jurisdiction.values import Field, Item
from gongxin.records.publicrecord import MARKS, Mark, PublicRecord, Shown
from gongxin.refusal import Refusal

# Of one organisation at once: more than any real one has. An answer beyond it is refused, never cut short.
RECORDS_MAX = 2000

# One pass over everything public; the line without an item is the whole.
_COUNTS = """
    SELECT item, month, count(*) AS records, count(DISTINCT subject_id) AS organisations
    FROM (SELECT item, to_char(decided_date, 'YYYY-MM') AS month, subject_id FROM ({shown}) AS shown) AS counted
    GROUP BY GROUPING SETS ((item, month), ())
    ORDER BY item, month
"""
_FIRST_TO_LEAVE = """
    SELECT record FROM ({shown}) AS shown
    WHERE shown_until IS NOT NULL ORDER BY shown_until, record LIMIT 1
"""


_GRAVEST_FIRST = """
    ORDER BY array_position(ARRAY['serious', 'general', 'unknown', 'minor', 'none'], severity),
             decided_date DESC, record
    LIMIT %(limit)s OFFSET %(offset)s
"""


class TooManyRecords(Refusal):
    """More public records than one answer holds."""

    code = "records.too_many"

    def __init__(self) -> None:
        super().__init__(
            "公开记录过多，一次无法全部给出",
            "there are more public records than one answer can hold",
            remedy_zh="请向公共信用信息中心索取",
            remedy_en="ask the public credit information centre for them",
            details={"records_max": RECORDS_MAX},
        )


@dataclass(frozen=True)
class ItemPoints:
    """What stands of one item's points. Items are never added up."""

    item: str
    zh: str
    en: str
    standing: points.Standing


@dataclass(frozen=True)
class Figures:
    """Live counts for the home page: what the public may read on that day."""

    by_item: dict[str, int]
    by_month: list[tuple[str, int]]  # (YYYY-MM of the decision, records), the last 12 months
    organisations: int  # that have at least one public record


def public_records(subject_ids: Sequence[int], today: date) -> dict[int, list[PublicRecord]]:
    """What the public may read of these subjects on `today`: newest decision first. All of it, or TooManyRecords."""
    most = RECORDS_MAX * len(subject_ids)
    rows = _rows(
        f"{_public_sql('v.subject_id = ANY(%(subjects)s)')} LIMIT {most + 1}",
        {"subjects": list(subject_ids), "today": today},
    )
    if len(rows) > most:
        raise TooManyRecords
    found: dict[int, list[PublicRecord]] = {subject: [] for subject in subject_ids}
    for record in _as_public(rows):
        found[record.subject_id].append(record)
    return found


def public_record(record: UUID, today: date) -> PublicRecord | None:
    """The record as the public may read it on `today`, or None: absent, hidden, ended and withdrawn look the same."""
    rows = _rows(_public_sql("v.record = %(record)s"), {"record": record, "today": today})
    return next(iter(_as_public(rows)), None)


def public_records_among(records: Sequence[UUID], today: date) -> dict[UUID, PublicRecord]:
    """Those of these records that the public may read on `today`, each in the version that stands."""
    rows = _rows(
        _public_sql("v.record = ANY(%(records)s)"), {"records": list(records), "today": today}
    )
    return {record.record: record for record in _as_public(rows)}


def readable_among(records: Sequence[UUID], today: date) -> set[tuple[UUID, int]]:
    """The same without what they say: record and version."""
    sql = f"SELECT record, number FROM ({_public_sql('v.record = ANY(%(records)s)')}) AS shown"  # noqa: S608
    rows = _rows(sql, {"records": list(records), "today": today})
    return {(row["record"], row["number"]) for row in rows}


def fields_holding(
    record: UUID, today: date, value: str, codes: Sequence[str]
) -> frozenset[str] | None:
    """In which of these fields of a record that the public may read stands exactly this value; None where nobody may read it.

    For whoever holds a paper and asks whether it is the one: what stands there is compared and never told.
    """
    rows = _rows(_public_sql("v.record = %(record)s"), {"record": record, "today": today})
    if not rows:
        return None
    payload = rows[0]["payload"]
    told = payload if isinstance(payload, dict) else _json(payload)
    return frozenset(code for code in codes if told.get(code) == value)


def would_be_public(batch: UUID, today: date, *, limit: int, offset: int = 0) -> list[PublicRecord]:
    """What the public would read of this batch on `today` once it is released: the gravest first."""
    return _as_public(
        _rows(
            f"SELECT * FROM ({_released_sql()}) AS shown {_GRAVEST_FIRST}",  # noqa: S608
            {"batch": batch, "today": today, "limit": limit, "offset": offset},
        )
    )


def would_be_public_count(batch: UUID, today: date) -> int:
    """How many that are."""
    sql = f"SELECT count(*) AS shown FROM ({_released_sql()}) AS shown"  # noqa: S608
    (row,) = _rows(sql, {"batch": batch, "today": today})
    return int(row["shown"])


def _released_sql() -> str:
    """The one read model over a batch, as if it were released."""
    text = _public_text().replace("{filter}", "v.batch = %(batch)s")
    return text.replace("{shown_alike}", "true OR")


def points_standing(shown: Iterable[PublicRecord], today: date) -> list[ItemPoints]:
    """The points of these records that stand on `today`, item by item: the sum of what the list shows, and of nothing else."""
    by_item: dict[str, list[PublicRecord]] = {}
    for record in shown:
        by_item.setdefault(record.item, []).append(record)
    found = []
    for code, records in sorted(by_item.items()):
        item = item_version(code, max(record.item_version for record in records))
        standing = points.standing(item.points, _events(records), today)
        if standing is not None:
            found.append(ItemPoints(code, item.zh, item.en, standing))
    return found


def _events(records: Iterable[PublicRecord]) -> Iterable[points.Event]:
    for record in records:
        field = item_shape(record.item, record.item_version).by_role("points")
        for shown in record.fields:
            if field is not None and shown.code == field.code:
                yield points.Event(record.record, record.decided_date, Decimal(shown.value))


def figures(today: date) -> Figures:
    """Counts over everything public on `today`, computed from the list itself."""
    sql = _public_sql("true")
    by_item: dict[str, int] = {}
    by_month: dict[str, int] = {}
    organisations = 0
    for row in _rows(_COUNTS.replace("{shown}", sql), {"today": today}):
        if row["item"] is None:
            organisations = row["organisations"]
            continue
        by_item[row["item"]] = by_item.get(row["item"], 0) + row["records"]
        by_month[row["month"]] = by_month.get(row["month"], 0) + row["records"]
    return Figures(by_item, sorted(by_month.items())[-12:], organisations)


def next_to_leave(today: date) -> PublicRecord | None:
    """The adverse public record whose publicity ends first, for showing that it leaves by itself; None: there is none."""
    sql = _public_sql("v.severity IN ('general', 'serious')")
    rows = _rows(_FIRST_TO_LEAVE.replace("{shown}", sql), {"today": today})
    return public_record(rows[0]["record"], today) if rows else None


def stored_versions(records: pl.Series) -> pl.DataFrame:
    """The latest version of each of these records that exists: record, and its number, mac, state and batch as `stored_…`."""
    rows = _rows(
        """
        SELECT DISTINCT ON (v.record) v.record::text AS record, v.content_mac AS stored_mac, v.state AS stored_state,
               v.batch::text AS stored_batch, v.number AS stored_number
        FROM records_version AS v
        WHERE v.record = ANY(%(records)s::uuid[])
        ORDER BY v.record, v.number DESC
        """,
        {"records": _array(records)},
    )
    return pl.DataFrame(
        rows,
        schema={
            "record": pl.String,
            "stored_mac": pl.Binary,
            "stored_state": pl.String,
            "stored_batch": pl.String,
            "stored_number": pl.Int64,
        },
    )


def tombstoned(records: pl.Series, fingerprints: pl.Series) -> tuple[set[str], set[bytes]]:
    """Which of these keys, and which of these fingerprints, have a tombstone."""
    if not _rows("SELECT 1 AS one FROM records_tombstone LIMIT 1", {}):
        return set(), set()
    rows = _rows(
        """
        SELECT record::text AS record, fingerprint_mac FROM records_tombstone
        WHERE record = ANY(%(records)s::uuid[]) OR fingerprint_mac = ANY(%(fingerprints)s::bytea[])
        """,
        {
            "records": _array(records),
            "fingerprints": _array('"\\\\x' + fingerprints.bin.encode("hex") + '"'),
        },
    )
    return {row["record"] for row in rows}, {bytes(row["fingerprint_mac"]) for row in rows}


def _array(values: pl.Series) -> str:
    """An array as PostgreSQL writes it: a list of 20,000 values is dumped one by one in Python, this is not."""
    return "{" + str(values.drop_nulls().str.join(",").item()) + "}"


def records_of_batch(batch: UUID) -> dict[int, UUID]:
    """Row number → record, for what this batch admitted."""
    rows = _rows(
        "SELECT row_no, record FROM records_version WHERE batch = %(batch)s ORDER BY row_no",
        {"batch": batch},
    )
    return {row["row_no"]: row["record"] for row in rows}


def erased_of_batch(batch: UUID) -> set[int]:
    """Row numbers of what this batch admitted and what was erased since."""
    rows = _rows(
        """
        SELECT v.row_no FROM records_version AS v
        WHERE v.batch = %(batch)s AND EXISTS (
            SELECT 1 FROM records_version AS erased
            WHERE erased.record = v.record AND erased.state = 'erased')
        """,
        {"batch": batch},
    )
    return {row["row_no"] for row in rows}


def erased_by_batch() -> dict[UUID, int]:
    """How many records of each batch were erased; batches of which none was are left out. Rides on record_erased."""
    rows = _rows(
        """
        SELECT v.batch, count(*) AS erased
        FROM records_version AS erased
        JOIN records_version AS v ON v.record = erased.record AND v.number < erased.number
        WHERE erased.state = 'erased' GROUP BY v.batch
        """,
        {},
    )
    return {row["batch"]: row["erased"] for row in rows}


def erased_records() -> str:
    """Every record that was erased, as an array in PostgreSQL's own text: many, and none of them becomes an object."""
    (row,) = _rows(
        "SELECT coalesce(array_agg(record), '{}')::text AS erased FROM records_version WHERE state = 'erased'",
        {},
    )
    return str(row["erased"])


def batch_is_released(batch: UUID) -> bool:
    """Whether what this batch admitted may be shown."""
    rows = _rows("SELECT 1 AS one FROM records_release WHERE batch = %(batch)s", {"batch": batch})
    return bool(rows)


def batch_digest(batch: UUID) -> bytes:
    """A hash over the journal roots of the batch: what an approver's release is bound to."""
    rows = _rows(
        """
        SELECT sha256(string_agg(root, ''::bytea ORDER BY first_row)) AS digest
        FROM records_chunk WHERE batch = %(batch)s
        """,
        {"batch": batch},
    )
    return bytes(rows[0]["digest"]) if rows[0]["digest"] is not None else b"\0" * 32


@cache
def _public_text() -> str:
    folder = Path(__file__).parent / "sql"
    return (folder / "public.sql").read_text().replace("{lifted}", lifted_text())


@cache
def lifted_text() -> str:
    """When an exit has ended the version called `v`: a condition on `today`, the same for the read model and for the news."""
    return (Path(__file__).parent / "sql" / "lifted.sql").read_text()


def _public_sql(where: str) -> str:
    return _public_text().replace("{filter}", where).replace("{shown_alike}", "")


def _rows(sql: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _as_public(rows: Iterable[Mapping[str, Any]]) -> list[PublicRecord]:
    return [_public(row, item_shape(row["item"], row["item_version"])) for row in rows]


def _mark(text: str) -> Mark:
    kind, at = text.split(" ", 1)
    return Mark(kind, *MARKS[kind], datetime.fromisoformat(at))


# Columns of the read model that go out as they are.
_AS_READ = (
    "record",
    "number",
    "item",
    "item_version",
    "subject_id",
    "authority_code",
    "authority_key",
    "provider_key",
    "decided_date",
    "severity",
    "shown_until",
    "repair_from",
    "rule_key",
    "rule_zh",
    "rule_en",
    "rule_mark",
    "rule_source",
    "valid_from",
    "valid_until",
    "recorded_at",
)


def _public(row: Mapping[str, Any], item: Item) -> PublicRecord:
    payload = row["payload"] if isinstance(row["payload"], dict) else _json(row["payload"])
    return PublicRecord(
        item_zh=item.zh,
        item_en=item.en,
        polarity=_polarity(item, row["severity"]),
        authority_name=_value(payload, item, "authority_name"),
        document_number=_value(payload, item, "document_number"),
        fields=tuple(_shown(field, payload) for field in item.fields if _is_shown(field, payload)),
        basis=item.legal_basis,
        marks=tuple(_mark(text) for text in row["marks"] or ()),
        **{name: row[name] for name in _AS_READ},
    )


def _polarity(item: Item, severity: str) -> str:
    """A check that found nothing is a fact of an adverse item and hurts nobody."""
    return "neutral" if item.polarity == "adverse" and severity == "none" else item.polarity


def _is_shown(field: Field, payload: Mapping[str, str | None]) -> bool:
    return field.audience == "public" and bool(payload.get(field.code))


def _shown(field: Field, payload: Mapping[str, str | None]) -> Shown:
    unit = "元" if field.type == "money" else field.unit
    return Shown(field.code, field.zh, field.en, payload[field.code] or "", unit)


def _value(payload: Mapping[str, str | None], item: Item, role: str) -> str:
    field = item.by_role(role)
    return (payload.get(field.code) if field else None) or ""


def _json(text: str | bytes) -> dict[str, str | None]:
    loaded: dict[str, str | None] = orjson.loads(text)
    return loaded
