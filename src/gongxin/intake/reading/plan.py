"""What the reader is told of an item: which columns are persons', which are free text, which headers are known. It decides nothing about values."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

PRESENT = "present"
# One list of blank characters for every path, so that two parsers cannot disagree on what is blank.
BLANKS = " \t\n\r\x0b\x0c\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"

_LISTS = (
    "kind_headers", "kind_persons", "identifiers", "documents", "dates", "scan",
    "party_ids", "party_codes", "cut",
)  # fmt: skip
_BRACKETED = re.compile(r"[(\[{〔【《](.*?)[)\]}〕】》]")
_ASCII_PART = re.compile(r"[A-Z0-9_]+")


def header_key(header: str) -> str:
    """A header as it is compared: width and case folded, blanks, invisible characters and the star of a required field gone."""
    folded = unicodedata.normalize("NFKC", header).upper()
    kept = "".join(
        c for c in folded if not c.isspace() and unicodedata.category(c) not in {"Cf", "Cc"}
    )
    return kept.strip("*:;,.、。：，'\"")


def header_keys(header: str) -> tuple[str, ...]:
    """Every way to read a header: whole, without its brackets, the brackets' content, its code part, its Chinese part."""
    whole = header_key(header)
    without = _BRACKETED.sub("", whole)
    inside = [m.group(1) for m in _BRACKETED.finditer(whole)]
    codes = [c for c in _ASCII_PART.findall(without) if len(c) > 2]
    chinese = _ASCII_PART.sub("", without).strip("-_/|:.")
    keys = (whole, without.strip("*:-/|"), *inside, *codes, chinese)
    return tuple(dict.fromkeys(k for k in keys if k))


def whole_keys(header: str) -> tuple[str, str]:
    """A header whole, and without its brackets: no part of it taken for it."""
    whole = header_key(header)
    return whole, _BRACKETED.sub("", whole)


@dataclass(frozen=True)
class PersonColumn:
    """Headers of one column that speaks of a person. With `presence` only "present" or nothing is kept, else nothing at all."""

    headers: tuple[str, ...]
    presence: bool = False


@dataclass(frozen=True)
class Plan:
    """What to cut, mask and recognise in a file of one item."""

    persons: tuple[PersonColumn, ...] = ()
    kind_headers: tuple[str, ...] = ()  # the column that says what kind of party a row is about
    kind_persons: tuple[str, ...] = ("自然人",)  # its values that mean a natural person
    known: tuple[tuple[str, ...], ...] = ()  # per field of the item: code, names, aliases
    identifiers: tuple[str, ...] = ()  # headers of identifier columns
    documents: tuple[str, ...] = ()  # headers of document numbers: never taken from a number
    dates: tuple[str, ...] = ()  # headers of date columns
    scan: tuple[str, ...] = ()  # headers of free text
    scan_all: bool = False  # treat every column that is no identifier and no date as free text
    party_ids: tuple[str, ...] = ()  # headers of the party's own resident numbers
    party_codes: tuple[str, ...] = ()  # headers of the party's codes as an organisation
    cut_without_code: bool = False  # the list mixes persons in: a row without such a code is one
    cut: tuple[
        str, ...
    ] = ()  # header keys cut besides: filled in by the reader itself when it starts again

    def as_document(self) -> dict[str, Any]:
        """The plan as JSON data."""
        return asdict(self)

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Plan":
        """The inverse of `as_document`."""
        return cls(
            persons=tuple(
                PersonColumn(tuple(p["headers"]), bool(p["presence"])) for p in document["persons"]
            ),
            known=tuple(tuple(names) for names in document["known"]),
            scan_all=bool(document["scan_all"]),
            cut_without_code=bool(document["cut_without_code"]),
            **{name: tuple(document[name]) for name in _LISTS},
        )


@dataclass(frozen=True)
class Limits:
    """What one file may cost. These are our own choices, not the law's."""

    csv_bytes: int = 6 << 30
    workbook_bytes: int = 64 << 20
    unpacked_bytes: int = 1 << 30
    unpacked_ratio: int = 150
    members: int = 2_000
    csv_rows: int = 20_000_000
    workbook_rows: int = 200_000
    workbook_cells: int = 10_000_000
    columns: int = 300
    cell_chars: int = 32_768
    record_bytes: int = 1 << 20  # one CSV record; beyond it a quote was never closed
    header_rows: int = 10  # how far down a header row is looked for
    window_rows: int = 1_000  # how many records tell the columns where no header row does
    chunk_rows: int = 20_000
    block_bytes: int = 8 << 20
    findings: int = 2_000_000
    memory_bytes: int = 768 << 20  # of the child, above what its interpreter maps at the start
    output_bytes: int = 16 << 30
    cpu_seconds: int = 900
    wall_seconds: int = 60
    wall_seconds_per_gib: int = 300

    def as_document(self) -> dict[str, int]:
        """The limits as JSON data."""
        return asdict(self)


@dataclass(frozen=True)
class Headers:
    """The plan's headers as sets of comparison keys."""

    plan: Plan
    known: frozenset[str] = field(init=False)
    persons: Mapping[str, bool] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "known", keys_of(h for hs in self.plan.known for h in hs))
        persons = {
            k: p.presence for p in self.plan.persons for h in p.headers for k in [header_key(h)]
        }
        object.__setattr__(self, "persons", persons)

    def is_known(self, header: str) -> bool:
        """Whether the header belongs to a field or a person column of the item."""
        return any(k in self.known or k in self.persons for k in header_keys(header))


def keys_of(headers: Iterable[str]) -> frozenset[str]:
    """Comparison keys of many headers."""
    return frozenset(header_key(h) for h in headers)
