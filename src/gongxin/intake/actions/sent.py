"""The write of a program's request: which batch it became."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from gongxin.intake.models import Sent


@transaction.atomic
def keep(
    *,
    sending: tuple[bytes, bytes],
    batch: UUID,
    agency_key: str,
    jurisdiction: str,
    by: str,
    now: datetime,
) -> None:
    """Bind the key of a request to its batch, in the transaction that acknowledges it, whose entry speaks for both."""
    token_hash, request_digest = sending
    Sent.objects.create(
        jurisdiction=jurisdiction,
        agency_key=agency_key,
        token_hash=token_hash,
        request_digest=request_digest,
        batch_id=batch,
        sent_by=by,
        sent_at=now,
    )
