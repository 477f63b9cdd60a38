"""How a version is sealed and stored: canonical row, salt, commitment, COPY. Decides nothing about the record."""

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from uuid import UUID, uuid4

import polars as pl
from django.db import connection

from gongxin.canonical import ALGORITHM
from gongxin.catalogue.queries import item_shape
from gongxin.jurisdiction.values import Item
from gongxin.records import identity
from gongxin.records.keys import mac_key
from gongxin.records.lifecycle import State
from gongxin.records.models import Version

_COLUMNS = (
    "record, number, jurisdiction, item, item_version, provider_id, authority_id, subject_id, decided_date, valid, "
    "severity_reported, severity, severity_rule, state, reason, payload, language, batch, row_no, recorded_at, "
    "content_mac, mac_key, salt, commitment, digest_algorithm"
)


def instant(moment: datetime) -> str:
    """An instant as the canonical form writes it: UTC, microseconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def transaction_time() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT transaction_timestamp()")
        (moment,) = cursor.fetchone()
    assert isinstance(moment, datetime)
    return moment


def sealed(frame: pl.DataFrame, item: Item) -> pl.DataFrame:
    """The frame with salts and commitments: SHA-256(salt ‖ canonical row). A destroyed salt leaves a leaf that says nothing."""
    count = frame.height
    noise = os.urandom(16 * count)
    salts = [noise[16 * i : 16 * i + 16] for i in range(count)]
    rows = identity.committed_rows(frame, item)
    commitments = [sha256(salt + row).digest() for salt, row in zip(salts, rows, strict=True)]
    return frame.with_columns(
        salt=pl.Series(salts, dtype=pl.Binary),
        commitment=pl.Series(commitments, dtype=pl.Binary),
    )


def copy_versions(rows: pl.DataFrame, item: Item) -> None:
    """COPY of the final rows; not one of them becomes an object."""

    def hexed(name: str) -> pl.Expr:
        return pl.lit("\\x") + pl.col(name).bin.encode("hex")

    # In the order of the key: two files with the same records wait for one another, never crosswise.
    out = rows.sort("record").select(
        "record",
        "number",
        "jurisdiction",
        "item",
        "item_version",
        "provider_id",
        "authority_id",
        "subject_id",
        "decided_date",
        valid=pl.concat_str(
            pl.lit("["),
            pl.col("valid_from").fill_null(""),
            pl.lit(","),
            pl.col("valid_until").fill_null(""),
            pl.lit(")"),
        ),
        severity_reported="severity_reported",
        severity="severity",
        severity_rule="severity_rule",
        state="state",
        reason="reason",
        payload="payload"
        if "payload" in rows.columns
        else pl.struct(field.code for field in item.fields).struct.json_encode(),
        language="language",
        batch="batch",
        row_no="row_no",
        recorded_at="recorded_at",
        content_mac=hexed("content_mac"),
        mac_key=pl.lit(mac_key().id),
        salt=hexed("salt"),
        commitment=hexed("commitment"),
        digest_algorithm=pl.lit(ALGORITHM),
    )
    with (
        # A COPY goes past Django's own translation of errors; a rival's record is an IntegrityError here too.
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"COPY records_version ({_COLUMNS}) FROM STDIN (FORMAT csv)") as copy,
    ):
        copy.write(out.write_csv(include_header=False, quote_style="necessary").encode())


def append_version(latest: Version, *, state: State, reason: str) -> int:
    """The next version: the same facts in another state, with its own salt and commitment."""
    item = item_shape(latest.item, latest.item_version)
    values = {
        **_next(latest, state=state, reason=reason),
        "subject_id": latest.subject_id,
        "batch": str(uuid4()),
        "row_no": 1,
        "recorded_at": instant(transaction_time()),
        "content_mac": bytes(latest.content_mac),
        **{field.code: latest.payload.get(field.code) for field in item.fields},
    }
    copy_versions(sealed(_frame([values], item), item), item)
    return latest.number + 1


def append_erased(latest: Sequence[Version], item: Item, *, act: UUID, reason: str) -> pl.DataFrame:
    """The last version of each of these records of one item: that it was, of what kind and when; not whose, not what.

    Rows 1 to n of `act`, in the order given; returned as sealed.
    """
    recorded_at = instant(transaction_time())
    rows = [
        {
            **_next(one, state=State.ERASED, reason=reason),
            "subject_id": None,
            "batch": str(act),
            "row_no": row_no,
            "recorded_at": recorded_at,
            "content_mac": bytes(32),
            "payload": "{}",
            **{field.code: None for field in item.fields},
        }
        for row_no, one in enumerate(latest, 1)
    ]
    made = sealed(_frame(rows, item), item)
    copy_versions(made, item)
    return made


def _next(latest: Version, *, state: State, reason: str) -> dict[str, object]:
    """What the next version has of the one before, whatever the act."""
    return {
        "record": str(latest.record),
        "number": latest.number + 1,
        "jurisdiction": latest.jurisdiction,
        "item": latest.item,
        "item_version": latest.item_version,
        "provider_id": latest.provider_id,
        "authority_id": latest.authority_id,
        "decided_date": latest.decided_date.isoformat(),
        "valid_from": _iso(latest.valid.lower),
        "valid_until": _iso(latest.valid.upper),
        "severity_reported": latest.severity_reported,
        "severity": latest.severity,
        "severity_rule": latest.severity_rule,
        "state": state.value,
        "reason": reason,
        "language": latest.language,
    }


def _frame(rows: Sequence[Mapping[str, object]], item: Item) -> pl.DataFrame:
    texts = (*(field.code for field in item.fields), "severity_reported", "severity_rule")
    return pl.DataFrame(
        rows,
        schema_overrides={
            **dict.fromkeys(texts, pl.String),
            "valid_from": pl.String,
            "valid_until": pl.String,
            "subject_id": pl.Int64,
        },
        infer_schema_length=None,
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
