"""Decides what becomes of each row of a checked chunk: whose it is, whether it is known, whether it may return.

Reads the register and the records, writes nothing. A row attaches by a valid identifier without contradiction;
everything else waits for an officer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

import polars as pl

from gongxin.identifiers import grade_many
from gongxin.intake.batches import Outcome
from gongxin.jurisdiction.values import Item
from gongxin.records import masks
from gongxin.records import queries as records
from gongxin.subjects import queries as subjects
from gongxin.subjects.attaching import attachments
from gongxin.subjects.judged import ANSWERED, apply_judgements
from gongxin.subjects.matching import ELSEWHERE


@dataclass(frozen=True)
class Resolved:
    """The chunk with, per row: outcome, codes (list of text), warned, record, subject_id, judgement, stored_number, contest; the rest as it came.

    `stored_number`: the latest version of the record that is stored, 0 where there is none. `contest`: the finding for which
    what left this body waits when it is sent again.
    """

    frame: pl.DataFrame

    def admitted(self) -> pl.DataFrame:
        """Rows that enter, in row order."""
        return self.frame.filter(pl.col("outcome") == Outcome.ADMITTED).sort("row")

    def exceptions(self) -> pl.DataFrame:
        """Rows that do not simply enter: those that do not enter, and those that enter by a judgement."""
        return self.frame.filter(
            (pl.col("outcome") != Outcome.ADMITTED) | pl.col("judgement").is_not_null()
        ).sort("row")


@dataclass(frozen=True)
class Certified:
    """Whom a certificate says a row is about, by which judgement, and what it answers: nothing but what its signer saw."""

    subject_id: int
    judgement: int
    answers: frozenset[str]


def resolve_chunk(
    frame: pl.DataFrame,
    findings: pl.DataFrame,
    item: Item,
    batch: UUID,
    *,
    anew: bool = False,
    certified: Certified | None = None,
) -> Resolved:
    """Outcome of every row of a chunk that `measuring` has checked and keyed. Precedence: rejected, then "may not return", then duplicate, then held, then admitted.

    `anew`: these rows waited for an officer, so a record that was detached from its subject may go on with them. It goes back
    to the body that it was found not to be about by a certificate alone (`certified`).
    """
    judged = frame.join(by_row(findings), on="row", how="left").with_columns(
        pl.col("rejects").fill_null(False),
        pl.col("holds").fill_null(False),
        pl.col("asks_whose").fill_null(False),
        pl.col("warned").fill_null(False),
        pl.col("codes").fill_null(pl.lit([], dtype=pl.List(pl.String))),
    )
    refused = judged.filter(pl.col("rejects")).with_columns(
        outcome=pl.lit(Outcome.REJECTED.value),
        record=pl.lit(None, dtype=pl.String),
        subject_id=pl.lit(None, dtype=pl.Int64),
        judgement=pl.lit(None, dtype=pl.Int64),
        stored_number=pl.lit(0, dtype=pl.Int64),
        contest=pl.lit(None, dtype=pl.Int64),
    )
    standing = judged.filter(~pl.col("rejects"))
    if standing.is_empty():
        return Resolved(refused)
    attached = _attached(standing, item)
    if certified is not None:
        attached = _as_certified(attached, certified)
    known = _known(attached, batch, anew=anew, certified=certified is not None)
    decided = known.with_columns(
        outcome=pl.when(pl.col("_stays_away"))
        .then(pl.lit(Outcome.HELD.value))
        .when(pl.col("_duplicate"))
        .then(pl.lit(Outcome.DUPLICATE.value))
        .when(
            pl.col("holds")
            | (pl.col("asks_whose") & ~pl.col("_judged"))
            | (pl.col("_holds").list.len() > 0)
        )
        .then(pl.lit(Outcome.HELD.value))
        .otherwise(pl.lit(Outcome.ADMITTED.value)),
        judgement="_judgement",
    ).with_columns(
        codes=pl.concat_list(
            "codes",
            "_holds",
            _code_if(
                JUDGED, pl.col("judgement").is_not_null() & (pl.col("outcome") == Outcome.ADMITTED)
            ),
        )
    )
    columns = refused.columns
    return Resolved(pl.concat([refused, decided.select(columns)], how="vertical"))


_HOLDS = pl.col("severity") == "hold"
_ASKS_WHOSE = pl.col("code").is_in(sorted(ANSWERED))


def by_row(findings: pl.DataFrame) -> pl.DataFrame:
    """One line per row that has findings: does any reject, hold, ask whose it is, warn; and which codes (notes left out)."""
    return (
        findings.filter((pl.col("row") > 0) & (pl.col("severity") != "note"))
        .group_by("row")
        .agg(
            rejects=(pl.col("severity") == "reject").any(),
            holds=(_HOLDS & ~_ASKS_WHOSE).any(),
            asks_whose=(_HOLDS & _ASKS_WHOSE).any(),
            warned=(pl.col("severity") == "warn").any(),
            codes=pl.col("code").unique().sort(),
        )
    )


CONTESTED = "record.contested"  # found not to be about the body it goes to: a certificate alone brings it back
JUDGED = "subject.judged"  # a note: this row is where it is by an officer's judgement

# Columns that may hold a further number of the same party; None: the number says itself which scheme it is of.
_NUMBERS: Mapping[str, str | None] = MappingProxyType(
    {
        "uscc": "uscc",
        "reg_no": None,
        "org_code": "org_code",
        "tax_no": "tax",
        "institution_no": "institution",
        "social_no": "social",
    }
)


def _attached(frame: pl.DataFrame, item: Item) -> pl.DataFrame:
    """With subject_id where a valid identifier names one without contradiction, and `_holds` where not."""
    resolved = subjects.resolve_many(frame["_scheme"], frame["_identifier"])
    return apply_judgements(attachments(frame, resolved, _others(frame, item)))


def _others(frame: pl.DataFrame, item: Item) -> pl.DataFrame:
    """Whose the further numbers of a row are: row and subject_id. They must not name somebody else."""
    found = [pl.DataFrame(schema={"row": frame.schema["row"], "subject_id": pl.Int64})]
    for role, scheme in _NUMBERS.items():
        field = item.by_role(role)
        if field is None:
            continue
        given = frame.select("row", "_identifier", value=field.code).filter(
            pl.col("value").is_not_null() & (pl.col("value") != pl.col("_identifier"))
        )
        if given.is_empty():
            continue
        schemes = (
            pl.Series([scheme]).new_from_index(0, given.height)
            if scheme
            else grade_many(given["value"]).frame()["scheme"]
        )
        resolved = subjects.resolve_many(schemes, given["value"])
        found.append(given.select("row").with_columns(resolved["subject_id"]).drop_nulls())
    return pl.concat(found)


# States in which a record is hidden and is not gone: what comes again of it is weighed, not refused for ever.
_HIDDEN = ("admitted", "merged", "detached", "undone")


def _as_certified(frame: pl.DataFrame, certified: Certified) -> pl.DataFrame:
    """Rows as their certificate says. What it does not answer still speaks against it, and so does another body's number."""
    other = (pl.col("subject_id") != certified.subject_id).fill_null(value=False)
    answers = pl.lit(sorted(certified.answers), dtype=pl.List(pl.String))
    return frame.with_columns(
        subject_id=pl.lit(certified.subject_id, dtype=pl.Int64),
        _holds=pl.concat_list(
            pl.col("_holds").list.set_difference(answers), _code_if(ELSEWHERE.code, other)
        ),
        _judged=pl.lit(value=True),
        _judgement=pl.lit(certified.judgement, dtype=pl.Int64),
    )


def _contested(frame: pl.DataFrame) -> pl.DataFrame:
    """row and contest, of rows that were found not to be about the body they go to; or to nobody yet."""
    standing = masks.contested()
    asked = frame.select("row", "record", "fingerprint_mac", "subject_id")
    of = (pl.col("subject_id") == pl.col("about")).fill_null(value=True)
    met = [
        asked.join(standing.select(key, "contest", "about"), on=key).filter(of)
        for key in ("record", "fingerprint_mac")
    ]
    rows = pl.concat([one.select("row", "contest") for one in met])
    return rows.group_by("row").agg(pl.col("contest").max())


def _known(
    frame: pl.DataFrame, batch: UUID, *, anew: bool, certified: bool = False
) -> pl.DataFrame:
    """With whether the record of each row is stored, repeated in the chunk, or must stay away."""
    gone_records, gone_prints = records.tombstoned(frame["record"], frame["fingerprint_mac"])
    contests = _contested(frame)
    stored = records.stored_versions(frame["record"])
    met = frame.join(stored, on="record", how="left", maintain_order="left").join(
        contests.clear() if certified else contests, on="row", how="left", maintain_order="left"
    )
    met = met.with_columns(
        _first_mac=pl.col("content_mac").first().over("record"),
        _repeats=pl.int_range(pl.len()).over("record") > 0,
    )
    stays_away = (
        pl.col("record").is_in(list(gone_records))
        | pl.col("fingerprint_mac").is_in(list(gone_prints))
        | (pl.col("stored_state").is_not_null() & ~pl.col("stored_state").is_in(_HIDDEN))
    )
    detached = (pl.col("stored_state") == "detached").fill_null(False)
    merged = (pl.col("stored_state") == "merged").fill_null(False)
    goes_on = detached & pl.lit(anew)
    # What came with a batch that was undone stands no more: its row enters as if it were the first.
    undone = (pl.col("stored_state") == "undone").fill_null(False)
    is_stored = pl.col("stored_mac").is_not_null() & ~goes_on & ~undone
    # An earlier chunk of the same file is the same file.
    elsewhere = is_stored & (pl.col("stored_batch") != str(batch))
    in_file = (is_stored & ~elsewhere) | (~is_stored & pl.col("_repeats"))
    same_stored = is_stored & (pl.col("stored_mac") == pl.col("content_mac"))
    same_repeat = ~is_stored & pl.col("_repeats") & (pl.col("_first_mac") == pl.col("content_mac"))
    # What left this body waits when it is sent again, word for word too: its agency is told, and may certify it.
    comes_back = pl.col("contest").is_not_null() & ~same_repeat.fill_null(False)
    is_same = (same_stored & ~(detached & comes_back)) | same_repeat
    return met.with_columns(
        stored_number=pl.col("stored_number").fill_null(0),
        _stays_away=stays_away.fill_null(False),
        _duplicate=is_same.fill_null(False),
    ).with_columns(
        _holds=pl.concat_list(
            "_holds",
            _code_if("record.tombstoned", pl.col("_stays_away")),
            _code_if("record.duplicate", pl.col("_duplicate") & ~pl.col("_stays_away")),
            _code_if(
                "record.correction_proposed",
                elsewhere & ~(detached | merged) & ~pl.col("_duplicate") & ~pl.col("_stays_away"),
            ),
            _code_if(CONTESTED, comes_back & ~pl.col("_duplicate") & ~pl.col("_stays_away")),
            _code_if("record.merged", merged & ~pl.col("_duplicate") & ~pl.col("_stays_away")),
            _code_if(
                "record.detached",
                detached & ~goes_on & ~pl.col("_duplicate") & ~pl.col("_stays_away"),
            ),
            _code_if(
                "record.repeated_in_file",
                in_file & ~(detached | merged) & ~pl.col("_duplicate") & ~pl.col("_stays_away"),
            ),
        )
    )


def _code_if(code: str, condition: pl.Expr) -> pl.Expr:
    return (
        pl.when(condition.fill_null(False))
        .then(pl.lit([code], dtype=pl.List(pl.String)))
        .otherwise(pl.lit([], dtype=pl.List(pl.String)))
    )
