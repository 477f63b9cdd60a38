"""What officers found of parties, as intake and the desk ask for it. Reads alone.

A judgement answers for what its officer weighed: a contradiction that nobody weighed holds the row again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import polars as pl
from django.db import connection

from gongxin.subjects.matching import ELSEWHERE, contradictions
from gongxin.subjects.naming import normal
from gongxin.subjects.parties import Candidate, Party, fingerprint
from gongxin.subjects.queries import candidates_by_id

# The number by which a party without a usable code is known: the record it was reported in. So what was judged of it
# holds for that decision alone, and never for a name.
RECORD: Final = "record"
# What is held for want of a subject; a judgement answers these.
UNATTACHED: Final = (
    "subject.no_identifier",
    "subject.unknown",
    "subject.contradiction.",
)
# Findings of the check stage that ask whose the row is.
ANSWERED: Final = frozenset({"party.code_missing", "identifier.contradiction"})
WEIGHED: Final = "weighed"  # in the evidence: the contradictions the officer saw

_SAME = """
    SELECT reported->>'name', (reported->'codes')::json, id, subject_id, coalesce(evidence->>'weighed', '')
    FROM subjects_judgement WHERE verdict = 'same' AND ended_at IS NULL
"""
_OF_PARTY = """
    SELECT j.id, j.subject_id, j.verdict, j.evidence::json, j.decided_by, j.decided_at, j.ended_at, j.ended_by
    FROM subjects_judgement AS j WHERE j.party_fingerprint = %s ORDER BY j.id
"""
_BY_ID = """
    SELECT j.id, j.subject_id, j.verdict, j.evidence::json, j.decided_by, j.decided_at, j.ended_at, j.ended_by
    FROM subjects_judgement AS j WHERE j.id = ANY(%s) ORDER BY j.id
"""


@dataclass(frozen=True)
class Judged:
    """A judgement as it stands."""

    id: int
    subject_id: int
    verdict: str
    evidence: dict[str, str]
    decided_by: str
    decided_at: datetime
    ended_at: datetime | None
    ended_by: str | None

    @property
    def weighed(self) -> frozenset[str]:
        """The contradictions its officer saw."""
        return frozenset(self.evidence.get(WEIGHED, "").split())


def judgements_of(party: Party) -> list[Judged]:
    """Everything that was judged of this party, in order."""
    return _judged(_OF_PARTY, [fingerprint(party.name, party.codes)])


def judgements(ids: Sequence[int]) -> dict[int, Judged]:
    """These judgements by number."""
    return {one.id: one for one in _judged(_BY_ID, [list(ids)])}


def live_same(party: Party) -> Judged | None:
    """Whom the party was found to be, as it stands."""
    found = (j for j in judgements_of(party) if j.verdict == "same" and j.ended_at is None)
    return next(found, None)


def apply_judgements(frame: pl.DataFrame) -> pl.DataFrame:
    """A chunk after `attachments`, with what officers found: subject_id, `_attach`, `_holds`; and `_judged`, whether one did, and `_judgement`, by which it attaches.

    A party that was found to be a subject attaches to it, unless something speaks against it that nobody weighed, or
    its number and name became another's.
    """
    same = _same()
    if same.is_empty():
        return frame.with_columns(
            _judged=pl.lit(value=False), _judgement=pl.lit(None, dtype=pl.Int64)
        )
    known = _with_key(frame).join(
        same, on=["_party", "_by", "_number"], how="left", maintain_order="left"
    )
    asked = known.with_columns(
        _elsewhere=(pl.col("_attach") & (pl.col("subject_id") != pl.col("_subject"))).fill_null(
            value=False
        )
    )
    out = asked.join(
        _against(asked), on=_ASKED, how="left", nulls_equal=True, maintain_order="left"
    ).with_columns(_judged=pl.col("_subject").is_not_null())
    stands = pl.col("_judged") & (pl.col("_against").list.len() == 0)
    judged = pl.col("_judged")
    return out.with_columns(
        subject_id=pl.when(stands).then("_subject").when(~judged).then("subject_id"),
        _attach=pl.when(judged).then(stands).otherwise("_attach"),
        _holds=pl.when(judged).then("_against").otherwise("_holds"),
        _judgement=pl.when(stands).then("_judgement"),
    ).select(*frame.columns, "_judged", "_judgement")


_ASKED: Final = ["_party", "_by", "_number", "_day", "_subject", "_elsewhere"]


def _with_key(frame: pl.DataFrame) -> pl.DataFrame:
    """With the number by which each party is known, and the day of the decision as text."""
    day = pl.col("_decided").cast(pl.String) if "_decided" in frame.columns else pl.lit(None)
    return frame.with_columns(
        _by=pl.coalesce("_scheme", pl.lit(RECORD)),
        _number=pl.coalesce("_identifier", pl.col("record")),
        _day=day.cast(pl.String),
    )


def _against(asked: pl.DataFrame) -> pl.DataFrame:
    """What speaks against each judgement and was not weighed. Each party and day is looked at once."""
    met = asked.filter(pl.col("_subject").is_not_null()).unique(_ASKED, maintain_order=True)
    candidates = candidates_by_id(met["_subject"].unique().to_list())
    found = []
    for party, by, number, day, subject, elsewhere, weighed in met.select(
        *_ASKED, "_weighed"
    ).iter_rows():
        decided = date.fromisoformat(day) if day else None
        told = Party(party, ((by, number),), decided_date=decided)
        found.append(
            [ELSEWHERE.code] if elsewhere else _unweighed(told, candidates[subject], weighed)
        )
    return met.select(_ASKED).with_columns(_against=pl.Series(found, dtype=pl.List(pl.String)))


def _unweighed(party: Party, candidate: Candidate, weighed: str) -> list[str]:
    return sorted(set(contradictions(party, candidate)) - set(weighed.split()))


def _same() -> pl.DataFrame:
    """Every party that was found to be somebody. As many as officers ever judged: thousands, read once a chunk."""
    with connection.cursor() as cursor:
        cursor.execute(_SAME)
        rows = [
            (normal(name), *next(iter(codes.items())), judgement, subject, weighed)
            for name, codes, judgement, subject, weighed in cursor.fetchall()
            if len(codes) == 1
        ]
    columns = {"_party": pl.String, "_by": pl.String, "_number": pl.String}
    return pl.DataFrame(
        rows,
        schema={**columns, "_judgement": pl.Int64, "_subject": pl.Int64, "_weighed": pl.String},
        orient="row",
    )


def _judged(sql: str, parameters: Sequence[Any]) -> list[Judged]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [Judged(*row) for row in cursor.fetchall()]
