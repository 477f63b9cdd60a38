"""Correcting records by new versions, as two persons decided: one record, or every one that a batch proposes to correct."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import polars as pl
from django.db import transaction

from gongxin.records import feed, lifecycle, locks, queries, sealing, testimony
from gongxin.records.actions.admission import ChunkOrigin
from gongxin.records.actions.change import ReasonMissing, RecordMovedOn
from gongxin.records.lifecycle import Event, State
from gongxin.records.models import Release
from gongxin.refusal import Refusal


class CorrectionRefused(Refusal):
    code = "record.correction_refused"


@dataclass(frozen=True)
class Agreed:
    """What two persons agreed upon: who proposed it, why, and the digest of what the other one saw."""

    proposed_by: str
    reason: str
    seen_hash: bytes


@transaction.atomic
def correct(
    *, frames: Iterable[pl.DataFrame], origin: ChunkOrigin, agreed: Agreed, by: str, now: datetime
) -> int:
    """Each row becomes the version after the one it names; returns how many. Shown at the next request: it is released here.

    `frames` carry the columns of `admit_chunk` with `number`, the version that each row corrects, and `fingerprint_mac`.
    All or nothing: RecordMovedOn where one of them is not the latest any more or does not stand.
    """
    if not agreed.reason.strip():
        raise ReasonMissing
    if agreed.proposed_by == by:
        raise CorrectionRefused(
            "更正须由提请人以外的第二个账号批准",
            "a second account, other than the one that proposed it, must approve a correction",
        )
    locks.many_records()
    state = lifecycle.after(State.ADMITTED, Event.CORRECT)
    act, done = uuid4(), 0
    parts: list[testimony.Part] = []
    for frame in frames:
        _ensure_stands(frame)
        made = sealing.sealed(
            _versions(frame, origin, act=act, first=done + 1, state=state, reason=agreed.reason),
            origin.item,
        )
        sealing.copy_versions(made, origin.item)
        parts.append(testimony.part(made["commitment"].to_list(), first=done + 1))
        done += frame.height
    if not parts:
        raise CorrectionRefused("没有可以更正的记录", "there is nothing left to correct")
    _testify(act, parts, origin, agreed, by=by, now=now)
    return done


def _ensure_stands(frame: pl.DataFrame) -> None:
    """Under the lock of acts on many: each row is about the latest version, and neither it nor its content has left."""
    stored = queries.stored_versions(frame["record"])
    met = frame.select("record", "number").join(stored, on="record", how="left")
    moved = met.filter(
        (pl.col("stored_number") != pl.col("number")).fill_null(value=True)
        | (pl.col("stored_state") != State.ADMITTED.value)
    )
    if not moved.is_empty():
        raise RecordMovedOn
    records, prints = queries.tombstoned(frame["record"], frame["fingerprint_mac"])
    if records or prints:
        raise CorrectionRefused(
            "更正后的内容曾被撤回或修复，不能再次公开",
            "what it would say was withdrawn or repaired before and may not return",
        )


def _versions(
    frame: pl.DataFrame, origin: ChunkOrigin, *, act: UUID, first: int, state: State, reason: str
) -> pl.DataFrame:
    return frame.with_columns(
        number=pl.col("number") + 1,
        jurisdiction=pl.lit(origin.jurisdiction),
        item=pl.lit(origin.item.code),
        item_version=pl.lit(origin.item.version),
        provider_id=pl.lit(origin.provider_id),
        state=pl.lit(state.value),
        reason=pl.lit(reason),
        language=pl.lit("zh-Hans"),
        batch=pl.lit(str(act)),
        row_no=pl.int_range(first, first + frame.height),
        recorded_at=pl.lit(sealing.instant(sealing.transaction_time())),
    )


def _testify(
    act: UUID,
    parts: list[testimony.Part],
    origin: ChunkOrigin,
    agreed: Agreed,
    *,
    by: str,
    now: datetime,
) -> None:
    """The release, every leaf at once, and the news. Last: the lock of the journal is everybody's."""
    Release.objects.create(
        jurisdiction=origin.jurisdiction,
        kind="two_person",
        batch=act,
        proposed_by=agreed.proposed_by,
        approved_by=by,
        seen_hash=agreed.seen_hash,
    )
    body = {
        "batch": str(origin.batch),
        "content": agreed.seen_hash.hex(),
        "proposed_by": agreed.proposed_by,
        "approved_by": by,
    }
    testimony.testify_parts(
        act=act, parts=parts, kind="records.corrected", body=body, by=by, now=now
    )
    feed.append_act(act=act, operation=lifecycle.OPERATIONS[Event.CORRECT], now=now)
