"""Writes on recalls: what was sent, what a recipient said, who telephoned. Each is an event; a recall itself is never written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from gongxin.exchange import acknowledgements, signatures
from gongxin.exchange.acknowledgements import AcknowledgementRefused, CallResult, RecallUnknown
from gongxin.exchange.models import RecallEvent
from gongxin.exchange.queries import partners, recall_lists, recalls
from gongxin.exchange.queries.partners import PartnerCard
from gongxin.exchange.recalls import Event, Outcome, Recall, Recipient, Via
from gongxin.exchange.signatures import Message, SignatureRefused
from gongxin.intake.reading.personal import covered
from gongxin.journal import actions as journal

PARTNER: Final = "partner"  # who acts, in the log: the log names no institution's program
TAKEN: Final = "taken"  # what the log says of recalls that were delivered
# At once for all of a message; of what is delivered already, nothing more.
_SENT: Final = """
    INSERT INTO exchange_recallevent (recall, sequence, recipient_kind, recipient, event, at, by, code)
    SELECT sent.recall, sent.sequence, %(kind)s, %(name)s, %(event)s, %(now)s, %(by)s, %(code)s
    FROM unnest(%(recalls)s::uuid[], %(sequences)s::bigint[]) AS sent(recall, sequence)
    WHERE NOT EXISTS (
        SELECT 1 FROM exchange_recallevent AS e WHERE e.recall = sent.recall AND e.event = 'delivered')
"""
_MATCHED: Final = """
    INSERT INTO exchange_recallevent
        (recall, sequence, recipient_kind, recipient, event, at, by, outcome, via, done_at)
    SELECT held.recall, held.sequence, %(kind)s, %(name)s, 'acknowledged', %(now)s, %(by)s, 'set_equal', 'digest', %(now)s
    FROM unnest(%(recalls)s::uuid[], %(sequences)s::bigint[]) AS held(recall, sequence)
    ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True)
class Said:
    """What a recipient says it did, in its own words."""

    outcome: Outcome
    note: str = ""


@transaction.atomic
def note_sent(
    *, recipient: Recipient, sent: Sequence[Recall], failed: str | None, by: str, now: datetime
) -> int:
    """One message or one fetch was taken (`failed` is None), or came to nothing for this reason. How many that changes."""
    asked = {
        "event": (Event.FAILED if failed else Event.DELIVERED).value,
        "code": failed,
    }
    count = _insert(_SENT, recipient, sent, asked, by=by, now=now)
    if count:
        journal.append(
            kind="recalls.sent",
            body={"recalls": count, "came": failed or TAKEN},
            by=by,
            now=now,
        )
    return count


@transaction.atomic
def acknowledge(
    *, recall: UUID, said: Said, partner: PartnerCard, message: Message, by: str, now: datetime
) -> bool:
    """A partner's signed word about its recall. The same word again changes nothing; another one is a new event.

    True where it is new. RecallUnknown also where the recall is another's.
    """
    found = recalls.recall(recall)
    if found is None or found.recipient != Recipient("partner", partner.key):
        raise RecallUnknown
    if partner.ack_key is None:
        raise AcknowledgementRefused(
            "没有登记用来确认的公钥",
            "no key is registered to acknowledge with",
            remedy_zh="请向公共信用信息中心登记 Ed25519 公钥",
            remedy_en="register an Ed25519 key with the credit information centre",
        )
    verified = signatures.verify(message, public_key=partner.ack_key)
    if verified.keyid != partner.key:
        raise SignatureRefused("keyid 不是接入单位代号", "keyid is not the partner's key")
    acknowledgements.ensure_moment(found, verified.created, now)
    note, _covered = covered(acknowledgements.ensure_note(said.note))
    event = _acknowledged(found, said.outcome, Via.SIGNATURE, by=partner.key, now=now)
    event.note, event.done_at = note or None, verified.created
    event.signed, event.body, event.signature = verified.base, message.body, verified.signature
    return _keep(event, found, by=by, now=now)


@transaction.atomic
def confirm_in_writing(
    *, recall: UUID, outcome: Outcome, paper: str, by: str, now: datetime
) -> None:
    """A supervisor enters what a recipient without a key wrote, with the number of its paper."""
    found = recalls.standing_of(recall, now)
    if found is None or not found.recall.recipient.can_be_reached:
        raise RecallUnknown
    acknowledgements.ensure_open(found.standing.state)
    if _signs(found.recall.recipient):
        raise AcknowledgementRefused(
            "该单位登记了公钥，由它自己签名确认",
            "this recipient has a registered key and signs itself",
        )
    note, _covered = covered(acknowledgements.ensure_note(paper))
    if not note or outcome not in acknowledgements.SAYABLE:
        raise AcknowledgementRefused(
            "请写明书面答复的文号和日期", "say the number and the date of the paper"
        )
    event = _acknowledged(found.recall, outcome, Via.WRITTEN, by=by, now=now)
    event.note, event.done_at = note, now
    _keep(event, found.recall, by=by, now=now)


@transaction.atomic
def call(*, recall: UUID, result: CallResult, note: str, by: str, now: datetime) -> None:
    """Somebody telephoned. It is kept with who and when, and ends nothing."""
    found = recalls.standing_of(recall, now)
    if found is None or not found.recall.recipient.can_be_reached:
        raise RecallUnknown
    acknowledgements.ensure_open(found.standing.state)
    text, _covered = covered(acknowledgements.ensure_note(note))
    event = _event(found.recall, Event.CALLED, by=by, now=now)
    event.code, event.note = result.value, text or None
    event.save(force_insert=True)
    journal.append(
        kind="recall.called", body={"recall": str(recall), "came": result.value}, by=by, now=now
    )


@transaction.atomic
def acknowledge_through(*, partner: str, sequence: int, by: str, now: datetime) -> int:
    """The partner's whole set equals ours through this change: what the feed alone gave it is corrected there.

    Acknowledges its open recalls up to the change, outcome `set_equal`; how many.
    """
    held = recall_lists.open_through(partner, sequence)
    count = _insert(_MATCHED, Recipient("partner", partner), held, {}, by=by, now=now)
    if count:
        body = {"recalls": count, "through": held[-1].sequence}
        journal.append(kind="recalls.matched", body=body, by=by, now=now)
    return count


def _signs(recipient: Recipient) -> bool:
    """Whether the recipient could say it with its own key."""
    card = partners.partner_in_force(recipient.name) if recipient.kind == "partner" else None
    return card is not None and card.ack_key is not None


def _insert(
    sql: str,
    recipient: Recipient,
    those: Sequence[Recall],
    asked: dict[str, str | None],
    *,
    by: str,
    now: datetime,
) -> int:
    if not those:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            sql,
            {
                "recalls": [one.id for one in those],
                "sequences": [one.sequence for one in those],
                "kind": recipient.kind,
                "name": recipient.name,
                "by": by,
                "now": now,
                **asked,
            },
        )
        return int(cursor.rowcount)


def _event(recall: Recall, event: Event, *, by: str, now: datetime) -> RecallEvent:
    return RecallEvent(
        recall=recall.id,
        sequence=recall.sequence,
        recipient_kind=recall.recipient.kind,
        recipient=recall.recipient.name,
        event=event.value,
        at=now,
        by=by,
    )


def _acknowledged(
    recall: Recall, outcome: Outcome, via: Via, *, by: str, now: datetime
) -> RecallEvent:
    event = _event(recall, Event.ACKNOWLEDGED, by=by, now=now)
    event.outcome, event.via = outcome.value, via.value
    return event


def _keep(event: RecallEvent, recall: Recall, *, by: str, now: datetime) -> bool:
    """Keep the word, once. Whether it is new."""
    with connection.cursor() as cursor:  # races with the same message sent twice
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(recall.id)])
    is_known = RecallEvent.objects.filter(
        recall=recall.id, event=event.event, outcome=event.outcome, done_at=event.done_at
    ).exists()
    if is_known:
        return False
    event.save(force_insert=True)
    journal.append(
        kind="recall.acknowledged",
        body={"recall": str(recall.id), "outcome": event.outcome or "", "via": event.via or ""},
        by=by,
        now=now,
    )
    return True
