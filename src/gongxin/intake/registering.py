"""A chunk of the register itself: organisations enter the room `subjects`, row outcomes come back in the one shape."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import polars as pl

from gongxin.catalogue import queries as catalogue
from gongxin.intake.batches import Outcome
from gongxin.intake.resolving import Resolved, by_row
from gongxin.jurisdiction.values import Item
from gongxin.subjects import actions as subjects

REGISTER = "registration"  # the item whose facts are the register of subjects itself


@dataclass(frozen=True)
class Origin:
    """Which chunk of which batch of which agency."""

    batch: UUID
    chunk: int
    jurisdiction: str
    agency_key: str


def register_chunk(
    frame: pl.DataFrame,
    findings: pl.DataFrame,
    item: Item,
    origin: Origin,
    *,
    by: str,
    now: datetime,
) -> Resolved:
    """Rows without a rejecting or holding finding are registered; the register says what became of each."""
    judged = frame.join(by_row(findings), on="row", how="left").with_columns(
        pl.col("rejects").fill_null(False),
        (pl.col("holds") | pl.col("asks_whose")).fill_null(False),
        pl.col("warned").fill_null(False),
        pl.col("codes").fill_null(pl.lit([], dtype=pl.List(pl.String))),
    )
    judged = judged.with_columns(
        stopped=pl.when(pl.col("rejects"))
        .then(pl.lit(Outcome.REJECTED.value))
        .when(pl.col("holds"))
        .then(pl.lit(Outcome.HELD.value))
    )
    entering = judged.filter(pl.col("stopped").is_null())
    made = subjects.register_many(
        frame=_by_role(entering, item),
        jurisdiction=origin.jurisdiction,
        agency_key=origin.agency_key,
        batch=origin.batch,
        chunk=origin.chunk,
        known=catalogue.known_prefixes(),
        by=by,
        now=now,
    ).rows
    told = made.select(
        "row",
        made_outcome="outcome",
        made_codes=pl.when(pl.col("outcome") == Outcome.DUPLICATE)
        .then(pl.concat_list("codes", pl.lit(["record.duplicate"])))
        .otherwise("codes"),
        subject_id="subject_id",
    )
    joined = judged.join(told, on="row", how="left")
    return Resolved(
        joined.with_columns(
            outcome=pl.coalesce("stopped", "made_outcome"),
            codes=pl.concat_list(
                "codes", pl.col("made_codes").fill_null(pl.lit([], dtype=pl.List(pl.String)))
            ),
            record=pl.lit(None, dtype=pl.String),
            judgement=pl.lit(None, dtype=pl.Int64),
            contest=pl.lit(None, dtype=pl.Int64),
        )
    )


def _by_role(frame: pl.DataFrame, item: Item) -> pl.DataFrame:
    """The columns that the register knows, by their role; helper columns stay."""
    roles = {field.code: field.role for field in item.fields if field.role}
    return frame.select(
        "row",
        "_identifier",
        "_scheme",
        "_party",
        *(pl.col(code).alias(role) for code, role in roles.items()),
    )
