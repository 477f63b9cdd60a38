"""Accepting what a batch proposes to correct: the approved half of a motion. Nobody else calls it."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import polars as pl
from django.db import connection, transaction

from gongxin.agencies import queries as agencies
from gongxin.catalogue.queries import item_version
from gongxin.intake import correcting
from gongxin.intake.batches import BatchRefused
from gongxin.intake.entering import as_versions, ensure_not_undone, locked
from gongxin.intake.models import Batch
from gongxin.jurisdiction.values import Item
from gongxin.records import actions as records
from gongxin.records.actions import Agreed, ChunkOrigin


@transaction.atomic
def accept_corrections(
    *, batch: UUID, row: int | None, digest: bytes, agreed: Agreed, by: str, now: datetime
) -> int:
    """Every record that the batch (or its one row) proposes to correct gets its new version; returns how many.

    All or nothing, and exactly what was seen: where anything moved on since, nothing is done.
    """
    found = locked(batch)
    ensure_not_undone(found)
    if by == found.submitted_by:
        raise BatchRefused(
            "更正须由报送人以外的账号批准",
            "a correction is approved by another account than the one that sent it",
        )
    item = item_version(found.item, found.item_version)
    seen = _Seen(found, item, row)
    corrected = records.correct(
        frames=seen.frames(),
        origin=ChunkOrigin(
            found.jurisdiction, item, batch, agencies.agency_by_key(found.agency_key).id
        ),
        agreed=agreed,
        by=by,
        now=now,
    )
    if seen.digest.digest() != digest:
        raise BatchRefused(
            "待更正的内容与所见不符，请重新提请",
            "what would be corrected is not what was seen: propose it again",
        )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE intake_row SET outcome = 'corrected', party = NULL"
            " WHERE batch_id = %s AND row_no = ANY(%s)",
            [batch, seen.rows],
        )
        assert cursor.rowcount == corrected, "each row became one version"
    found.held -= corrected
    found.corrected += corrected
    found.save(update_fields=["held", "corrected"])
    return corrected


class _Seen:
    """The rows as they go to the records, and on the way the digest over what they are."""

    def __init__(self, batch: Batch, item: Item, row: int | None) -> None:
        self.batch, self.item, self.row = batch, item, row
        self.digest, self.rows = hashlib.sha256(), list[int]()

    def frames(self) -> Iterator[pl.DataFrame]:
        for frame in correcting.frames(self.batch, self.item, self.row):
            self.digest.update(b"".join(correcting.marks(frame)))
            self.rows += frame["row"].to_list()
            yield as_versions(frame).with_columns(
                number=frame["stored_number"], fingerprint_mac=frame["fingerprint_mac"]
            )
