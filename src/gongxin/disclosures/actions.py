"""`disclose()`: the only way out of facts towards somebody who may act on them. It leaves an edge before it answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import connection, transaction

from gongxin.disclosures.models import StaffRead
from gongxin.disclosures.purposes import Channel, RecipientKind

_EDGE = """
    INSERT INTO disclosures_disclosure
        (id, jurisdiction, channel, purpose, basis, consent, recipient_kind, recipient, subject_id, as_of_date)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_EDGE_WITH_VERSIONS = """
    WITH edge AS ({edge} RETURNING id)
    INSERT INTO disclosures_given (disclosure_id, record, number)
    SELECT edge.id, given.record, given.number
    FROM edge, unnest(%s::uuid[], %s::int[]) AS given(record, number)
""".replace("{edge}", _EDGE)

# Of many subjects at once: an edge for each, with its versions, so that each finds its own.
_EDGES = """
    WITH told AS MATERIALIZED (
        SELECT DISTINCT told.record, told.number, told.subject
        FROM unnest(%(records)s::uuid[], %(numbers)s::int[], %(subjects)s::bigint[]) AS told(record, number, subject)
        WHERE NOT (%(only_new)s AND EXISTS (
            SELECT 1 FROM disclosures_given AS g JOIN disclosures_disclosure AS d ON d.id = g.disclosure_id
            WHERE g.record = told.record AND g.number = told.number
              AND d.recipient_kind = %(kind)s AND d.recipient = %(name)s))
    ), edge AS (
        INSERT INTO disclosures_disclosure
            (id, jurisdiction, channel, purpose, basis, consent, recipient_kind, recipient, subject_id, as_of_date)
        SELECT gen_random_uuid(), %(jurisdiction)s, %(channel)s, %(purpose)s, %(basis)s, %(consent)s::uuid, %(kind)s,
               %(name)s, subject, %(as_of_date)s
        FROM (SELECT DISTINCT subject FROM told) AS subjects
        RETURNING id, subject_id
    )
    INSERT INTO disclosures_given (disclosure_id, record, number)
    SELECT edge.id, told.record, told.number FROM told JOIN edge ON edge.subject_id = told.subject
"""


@dataclass(frozen=True)
class Recipient:
    """Who is given the facts. An anonymous recipient is known only by the id of its own check."""

    kind: RecipientKind
    name: str = ""


@dataclass(frozen=True)
class Grounds:
    """Over which channel, what for (a purpose of the law's closed list), on which basis, with whose consent."""

    channel: Channel
    purpose: str
    basis: str
    consent: UUID | None = None


@dataclass(frozen=True)
class Facts:
    """What is given: versions of records of one subject (or of none), as they could be read on a day."""

    jurisdiction: str
    subject_id: int | None
    versions: Sequence[tuple[UUID, int]]
    as_of_date: date


@transaction.atomic
def disclose(
    *, facts: Facts, recipient: Recipient, grounds: Grounds, by: str, now: datetime
) -> UUID:
    """Record that these versions were given, and return the id of the disclosure (the `check_id` of a check).

    One statement in one round trip. The table is append-only; the journal does not cover edges yet.
    `by` acts for the recipient; `now` is the door's clock, while the edge carries the database's.
    """
    del by, now  # the edge names the recipient and takes the database's time
    identity = uuid4()
    name = str(identity) if recipient.kind is RecipientKind.ANONYMOUS else recipient.name
    edge = (
        identity,
        facts.jurisdiction,
        grounds.channel.value,
        grounds.purpose,
        grounds.basis,
        grounds.consent,
        recipient.kind.value,
        name,
        facts.subject_id,
        facts.as_of_date,
    )
    with connection.cursor() as cursor:
        if facts.versions:
            records, numbers = zip(*facts.versions, strict=True)
            cursor.execute(_EDGE_WITH_VERSIONS, [*edge, list(records), list(numbers)])
        else:
            cursor.execute(_EDGE, edge)
    return identity


@dataclass(frozen=True)
class Told:
    """A version of a record, and whom it is about."""

    record: UUID
    number: int
    subject_id: int


@transaction.atomic
def disclose_many(
    *,
    versions: Sequence[Told],
    recipient: Recipient,
    grounds: Grounds,
    jurisdiction: str,
    as_of_date: date,
    only_new: bool = False,
    by: str,
    now: datetime,
) -> int:
    """Record that these versions, of as many subjects as they are about, were given to a recipient with a name; how many.

    One statement however many they are. Each subject has an edge of its own, and finds it among the looks at itself.
    `only_new`: what this recipient had before leaves no second edge. An anonymous one is named by the check it holds.
    """
    del by, now  # as in disclose()
    if not versions:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            _EDGES,
            {
                "records": [one.record for one in versions],
                "numbers": [one.number for one in versions],
                "subjects": [one.subject_id for one in versions],
                "jurisdiction": jurisdiction,
                "channel": grounds.channel.value,
                "purpose": grounds.purpose,
                "basis": grounds.basis,
                "consent": grounds.consent,
                "kind": recipient.kind.value,
                "name": recipient.name,
                "as_of_date": as_of_date,
                "only_new": only_new,
            },
        )
        return int(cursor.rowcount)


@dataclass(frozen=True)
class Look:
    """What somebody who works here looked at: as whom, which action, what for, what was asked, which ids came back."""

    role: str
    agency_key: str
    action: str
    purpose: str
    shown: Sequence[str]
    asked: str | None = None
    reason: str | None = None


@transaction.atomic
def record_read(*, look: Look, jurisdiction: str, by: str, now: datetime) -> UUID:
    """Keep the look, in the transaction that answers: without it there is no answer."""
    made = StaffRead.objects.create(
        jurisdiction=jurisdiction,
        account=by,
        role=look.role,
        agency_key=look.agency_key,
        action=look.action,
        purpose=look.purpose,
        reason=look.reason,
        asked=look.asked,
        shown=list(look.shown),
        at=now,
    )
    return made.pk
