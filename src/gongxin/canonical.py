"""The one sequence of bytes a row of texts is hashed as. It never normalises: the caller has.

Algorithm `gx-c1`: a null is `-;`, a text is its length in UTF-8 bytes, `:`, the bytes, `;`. A row
is `gx-c1;` and its values in the order of the item version's fields. Every value announces its
length, so no text can imitate a border, and null, empty and "-" differ. The scalar form is the
definition; the vectorised form must equal it.
"""

import hashlib
import hmac
from collections.abc import Sequence

import polars as pl

ALGORITHM = "gx-c1"
_HEAD = f"{ALGORITHM};".encode()
_NULL = b"-;"
_LENGTH_DIGITS_MAX = 10  # 9,999,999,999 bytes: more than a column of text can hold


class NotCanonical(ValueError):
    """These bytes were not written by `canonical_row`: they are damaged or forged."""


def canonical_row(values: Sequence[str | None]) -> bytes:
    """The canonical bytes of one row. A lone surrogate has no UTF-8: UnicodeEncodeError."""
    parts = [_HEAD]
    for value in values:
        if value is None:
            parts.append(_NULL)
        else:
            text = value.encode()
            parts.append(b"%d:%b;" % (len(text), text))
    return b"".join(parts)


def canonical_rows(columns: Sequence[pl.Series | list[str | None]]) -> list[bytes]:
    """The canonical bytes of every row of equally long text columns, in order."""
    if not columns:
        return []
    frame = pl.DataFrame(
        [
            pl.Series(str(place), column, dtype=pl.String, strict=True).alias(str(place))
            for place, column in enumerate(columns)
        ]
    )
    row = pl.concat_str([pl.lit(f"{ALGORITHM};"), *(_written(name) for name in frame.columns)])
    rows: list[bytes] = frame.select(row.cast(pl.Binary)).to_series().to_list()
    return rows


def parsed_row(data: bytes) -> list[str | None]:
    """The values `canonical_row` was given. Having an inverse, no two rows share their bytes."""
    if not data.startswith(_HEAD):
        raise NotCanonical(f"does not begin with {ALGORITHM}")
    values: list[str | None] = []
    at = len(_HEAD)
    while at < len(data):
        if data[at : at + len(_NULL)] == _NULL:
            values.append(None)
            at += len(_NULL)
            continue
        colon = data.find(b":", at, at + _LENGTH_DIGITS_MAX + 1)
        digits = data[at:colon] if colon > 0 else b""
        if not digits.isdigit() or (digits[:1] == b"0" and digits != b"0"):
            raise NotCanonical(f"no length at byte {at}")
        start, end = colon + 1, colon + 1 + int(digits)
        if data[end : end + 1] != b";":
            raise NotCanonical(f"no end of value at byte {end}")
        try:
            values.append(data[start:end].decode())
        except UnicodeDecodeError:
            raise NotCanonical(f"no UTF-8 at byte {start}") from None
        at = end + 1
    return values


def digests(rows: Sequence[bytes]) -> list[bytes]:
    """SHA-256 of each row."""
    sha256 = hashlib.sha256
    return [sha256(row).digest() for row in rows]


def macs(key: bytes, rows: Sequence[bytes]) -> list[bytes]:
    """HMAC-SHA-256 of each row, for what nobody may find by trying values (natural keys)."""
    digest = hmac.digest
    return [digest(key, row, "sha256") for row in rows]


def _written(name: str) -> pl.Expr:
    column = pl.col(name)
    text = pl.concat_str(
        [column.str.len_bytes().cast(pl.String), pl.lit(":"), column, pl.lit(";")]
    )  # null as soon as one part is null
    return text.fill_null(_NULL.decode())
