"""Every read of the register that other rooms want. Shows no person; a name alone leads to candidates, never to records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID

import polars as pl
from django.db import connection
from psycopg.sql import SQL, Literal

from gongxin.identifiers import SCHEMES, grade, normalise
from gongxin.subjects import resolve_sql as sql
from gongxin.subjects.entries import leaves
from gongxin.subjects.name_search import (
    NameHit,
    NamesFound,
    named_subjects,
    search_names,
    similar_subjects,
)
from gongxin.subjects.parties import Candidate, Named, Party, fingerprint
from gongxin.subjects.ranking import Ranked, ranked

__all__ = [
    "Brief",
    "Figures",
    "NameHit",
    "NamesFound",
    "Organisation",
    "Succeeded",
    "briefs",
    "candidates",
    "candidates_by_id",
    "entry_leaves",
    "figures",
    "organisation",
    "organisation_by_code",
    "organisation_by_public_id",
    "resolve_many",
    "search_names",
]


@dataclass(frozen=True)
class Succeeded:
    """A merger or split that ties a body to another."""

    kind: str
    effective_date: date
    is_successor: bool  # the body shown followed the other one
    other_name: str | None
    other_public_id: UUID

    def __str__(self) -> str:
        words = {"merger": "合并", "split": "分立"}[self.kind]
        verb = (
            f"由{self.other_name}{words}而来"
            if self.is_successor
            else f"{words}为{self.other_name}"
        )
        return f"{self.effective_date.isoformat()} {verb}"


@dataclass(frozen=True)
class Organisation:
    """A body as its page shows it."""

    id: int
    public_id: UUID
    name: str
    code: str
    kind: str
    status: str
    registered_date: date | None
    deregistered_date: date | None
    address: str | None
    division: str | None
    division_name: str | None  # filled by the door that knows the code set; null here
    industry: str | None
    registering_authority: str | None
    former_names: tuple[tuple[str, date | None, date | None], ...]
    identifiers: tuple[tuple[str, str, str], ...]
    successions: tuple[Succeeded, ...]


@dataclass(frozen=True)
class Brief:
    """A body in name and number."""

    public_id: UUID
    name: str
    code: str


@dataclass(frozen=True)
class Figures:
    """How many bodies the register shows."""

    organisations: int
    active: int


def organisation(subject_id: int) -> Organisation | None:
    """The body with this key of ours."""
    return _organisation(sql.BY_ID, [subject_id])


def organisation_by_public_id(public_id: UUID) -> Organisation | None:
    """The body whose page has this id."""
    return _organisation(sql.BY_PUBLIC_ID, [public_id])


def organisation_by_code(code: str) -> Organisation | None:
    """The body registered under this number, of whatever scheme; written as people write it."""
    graded = grade(code)
    if graded.scheme == "uscc" and graded.grade == "invalid":
        return None
    value = graded.normalised or normalise(code).value
    schemes = [graded.scheme] if graded.scheme == "uscc" else list(SCHEMES)
    return _organisation(sql.BY_CODE, [schemes, value, schemes])


def _organisation(statement: str, parameters: list[Any]) -> Organisation | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        row = cursor.fetchone()
    if row is None:
        return None
    (pk, public_id, kind, status, registered, deregistered, address, division) = row[:8]
    (industry, authority, name, formers, identifiers, successions) = row[8:]
    known = tuple((s, v, g) for s, v, g in _list(identifiers))
    return Organisation(
        id=pk,
        public_id=public_id,
        name=name or "",
        code=known[0][1] if known else "",
        kind=kind,
        status=status,
        registered_date=registered,
        deregistered_date=deregistered,
        address=address,
        division=division,
        division_name=None,
        industry=industry,
        registering_authority=authority,
        former_names=tuple((n, _day(a), _day(b)) for n, a, b in _list(formers)),
        identifiers=known,
        successions=tuple(
            Succeeded(k, date.fromisoformat(d), bool(is_successor), other, UUID(other_id))
            for k, d, is_successor, other, other_id in _list(successions)
        ),
    )


def _list(value: list[Any] | None) -> list[Any]:
    """A JSON array from the database, null for none."""
    return value or []


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def figures() -> Figures:
    """Counts of the register as it stands."""
    with connection.cursor() as cursor:
        cursor.execute(sql.FIGURES)
        row = cursor.fetchone()
    assert row is not None
    return Figures(*row)


_RESOLVED = {
    "line": pl.UInt32,
    "subject_id": pl.Int64,
    "kind": pl.String,
    "status": pl.String,
    "registered_date": pl.Date,
    "deregistered_date": pl.Date,
    "name": pl.String,  # the present name, in normal form
    "names": pl.String,  # the others with their days, packed for `matching.attachments`
    "explained_from": pl.Date,
    "followed": pl.Boolean,
    "different": pl.String,
}


def resolve_many(
    schemes: pl.Series | Sequence[str | None], values: pl.Series | Sequence[str | None]
) -> pl.DataFrame:
    """Whose these numbers are, line by line in the order given; nulls where they are nobody's.

    Columns: row (from 0), subject_id, kind, status, registered_date, deregistered_date, name (present, in
    normal form), and what `matching.attachments` looks at besides. One query, each number asked once.
    """
    given = pl.DataFrame(
        {"scheme": schemes, "value": values}, schema={"scheme": pl.String, "value": pl.String}
    )
    asked = given.drop_nulls().unique(maintain_order=True)
    known = _resolve(asked)
    return (
        given.with_row_index("row")
        .join(
            asked.with_row_index("line").join(known, on="line", how="inner"),
            on=["scheme", "value"],
            how="left",
            maintain_order="left",
        )
        .drop("line", "scheme", "value")
    )


def registered(schemes: pl.Series, values: pl.Series) -> pl.Series:
    """Whether each of these numbers is somebody's, line by line. Rides on identifier_live_names_one_subject."""
    asked = (schemes + "\t" + values).str.join("\n").item()
    with connection.cursor() as cursor:
        cursor.execute(sql.REGISTERED, [asked])
        row = cursor.fetchone()
    lines = [int(line) for line in (row[0] or "").split(",") if line] if row else []
    return pl.int_range(1, len(values) + 1, eager=True).is_in(lines)


def _resolve(asked: pl.DataFrame) -> pl.DataFrame:
    text = BytesIO()
    if not asked.is_empty():
        statement = SQL(sql.RESOLVE).format(
            lines=Literal(list(range(asked.height))),
            schemes=Literal(asked["scheme"].to_list()),
            values=Literal(asked["value"].to_list()),
        )
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for block in copy:
                text.write(block)
    if not text.tell():
        return pl.DataFrame(schema=_RESOLVED)
    text.seek(0)
    as_text = dict.fromkeys(_RESOLVED, pl.String)
    return (
        pl.read_csv(text, has_header=False, new_columns=list(_RESOLVED), schema=as_text)
        .with_columns(followed=pl.col("followed") == "t")
        .with_columns(pl.col(k).str.to_date() for k, v in _RESOLVED.items() if v == pl.Date)
        .cast({k: v for k, v in _RESOLVED.items() if v.is_integer()})
    )


def entry_leaves(batch: UUID, chunk: int) -> list[bytes]:
    """The leaf hashes over the stored entries of a chunk: their root must be the one in the journal."""
    with connection.cursor() as cursor:
        cursor.execute(sql.ENTRIES, [batch, chunk])
        rows = cursor.fetchall()
    stored = pl.DataFrame(rows, schema={"salt": pl.String, "entry": pl.String}, orient="row")
    return leaves(stored["salt"], stored["entry"])


# As many as an officer reads; more would hide the right one.
CANDIDATES_MAX = 20


def candidates(party: Party) -> list[Ranked]:
    """Whom a party may be, best first, each with its reasons and contradictions. For review alone."""
    ids = {*named_subjects(party.norm), *similar_subjects(party.norm, CANDIDATES_MAX)}
    schemes, values = [s for s, _ in party.codes], [v for _, v in party.codes]
    ids.update(resolve_many(schemes, values)["subject_id"].drop_nulls().to_list())
    found = candidates_by_id(sorted(ids), fingerprint(party.name, party.codes))
    return ranked(party, list(found.values()))[:CANDIDATES_MAX]


def briefs(ids: Sequence[int]) -> dict[int, Brief]:
    """Whom these subjects are, in name and number."""
    with connection.cursor() as cursor:
        cursor.execute(sql.BRIEFS, [list(ids)])
        return {
            pk: Brief(public_id, name or "", code or "")
            for pk, public_id, name, code in cursor.fetchall()
        }


def candidates_by_id(ids: Sequence[int], print_of: bytes = b"") -> dict[int, Candidate]:
    """These subjects as matching looks at them, judged of the party of this fingerprint."""
    with connection.cursor() as cursor:
        cursor.execute(sql.CANDIDATES, [print_of, list(ids)])
        return {row[0]: _candidate(row) for row in cursor.fetchall()}


def _candidate(row: Sequence[Any]) -> Candidate:
    pk, status, registered, deregistered, address, division, explained, followed, judged = row[:9]
    return Candidate(
        subject_id=pk,
        names=tuple(
            Named(norm, kind, _day(since), _day(until), bool(elsewhere))
            for norm, kind, since, until, elsewhere in _list(row[9])
        ),
        codes=tuple((s, v) for s, v in _list(row[10])),
        status=status,
        registered_date=registered,
        deregistered_date=deregistered,
        address=address,
        division=division,
        explained_from=explained,
        followed_by=bool(followed),
        judged_different=bool(judged),
    )
