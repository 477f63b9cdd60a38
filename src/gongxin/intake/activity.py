"""Where a record came from: the file and row, each cell with its field, what was found there, what was judged about its party.

It reads what was kept of the batch: never a person's cell, which was cut before anything was kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import orjson
import polars as pl
from django.db import connection

from gongxin.agencies.scope import acting_for
from gongxin.intake import keeping
from gongxin.intake.changes import Change, changes_of
from gongxin.intake.converting import kept
from gongxin.intake.findings import message, remedy
from gongxin.intake.models import Batch
from gongxin.intake.reading import open_table
from gongxin.jurisdiction import Item

_JUDGED: Final = """
    SELECT j.verdict, j.decided_by, j.reported ->> 'name', j.decided_at, j.ended_at
    FROM subjects_judgement AS j JOIN subjects_subject AS s ON s.id = j.subject_id
    WHERE s.public_id = %s ORDER BY j.decided_at, j.id LIMIT 50
"""


@dataclass(frozen=True)
class FileCell:
    """A cell of the file beside the field it became; `field` is None where nothing was taken from it."""

    header: str
    value: str
    field: str | None
    zh: str
    en: str


@dataclass(frozen=True)
class Told:
    """Something that the checks said of the row."""

    code: str
    severity: str
    column: str
    seen: str
    zh: str
    en: str
    remedy_zh: str
    remedy_en: str


@dataclass(frozen=True)
class Origin:
    """The row of a file that a version came from."""

    batch: UUID
    file_name: str
    sha256: str
    format: str
    encoding: str | None
    sheet: str | None
    row: int
    law_date: date
    received_at: datetime
    submitted_by: str
    status: str
    gates: tuple[str, ...]
    opened_by: str | None
    opened_reason: str | None
    cells: tuple[FileCell, ...]
    cut: tuple[tuple[str, str], ...]  # columns of persons: header, why it was cut
    told: tuple[Told, ...]
    template: str | None  # the earlier template it was read by
    emptied: bool  # nothing of the row is kept any more
    changes: tuple[Change, ...]  # what accepted fixes made of its cells, in their order


@dataclass(frozen=True)
class Judged:
    """A judgement of a person about whom the reported party is."""

    verdict: str
    by: str
    reported: str  # the name as it was reported
    at: datetime
    ended_at: datetime | None


def origin(batch: UUID, row_no: int, item: Item, *, scope: str) -> Origin | None:
    """The row, if this scope may see its batch; None otherwise, or where the version came from no file."""
    with acting_for(scope):
        row = Batch.objects.filter(pk=batch).first()
    if row is None:
        return None
    conversion = kept(row.headers)
    cells = _cells(batch, row_no, row.headers["fields"], item)
    return Origin(
        batch=row.pk,
        file_name=row.file_name,
        sha256=bytes(row.sha256).hex(),
        format=row.format,
        encoding=row.encoding,
        sheet=row.sheet,
        row=row_no,
        law_date=row.law_date,
        received_at=row.received_at,
        submitted_by=row.submitted_by,
        status=row.status,
        gates=tuple(row.gates),
        opened_by=row.opened_by,
        opened_reason=row.opened_reason,
        cells=tuple(cells),
        cut=tuple((header, reason) for header, reason in row.headers["cut"]),
        told=tuple(_told(batch, row_no)),
        template=conversion.template.zh if conversion else None,
        emptied=not cells,
        changes=changes_of(batch, {row_no}, scope=scope).get(row_no, ()),
    )


def judged(subject: UUID) -> list[Judged]:
    """What people found about who this organisation is, in order."""
    with connection.cursor() as cursor:
        cursor.execute(_JUDGED, [subject])
        return [Judged(*row) for row in cursor.fetchall()]


def _cells(batch: UUID, row_no: int, fields: Mapping[str, str], item: Item) -> list[FileCell]:
    table = open_table(keeping.folder(batch))
    if table is None:
        return []
    known = {field.code: field for field in item.fields}
    for chunk in table.chunks():
        found = chunk.filter(pl.col("row") == row_no)
        if found.is_empty():
            continue
        values = found.row(0, named=True)
        return [
            FileCell(
                header,
                value,
                code,
                known[code].zh if code in known else "",
                known[code].en if code in known else "",
            )
            for header, value in values.items()
            if header != "row" and value
            for code in [fields.get(header)]
        ]
    return []


def _told(batch: UUID, row_no: int) -> list[Told]:
    found = keeping.findings(batch)
    if found.is_empty():
        return []
    rows = found.filter(pl.col("row") == row_no).iter_rows(named=True)
    return [_in_words(row) for row in rows]


def _in_words(row: Mapping[str, Any]) -> Told:
    parameters = orjson.loads(row["params"] or "{}")
    code = row["code"]
    return Told(
        code,
        row["severity"],
        row["column"] or "",
        row["seen"] or "",
        message(code, parameters, "zh"),
        message(code, parameters, "en"),
        remedy(code, parameters, "zh"),
        remedy(code, parameters, "en"),
    )
