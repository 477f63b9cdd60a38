"""What makes a record the same record: its natural key, its exact content, its fingerprint. Pure; knows no subject.

The key is (item, deciding authority, normalised document number, party as reported, part number). It does not
contain the attached organisation, so attaching a record elsewhere, or sending it over another channel, cannot
dodge a tombstone. Digests are keyed (HMAC-SHA-256): who has the database has no list of who was ever repaired.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from gongxin.canonical import canonical_row, canonical_rows, macs
from gongxin.jurisdiction.values import Item

_NOT_WORDS = re.compile(r"[\s\W_]+")
_FINGERPRINT_ROLES = ("result", "facts")


@dataclass(frozen=True)
class Keyed:
    """Digests of a chunk's rows, in row order: record ids as text, HMACs as bytes; and the canonical content itself."""

    records: pl.Series
    contents: pl.Series
    fingerprints: pl.Series
    canonical: pl.Series


def record_ids(key_macs: Sequence[bytes]) -> pl.Series:
    """Each record's id: the first 128 bits of its natural key's HMAC in the form of an RFC 9562 version 8 UUID."""
    text = pl.Series("record", key_macs, dtype=pl.Binary).bin.encode("hex")
    variant = text.str.slice(16, 1).replace_strict(_VARIANT, return_dtype=pl.String)
    parts = pl.DataFrame({"text": text, "variant": variant})
    hexadecimal = pl.col("text").str
    return parts.select(
        record=pl.concat_str(
            hexadecimal.slice(0, 8),
            pl.lit("-"),
            hexadecimal.slice(8, 4),
            pl.lit("-8"),
            hexadecimal.slice(13, 3),
            pl.lit("-"),
            pl.col("variant"),
            hexadecimal.slice(17, 3),
            pl.lit("-"),
            hexadecimal.slice(20, 12),
        )
    ).to_series()


_VARIANT = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}

# Parts of the key that are compared in their normal form, not as they were written.
_NORMAL_FORMS = {
    "authority_code": "_authority_key",
    "document_number": "_document",
    "party_name": "_party",
}


def natural_key_columns(frame: pl.DataFrame, item: Item) -> list[pl.Series]:
    """The parts of the natural key as the item names them. Needs the check stage's helper columns."""
    return [
        _constant(item.code, frame.height),
        *(frame[_NORMAL_FORMS.get(item.field(code).role or "", code)] for code in item.natural_key),
    ]


def _constant(value: str, height: int) -> pl.Series:
    return pl.Series([value]).new_from_index(0, height)


def fingerprint_columns(frame: pl.DataFrame, item: Item) -> list[pl.Series]:
    """What stays recognisable when number and wording's punctuation were retouched."""
    texts = [
        frame[field.code].str.replace_all(_NOT_WORDS.pattern, "")
        for role in _FINGERPRINT_ROLES
        if (field := item.by_role(role)) is not None
    ]
    return [
        _constant(item.code, frame.height),
        frame["_authority_key"],
        frame["_identifier"],
        frame["_decided"],
        *texts,
    ]


def keyed(frame: pl.DataFrame, item: Item, key: bytes) -> Keyed:
    """Digests of every row of a checked chunk."""
    content = canonical_rows([frame[field.code] for field in item.fields])
    return Keyed(
        records=record_ids(macs(key, canonical_rows(natural_key_columns(frame, item)))),
        contents=pl.Series(macs(key, content), dtype=pl.Binary),
        fingerprints=pl.Series(
            macs(key, canonical_rows(fingerprint_columns(frame, item))), dtype=pl.Binary
        ),
        canonical=pl.Series(content, dtype=pl.Binary),
    )


@dataclass(frozen=True)
class Stored:
    """A stored version's part in its fingerprint."""

    payload: Mapping[str, str | None]
    authority_key: str
    decided: str


def fingerprints_of_payloads(stored: Sequence[Stored], item: Item, key: bytes) -> list[bytes]:
    """The same fingerprints, from stored versions: what their tombstones keep."""
    columns: dict[str, list[str | None]] = {
        field.code: [one.payload.get(field.code) for one in stored] for field in item.fields
    }
    helper: dict[str, list[str | None]] = {
        "_authority_key": [one.authority_key for one in stored],
        "_identifier": [reported_identifier(one.payload, item) for one in stored],
        "_decided": [one.decided for one in stored],
    }
    frame = pl.DataFrame(
        {**columns, **helper}, schema=dict.fromkeys((*columns, *helper), pl.String)
    )
    return macs(key, canonical_rows(fingerprint_columns(frame, item)))


def reported_identifier(payload: Mapping[str, str | None], item: Item) -> str | None:
    """The number by which a stored fact named its party, or None."""
    for role in ("uscc", "reg_no", "org_code", "social_no", "institution_no", "tax_no"):
        field = item.by_role(role)
        if field is not None and payload.get(field.code):
            return payload[field.code]
    return None


COMMITTED: Sequence[str] = (
    "record",
    "number",
    "jurisdiction",
    "item",
    "item_version",
    "provider_id",
    "authority_id",
    "subject_id",
    "decided_date",
    "valid_from",
    "valid_until",
    "severity_reported",
    "severity",
    "severity_rule",
    "state",
    "reason",
    "language",
    "batch",
    "row_no",
    "recorded_at",
)


def committed_rows(frame: pl.DataFrame, item: Item) -> list[bytes]:
    """The bytes a version's commitment stands for: every column that says something, then the item's fields in order.

    `frame` has the COMMITTED columns as text (`recorded_at` in UTC with microseconds), and either the item's fields
    or their canonical row in `canonical`, which a chunk brings along.
    """
    said = canonical_rows([frame[name].cast(pl.String) for name in COMMITTED])
    content = (
        frame["canonical"].to_list()
        if "canonical" in frame.columns
        else canonical_rows([frame[field.code] for field in item.fields])
    )
    head = len(canonical_row([]))
    return [one + other[head:] for one, other in zip(said, content, strict=True)]
