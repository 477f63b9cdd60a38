"""Reads of batches for doors: receipts, rows with their outcome, findings in words."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
import polars as pl
from django.db import connection

from gongxin.agencies.scope import acting_for
from gongxin.intake import keeping
from gongxin.intake.accepted import Fixed, fixes_of
from gongxin.intake.batches import BatchRefused, Outcome, Status
from gongxin.intake.converting import kept
from gongxin.intake.findings import message, remedy
from gongxin.intake.models import Batch
from gongxin.jurisdiction.templates import Template
from gongxin.records import queries as records

FINDINGS_MAX = 2000  # in one answer; the rest is counted and can be asked for by row


@dataclass(frozen=True)
class Receipt:
    """What became of a batch. rows = admitted + duplicates + held + rejected + corrected once it is finished or held whole."""

    batch: UUID
    sha256: str
    item: str
    item_version: int
    agency: str
    file_name: str
    status: str
    gates: tuple[str, ...]
    rows: int
    admitted: int
    warned: int
    duplicates: int
    held: int
    rejected: int
    corrected: int  # held as proposed corrections, then accepted
    emptied: int  # rows of which nothing is kept any more
    released: bool
    undone: bool  # taken back as a whole; the counts say what it was
    digest: bytes  # what a release is bound to
    submitted_by: str
    encoding: str | None
    cut: tuple[str, ...]
    cut_rows: int
    leftovers: tuple[str, ...]
    template: Template | None  # the earlier template the file was read by
    profile_version: int | None  # of the agency's profile that was replayed
    fixes: tuple[Fixed, ...]  # that were applied, in order, and how many cells each changed


def receipt(batch: UUID, *, scope: str) -> Receipt:
    """The receipt of a batch that this agency may see; BatchRefused otherwise, absent or not."""
    with acting_for(scope):
        row = Batch.objects.filter(pk=batch).first()
    if row is None:
        raise BatchRefused("没有这个批次", "there is no such batch", details={"batch": str(batch)})
    conversion = kept(row.headers)
    return Receipt(
        batch=row.pk,
        sha256=bytes(row.sha256).hex(),
        item=row.item,
        item_version=row.item_version,
        agency=row.agency_key,
        file_name=row.file_name,
        status=row.status,
        gates=tuple(row.gates),
        rows=row.rows,
        admitted=row.admitted,
        warned=row.warned,
        duplicates=row.duplicates,
        held=row.rows if row.status == Status.HELD else row.held,
        rejected=row.rejected,
        corrected=row.corrected,
        emptied=row.emptied,
        released=records.batch_is_released(row.pk),
        undone=row.undone_at is not None,
        digest=records.batch_digest(row.pk),
        submitted_by=row.submitted_by,
        encoding=row.encoding,
        cut=tuple(header for header, _ in row.headers["cut"]),
        cut_rows=row.headers["cut_rows"],
        leftovers=tuple(row.headers["leftovers"]),
        template=conversion.template if conversion else None,
        profile_version=row.profile_version,
        fixes=fixes_of(batch, scope=scope),
    )


def batch_of_file(*, sha256: str, item: str, agency_key: str) -> UUID | None:
    """The first batch in which this agency sent these very bytes, or None: a file is sent again after a crash alone."""
    with acting_for(agency_key):
        return (
            Batch.objects.filter(agency_key=agency_key, item=item, sha256=bytes.fromhex(sha256))
            .exclude(status=Status.DISCARDED)
            .order_by("received_at", "pk")
            .values_list("pk", flat=True)
            .first()
        )


def findings(batch: UUID, *, scope: str, limit: int = FINDINGS_MAX) -> list[dict[str, Any]]:
    """What was found, gravest first, notes left out: row, column, code, severity, value (masked), message, remedy.

    Only for a batch that this agency may see: the folder lies beside the wall of the database.
    """
    receipt(batch, scope=scope)
    return told(keeping.findings(batch), limit=limit)


def told(found: pl.DataFrame, *, limit: int = FINDINGS_MAX) -> list[dict[str, Any]]:
    """Findings in words, in both languages. `row` 0 speaks of the whole file."""
    if found.is_empty():
        return []
    order = {"reject": 0, "hold": 1, "warn": 2}
    grave = (
        found.filter(pl.col("severity") != "note")
        .with_columns(weight=pl.col("severity").replace_strict(order, return_dtype=pl.Int8))
        .sort("weight", "row", "column", "code")
        .head(limit)
    )
    return [_told(row) for row in grave.iter_rows(named=True)]


def rows(batch: UUID, *, scope: str) -> list[dict[str, Any]]:
    """Every row of a batch in order: [{"row", "outcome", "codes", "record"}]. A gate holds each row, by its own code."""
    found = receipt(batch, scope=scope)
    if found.status == Status.HELD:
        why = list(found.gates)
        return [
            {"row": number, "outcome": Outcome.HELD.value, "codes": why, "record": None}
            for number in range(1, found.rows + 1)
        ]
    with acting_for(scope), connection.cursor() as cursor:
        cursor.execute(
            "SELECT row_no, outcome, codes, record FROM intake_row WHERE batch_id = %s ORDER BY row_no",
            [batch],
        )
        exceptions = {row_no: (outcome, codes, record) for row_no, outcome, codes, record in cursor}
    admitted = records.records_of_batch(batch)
    warned = _codes(keeping.findings(batch))
    done = found.admitted + found.duplicates + found.held + found.rejected + found.corrected
    listed: list[dict[str, Any]] = []
    for number in range(1, found.rows + 1):
        if number in exceptions:
            outcome, codes, record = exceptions[number]
        elif done < found.rows:
            outcome, codes, record = "waiting", [], None
        else:
            outcome, codes, record = "admitted", warned.get(number, []), admitted.get(number)
        listed.append(
            {
                "row": number,
                "outcome": outcome,
                "codes": codes,
                "record": str(record) if record else None,
            }
        )
    return listed


def _codes(found: pl.DataFrame) -> dict[int, list[str]]:
    if found.is_empty():
        return {}
    grave = found.filter((pl.col("row") > 0) & (pl.col("severity") != "note"))
    return dict(grave.group_by("row").agg(pl.col("code").unique().sort()).iter_rows())


def _told(row: dict[str, Any]) -> dict[str, Any]:
    parameters = orjson.loads(row["params"] or "{}")
    return {
        "row": row["row"],
        "column": row["column"],
        "code": row["code"],
        "severity": row["severity"],
        "value": row["seen"],
        "message": message(row["code"], parameters, "zh"),
        "message_en": message(row["code"], parameters, "en"),
        "remedy": remedy(row["code"], parameters, "zh"),
        "remedy_en": remedy(row["code"], parameters, "en"),
    }
