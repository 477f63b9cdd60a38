"""Every write of files: taken in, and looked through by a scanner once it answers. The file survives a power cut before its row is written."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from gongxin.agencies.scope import acting_for
from gongxin.attachments import holding, queries, receiving
from gongxin.attachments.kinds import FILES_MAX, HOLDER_BYTES_MAX, State
from gongxin.attachments.models import File, Verdict
from gongxin.attachments.receiving import Prepared
from gongxin.attachments.refusals import refused
from gongxin.attachments.scanning import Found
from gongxin.journal import actions as journal


@transaction.atomic
def keep(
    *, holder: str, agency_key: str, content: bytes, name: str, by: str, now: datetime
) -> UUID:
    """Take in one file. The same content handed in again for the same holder is the file that is there."""
    ready = receiving.prepared(content=content, name=name)
    (made,) = keep_prepared(holder=holder, agency_key=agency_key, files=[ready], by=by, now=now)
    return made


@transaction.atomic
def keep_prepared(
    *, holder: str, agency_key: str, files: Sequence[Prepared], by: str, now: datetime
) -> list[UUID]:
    """Take in files that are prepared; all of them or none."""
    if not files:
        return []
    with acting_for(agency_key):
        with connection.cursor() as cursor:
            # Races with another upload for this holder: the numbers, the folder and the same content.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [holder])
        return [_kept(holder, agency_key, one, by, now) for one in files]


def _kept(holder: str, agency_key: str, one: Prepared, by: str, now: datetime) -> UUID:
    there = list(File.objects.filter(holder=holder).values_list("id", "digest", "size"))
    digest = sha256(one.content).digest()
    for known, its_digest, _ in there:
        if bytes(its_digest) == digest:
            return known
    if (
        len(there) >= FILES_MAX
        or sum(size for _, _, size in there) + len(one.content) > HOLDER_BYTES_MAX
    ):
        raise refused("attachment.too_many")
    holding.sweep(holder, [bytes(its_digest) for _, its_digest, _ in there])
    sealed_digest = holding.keep(holder, one.content)
    row = File.objects.create(
        jurisdiction=settings.GONGXIN_JURISDICTION,
        agency_key=agency_key,
        holder=holder,
        name=one.name,
        type=one.type.value,
        size=len(one.content),
        original_digest=one.original_digest,
        digest=digest,
        sealed_digest=sealed_digest,
        by=by,
        at=now,
    )
    journal.append(
        kind="attachment.kept",
        body={
            "attachment": str(row.pk),
            "agency": agency_key,
            "type": one.type.value,
            "size": len(one.content),
            "original": one.original_digest.hex(),
            "content": digest.hex(),
        },
        by=by,
        now=now,
    )
    if one.found is not None:
        _enter(row, one.found, by, now)
    return row.pk


@transaction.atomic
def ensure_scanned(*, file: UUID, by: str, now: datetime) -> State:
    """Ask the scanner about a file that waits for it; where the file stands now. What needs no asking is not asked."""
    card = queries.card(file)
    assert card is not None, "whoever asks has found it"
    scanner = receiving.configured()
    if card.state is not State.WAITS or scanner is None:
        return card.state
    found = scanner.scan(queries.kept(card))
    if found is None:
        return State.WAITS
    _enter(File.objects.get(pk=file), found, by, now)
    return State.CLEAN if found.is_clean else State.INFECTED


def _enter(row: File, found: Found, by: str, now: datetime) -> None:
    Verdict.objects.create(file=row, agency_key=row.agency_key, found=found.name, by=by, at=now)
    journal.append(
        kind="attachment.scanned",
        body={
            "attachment": str(row.pk),
            "verdict": "clean" if found.is_clean else "infected",
        },
        by=by,
        now=now,
    )
