"""A request of a program becomes a batch once: sent again under the same key it is the same batch, for ever."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError

from gongxin.agencies.scope import acting_for
from gongxin.canonical import canonical_row
from gongxin.intake import conveyor
from gongxin.intake.actions import sent
from gongxin.intake.conveyor import Incoming
from gongxin.intake.models import Sent
from gongxin.refusal import Refusal

_TOKEN: Final = re.compile(r"[\x21-\x7e]{8,200}")


class TokenUnfit(Refusal):
    """There is no Idempotency-Key, or it is none."""

    code = "request.idempotency_key"

    def __init__(self) -> None:
        super().__init__(
            "须带 Idempotency-Key：8 到 200 个可见的 ASCII 字符，每次报送用一个新的",
            "an Idempotency-Key is needed: 8 to 200 visible ASCII characters, a new one for each sending",
        )


class TokenUsed(Refusal):
    """The same key came before with another body or other parameters."""

    code = "request.idempotency_conflict"

    def __init__(self, batch: UUID) -> None:
        super().__init__(
            "这个 Idempotency-Key 已经用于另一次报送",
            "this Idempotency-Key was used for another sending",
            remedy_zh="内容改过的，请换一个新的键；重发的，请原样发送",
            remedy_en="use a new key for other content; send the very same again to repeat",
            details={"batch": str(batch)},
        )


@dataclass(frozen=True)
class Sending:
    """What a request is known by: its key, and a digest over all it asked for."""

    token_hash: bytes
    request_digest: bytes


def sending(token: str, incoming: Incoming, content: bytes) -> Sending:
    """The two digests of a request, or TokenUnfit."""
    if not _TOKEN.fullmatch(token):
        raise TokenUnfit
    asked = [
        incoming.item,
        incoming.agency_key,
        incoming.encoding or "",
        hashlib.sha256(content).hexdigest(),
    ]
    return Sending(
        hashlib.sha256(token.encode()).digest(), hashlib.sha256(canonical_row(asked)).digest()
    )


def send_once(
    *,
    token: str,
    incoming: Incoming,
    jurisdiction: str,
    by: str,
    now: datetime,
    today: date,
) -> UUID:
    """The batch of this request: received now, or when it came before. TokenUsed where another request had the key."""
    assert isinstance(incoming.source, bytes), "a request is told apart by all its bytes"
    this = sending(token, incoming, incoming.source)
    agency = incoming.agency_key
    before = _before(this, agency)
    if before is not None:
        return before

    def keep(batch: UUID) -> None:
        sent.keep(
            sending=(this.token_hash, this.request_digest),
            batch=batch,
            agency_key=agency,
            jurisdiction=jurisdiction,
            by=by,
            now=now,
        )

    try:
        return conveyor.receive(
            incoming=incoming, jurisdiction=jurisdiction, by=by, now=now, today=today, along=keep
        )
    except IntegrityError:
        # The same request came twice at once, and the other one was faster.
        faster = _before(this, agency)
        if faster is None:
            raise
        return faster


def _before(this: Sending, agency_key: str) -> UUID | None:
    with acting_for(agency_key):
        row = Sent.objects.filter(agency_key=agency_key, token_hash=this.token_hash).first()
    if row is None:
        return None
    if bytes(row.request_digest) != this.request_digest:
        raise TokenUsed(row.batch_id)
    return row.batch_id
