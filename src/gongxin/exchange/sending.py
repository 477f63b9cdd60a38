"""Carries recalls to those who hold copies: messages out, each its own transaction before and after, and pages that are fetched.

What is told leaves its edge before it goes. No job is needed for a recall to be owed: what is due is asked of the database at
each round, so a worker that died has forgotten nothing.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import orjson
from django.conf import settings
from django.db import connection, transaction

from gongxin.disclosures import actions as disclosures
from gongxin.disclosures.actions import Grounds, Told
from gongxin.disclosures.actions import Recipient as EdgeOf
from gongxin.disclosures.purposes import Channel, RecipientKind
from gongxin.exchange import signatures, statements, webhook
from gongxin.exchange.actions import recalls as acts
from gongxin.exchange.keys import public_key, signing_key
from gongxin.exchange.queries import partners, recall_lists, recalls
from gongxin.exchange.queries.partners import PartnerCard
from gongxin.exchange.queries.recall_clock import RecallClock, civil
from gongxin.exchange.recalls import Recall, Recipient
from gongxin.exchange.statements import Truth
from gongxin.exchange.webhook import NotDelivered
from gongxin.records.documents import record_document
from gongxin.records.publicrecord import PublicRecord

KIND: Final = "application/json"
BASIS: Final = "recall"
ROUND_SECONDS: Final = 20.0  # then the worker looks after its batches again
_LOCK: Final = (
    0x72656361  # one sender at a time ("reca"); its rival: a second worker, or the command
)
Post = Callable[..., None]


@dataclass(frozen=True)
class Sent:
    """What a round came to. `busy`: another process is sending."""

    delivered: int = 0
    failed: int = 0
    busy: bool = False


def send_due(*, by: str, now: datetime, post: Post = webhook.post) -> Sent:
    """Everything that is due now, partner by partner, as far as a round reaches. Doing it twice sends nothing twice."""
    until = time.monotonic() + ROUND_SECONDS
    delivered = failed = 0
    with _alone() as alone:
        if not alone:
            return Sent(busy=True)
        for partner in partners.partners_with_webhook():
            came = True
            while came and time.monotonic() < until:
                batch = recall_lists.due(partner.key, now, limit=recalls.PAGE)
                came = bool(batch)
                if batch:
                    failure = _send(partner, batch, by=by, now=now, post=post)
                    came = failure is None  # who does not answer is asked once a round
                    delivered += len(batch) if came else 0
                    failed += 0 if came else len(batch)
    return Sent(delivered, failed)


def _send(
    partner: PartnerCard, batch: Sequence[Recall], *, by: str, now: datetime, post: Post
) -> str | None:
    """One message; the reason where it came to nothing."""
    assert partner.webhook is not None
    recipient = Recipient("partner", partner.key)
    body = orjson.dumps(document(told(recipient, batch, by=by, now=now), next_=None))
    message = signatures.message_to(partner.webhook, body, kind=KIND)
    signing = signatures.sign(
        message, key=signing_key(), keyid=statements.key_id(public_key()), created=now
    )
    failure: str | None = None
    try:
        post(
            partner.webhook,
            body=body,
            fields={**message.fields, **signing},
            loopback=settings.GONGXIN_MODE != "production",
        )
    except NotDelivered as reason:
        failure = reason.code
    acts.note_sent(recipient=recipient, sent=batch, failed=failure, by=by, now=now)
    return failure


@transaction.atomic
def fetched(partner: PartnerCard, *, after: int, limit: int, now: datetime) -> dict[str, Any]:
    """A page of the partner's recalls after a change, as it fetches them: told, and noted as delivered."""
    recipient = Recipient("partner", partner.key)
    page = recalls.of_recipient(recipient, after=after, limit=limit)
    envelopes = told(recipient, page, by=acts.PARTNER, now=now)
    acts.note_sent(recipient=recipient, sent=page, failed=None, by=acts.PARTNER, now=now)
    return document(envelopes, next_=page[-1].sequence if len(page) == limit else None)


def document(envelopes: Sequence[Mapping[str, Any]], *, next_: int | None) -> dict[str, Any]:
    """The body of a message and of a page: the same shape."""
    return {"recalls": list(envelopes), "next": next_}


@transaction.atomic
def told(
    recipient: Recipient, owed: Sequence[Recall], *, by: str, now: datetime
) -> list[dict[str, Any]]:
    """Signed statements of these recalls, with what is true now; what of it is new to the recipient leaves an edge."""
    truths = recalls.truths(owed, civil(now))
    leave_edges(recipient, list(truths.values()), as_of_date=civil(now), by=by, now=now)
    clock, key = RecallClock(), signing_key()
    return [
        statements.signed(
            statements.statement(
                one, truth(truths.get(one.id)), act_by=clock.act_by(one.opened_at), as_of=now
            ),
            key=key,
        )
        for one in owed
    ]


def leave_edges(
    recipient: Recipient,
    given: Sequence[PublicRecord],
    *,
    as_of_date: date,
    by: str,
    now: datetime,
) -> None:
    disclosures.disclose_many(
        versions=[Told(one.record, one.number, one.subject_id) for one in given],
        recipient=EdgeOf(RecipientKind(recipient.kind), recipient.name),
        grounds=Grounds(Channel.RECALL, "public_interest", BASIS),
        jurisdiction=settings.GONGXIN_JURISDICTION,
        as_of_date=as_of_date,
        only_new=True,
        by=by,
        now=now,
    )


def truth(found: PublicRecord | None) -> Truth | None:
    """The public document in values that JSON knows, so that it can be signed."""
    if found is None:
        return None
    return Truth(found.number, orjson.loads(orjson.dumps(record_document(found))))


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether we are the one sender of this moment. Held by the session: no transaction waits for a partner."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        (alone,) = cursor.fetchone()
    try:
        yield bool(alone)
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
