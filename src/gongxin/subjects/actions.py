"""Every write to the register of subjects. Registers organisations in sets; records judgements and successions one by one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from io import BytesIO
from uuid import UUID
from zoneinfo import ZoneInfo

import polars as pl
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from gongxin.agencies.queries import agency_by_key
from gongxin.canonical import canonical_row
from gongxin.identifiers import Known
from gongxin.identifiers.schemes import NOTHING_KNOWN
from gongxin.journal import actions as journal
from gongxin.journal import merkle
from gongxin.subjects import register_sql as sql
from gongxin.subjects.entries import leaves
from gongxin.subjects.kinds import SuccessionKind, Verdict
from gongxin.subjects.matching import Party, fingerprint
from gongxin.subjects.models import Judgement, Subject, Succession
from gongxin.subjects.refusals import (
    JudgedAlready,
    JudgedDifferent,
    JudgementEnded,
    NoEvidence,
    SucceededAlready,
    SuccessionRefused,
)
from gongxin.subjects.registration import Reported, reported, same_in_file

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
def judge(
    *,
    party: Party,
    subject_id: int,
    verdict: Verdict,
    evidence: Mapping[str, str],
    jurisdiction: str,
    by: str,
    now: datetime,
) -> int:
    """Record that a reported party is, is not, or may be this subject. "Different" is for ever. Returns the judgement."""
    if not evidence:
        raise NoEvidence
    print_of = fingerprint(party.name, party.codes)
    _alone_on(print_of)
    subject = Subject.objects.get(pk=subject_id)
    standing = Judgement.objects.filter(
        party_fingerprint=print_of, subject=subject, ended_at__isnull=True
    ).first()
    if standing is not None:
        if standing.verdict == Verdict.DIFFERENT:
            raise JudgedDifferent
        if standing.verdict == verdict:
            raise JudgedAlready
        _end(standing, by, now)
    if verdict is Verdict.SAME and _is_another(print_of):
        raise JudgedAlready
    made = Judgement.objects.create(
        jurisdiction=jurisdiction,
        party_fingerprint=print_of,
        reported={"name": party.name, "codes": dict(party.codes)},
        subject=subject,
        verdict=verdict.value,
        evidence=dict(evidence),
        decided_by=by,
        decided_at=now,
    )
    words = [part for pair in sorted(evidence.items()) for part in pair]
    journal.append(
        kind="subjects.judged",
        body={
            "judgement": made.pk,
            "verdict": verdict.value,
            "subject": str(subject.public_id),
            "evidence": sha256(canonical_row(words)).hexdigest(),
        },
        by=by,
        now=now,
    )
    return made.pk


def _alone_on(print_of: bytes) -> None:
    """Rival: another officer judging the same party, of this subject or of another."""
    with connection.cursor() as cursor:
        key = int.from_bytes(print_of[:8], signed=True)
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _is_another(print_of: bytes) -> bool:
    """Whether the party was already found to be some other subject."""
    return Judgement.objects.filter(
        party_fingerprint=print_of, verdict=Verdict.SAME.value, ended_at__isnull=True
    ).exists()


def _end(judgement: Judgement, by: str, now: datetime) -> None:
    judgement.ended_at = now
    judgement.ended_by = by
    judgement.save(update_fields=["ended_at", "ended_by"])


@transaction.atomic
def end_judgement(*, judgement_id: int, by: str, now: datetime) -> None:
    """Take back "same" or "unsure". "Different" cannot be taken back."""
    judgement = Judgement.objects.select_for_update().get(pk=judgement_id)  # rival: the same act
    if judgement.verdict == Verdict.DIFFERENT:
        raise JudgedDifferent
    if judgement.ended_at is not None:
        raise JudgementEnded
    _end(judgement, by, now)
    journal.append(
        kind="subjects.judged",
        body={"judgement": judgement.pk, "verdict": "ended"},
        by=by,
        now=now,
    )


@transaction.atomic
def succeed(
    *,
    predecessor_id: int,
    successor_id: int,
    kind: SuccessionKind,
    effective_date: date,
    source: str,
    jurisdiction: str,
    by: str,
    now: datetime,
) -> int:
    """Record that one body followed another from a day on. Their records stay where they are. Returns the succession."""
    ids = sorted({predecessor_id, successor_id})
    # Rival: the same succession entered twice, or the reverse of it.
    bodies = {
        s.pk: s for s in Subject.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    }
    if len(ids) < 2 or not source.strip():
        raise SuccessionRefused
    between = Succession.objects.filter(predecessor__in=ids, successor__in=ids)
    if between.exists():
        raise SucceededAlready
    made = Succession.objects.create(
        jurisdiction=jurisdiction,
        predecessor=bodies[predecessor_id],
        successor=bodies[successor_id],
        kind=kind.value,
        effective_date=effective_date,
        source=source,
    )
    journal.append(
        kind="subjects.succeeded",
        body={
            "succession": made.pk,
            "relation": kind.value,
            "predecessor": str(bodies[predecessor_id].public_id),
            "successor": str(bodies[successor_id].public_id),
            "day": effective_date.isoformat(),
        },
        by=by,
        now=now,
    )
    return made.pk
