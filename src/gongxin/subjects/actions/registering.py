"""Registers organisations, in sets: what a register sends, and what an officer enters of a body nobody has registered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import polars as pl
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from gongxin.agencies.queries import agency_by_key
from gongxin.identifiers import Known
from gongxin.identifiers.schemes import NOTHING_KNOWN
from gongxin.journal import actions as journal
from gongxin.journal import merkle
from gongxin.subjects import register_sql as sql
from gongxin.subjects.entries import leaves
from gongxin.subjects.matching import is_usable
from gongxin.subjects.models import Identifier
from gongxin.subjects.refusals import RegistrationRefused
from gongxin.subjects.registration import (
    IDENTIFIER_COLUMNS,
    Reported,
    reported,
    same_in_file,
)

# Civil days are days of the city, wherever the server stands.
CITY = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Registered:
    """What became of each row: row, outcome (admitted, duplicate, held), subject_id, codes (list of text)."""

    rows: pl.DataFrame

    def count(self, outcome: str) -> int:
        """How many rows ended so."""
        return int((self.rows["outcome"] == outcome).sum())

    @property
    def admitted(self) -> int:
        return self.count("admitted")

    @property
    def duplicates(self) -> int:
        return self.count("duplicate")

    @property
    def held(self) -> int:
        return self.count("held")


@transaction.atomic
def register_many(
    *,
    frame: pl.DataFrame,
    jurisdiction: str,
    agency_key: str,
    batch: UUID,
    by: str,
    now: datetime,
    chunk: int = 0,
    known: Known = NOTHING_KNOWN,
) -> Registered:
    """Enter a chunk of a register. Columns: "row" and one text column per role of the item (missing ones are null).

    The same number with the same content is a duplicate; with another name the body was renamed; another
    number with the same name is another body. What contradicts the register is held.
    """
    read = reported(frame, known)
    repeated = same_in_file(read)
    standing = _without(read, repeated["row"])
    with connection.cursor() as cursor:
        _stage(cursor, standing)
        cursor.execute(sql.LOCK)
        _decide(cursor, batch)
        _write(
            cursor,
            {
                "jurisdiction": jurisdiction,
                "agency": agency_by_key(agency_key).id,
                "batch": batch,
                "chunk": chunk,
                "today": now.astimezone(CITY).date(),
            },
        )
        cursor.execute(sql.OUTCOMES)
        found = cursor.fetchall()
    outcomes = pl.DataFrame(found, schema=_OUTCOME, orient="row")
    admitted = standing.rows.join(
        outcomes.filter(pl.col("outcome") == "admitted"), on="row", how="semi"
    ).sort("row")
    if not admitted.is_empty():
        journal.append(
            kind="subjects.registered",
            body={"batch": str(batch), "chunk": chunk, "rows": admitted.height},
            root=merkle.root(leaves(admitted["salt"], admitted["entry"])),
            by=by,
            now=now,
        )
    return Registered(_all_rows(outcomes, read, repeated))


_OUTCOME = {"row": pl.UInt32, "outcome": pl.String, "subject_id": pl.Int64, "code": pl.String}


def _without(read: Reported, rows: pl.Series) -> Reported:
    keep = ~pl.col("row").is_in(rows.implode())
    return Reported(
        read.rows.filter(keep),
        read.identifiers.filter(keep),
        read.formers.filter(keep),
        read.unusable,
    )


_STAGED = (
    (
        "gx_reg",
        [
            "row",
            "name",
            "norm",
            "bigrams",
            "kind",
            "status",
            "registered",
            "deregistered",
            "address",
            "division",
            "industry",
            "authority_name",
            "capital",
            "scope",
            "entry",
            "salt",
        ],
    ),
    ("gx_reg_id", ["row", "scheme", "value", "grade"]),
    ("gx_reg_former", ["row", "name", "norm", "bigrams"]),
)


def _stage(cursor: CursorWrapper, read: Reported) -> None:
    cursor.execute(sql.STAGE)
    for (table, names), frame in zip(
        _STAGED, (read.rows, read.identifiers, read.formers), strict=True
    ):
        text = BytesIO()
        frame.select(names).write_csv(text, include_header=False, null_value="")
        with cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN (FORMAT csv)") as copy:
            copy.write(text.getvalue())
    cursor.execute(sql.INDEX)


def _decide(cursor: CursorWrapper, batch: UUID) -> None:
    cursor.execute(sql.RESOLVE)
    for code, found in sql.CONTRADICTIONS:
        cursor.execute(sql.HOLD.format(found=found), [code])
    cursor.execute(sql.RENAMED)
    cursor.execute(sql.DUPLICATES)
    cursor.execute(sql.CONFLICTING_CHUNKS, [batch])


def _write(cursor: CursorWrapper, parameters: Mapping[str, str | int | date | UUID]) -> None:
    for statement in (
        sql.CHANGE_SUBJECTS,
        sql.ADMIT_CHANGED,
        sql.ADD_SUBJECTS,
        sql.ADD_IDENTIFIERS,
        sql.END_NAMES,
        sql.ADD_NAMES,
        sql.ADD_ENTRIES,
    ):
        used = {k: v for k, v in parameters.items() if f"%({k})s" in statement}
        cursor.execute(statement, used or None)


def _all_rows(outcomes: pl.DataFrame, read: Reported, repeated: pl.DataFrame) -> pl.DataFrame:
    """Outcomes of all rows: those compared, those that repeat one of the chunk, those without a number."""
    compared = outcomes.with_columns(codes=_as_list("code")).drop("code")
    leaders = compared.select(leader="row", led="outcome", subject_id="subject_id")
    followers = repeated.join(leaders, on="leader", how="left").select(
        "row",
        # A repetition of a held row is held for the same reason.
        outcome=pl.when(pl.col("same") & (pl.col("led") != "held"))
        .then(pl.lit("duplicate"))
        .otherwise(pl.lit("held")),
        subject_id=pl.when("same").then("subject_id"),
        codes=pl.when("same")
        .then(pl.lit([], dtype=pl.List(pl.String)))
        .otherwise(pl.lit(["subject.conflicting_rows"])),
    )
    unusable = read.unusable.select(
        "row",
        outcome=pl.lit("held"),
        subject_id=pl.lit(None, dtype=pl.Int64),
        codes=_as_list("code"),
    )
    return pl.concat([compared, followers, unusable]).sort("row")


def _as_list(column: str) -> pl.Expr:
    return (
        pl.when(pl.col(column).is_null())
        .then(pl.lit([], dtype=pl.List(pl.String)))
        .otherwise(pl.concat_list(column))
    )


@transaction.atomic
def register_reported(
    *,
    name: str,
    scheme: str,
    code: str,
    jurisdiction: str,
    agency_key: str,
    known: Known = NOTHING_KNOWN,
    by: str,
    now: datetime,
) -> int:
    """Enter a body that no register has sent, by the number and the name an agency reported; the subject.

    Refused without a usable number, and where the number is somebody's already: then the question is whether the two
    are the same, and nobody is renamed by it.
    """
    if not is_usable(scheme, code):
        raise RegistrationRefused(
            "没有可用的代码，不能登记主体", "no usable code: nobody is registered by a name"
        )
    with connection.cursor() as cursor:
        cursor.execute(sql.LOCK)  # rival: a register that brings the same number
    if Identifier.objects.filter(scheme=scheme, value=code, valid_until__isnull=True).exists():
        raise RegistrationRefused(
            "这个代码已属于在库主体",
            "a body in the register has this code",
            remedy_zh="请核对是否为同一主体",
            remedy_en="look whether it is the same body",
        )
    role = next((r for r, s in IDENTIFIER_COLUMNS.items() if s == scheme), "uscc")
    frame = pl.DataFrame({"row": [1], "org_name": [name], role: [code]})
    done = register_many(
        frame=frame,
        jurisdiction=jurisdiction,
        agency_key=agency_key,
        batch=uuid4(),
        known=known,
        by=by,
        now=now,
    ).rows
    if done["outcome"][0] != "admitted":
        raise RegistrationRefused(
            "登记内容与主体库矛盾", "what would be registered contradicts the register"
        )
    return int(done["subject_id"][0])
