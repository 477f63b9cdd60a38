"""What a partner is given of the feed, each time with its edges, and what it says of its copy."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from gongxin.disclosures import actions as disclosures
from gongxin.disclosures.actions import Grounds, Recipient, Told
from gongxin.disclosures.purposes import Channel, RecipientKind
from gongxin.exchange import digests, elements
from gongxin.exchange.actions import recalls
from gongxin.exchange.lines import FeedAhead, Line
from gongxin.exchange.models import SetComparison
from gongxin.exchange.queries import lines
from gongxin.exchange.queries.lines import Step
from gongxin.exchange.queries.partners import Compared, PartnerCard
from gongxin.journal import actions as journal
from gongxin.records import masks
from gongxin.records import queries as records
from gongxin.records.publicrecord import PublicRecord
from gongxin.subjects import queries as subjects
from gongxin.subjects.queries import Brief

PAGE_MAX: Final = 1_000  # lines of a page; also records of a step of a snapshot


@dataclass(frozen=True)
class Document:
    """What the public may read of a version now, and of whom."""

    record: PublicRecord
    organisation: Brief
    hidden_from: date | None  # the first day without it unless somebody answers before

    @property
    def shown_until(self) -> date | None:
        """The first day on which a copy may not show it, as far as it is known today."""
        return min(
            (day for day in (self.record.shown_until, self.hidden_from) if day), default=None
        )


@dataclass(frozen=True)
class Given:
    """A line with the digest of the set after it, and with its document where the public may read it now."""

    line: Line
    digest: bytes
    document: Document | None


@dataclass(frozen=True)
class Page:
    """A page of the feed. `head`: the last line there is."""

    given: tuple[Given, ...]
    head: int


@transaction.atomic
def give_page(
    *, partner: PartnerCard, after: int, limit: int, today: date, by: str, now: datetime
) -> Page:
    """The lines behind `after`, and an edge for every version whose document is among them."""
    head = lines.head()
    if after > head:
        raise FeedAhead(after, head)
    found = lines.lines_after(after, min(limit, PAGE_MAX))
    if not found:
        return Page((), head)
    states = digests.states(digests.state_after(after), found)
    named = [_version(line) for line in found]
    documents = _documents([one for one in named if one], today)
    _leave_edges(partner, documents.values(), today, by=by, now=now)
    given = tuple(
        Given(line, elements.digest(state), documents.get(version) if version else None)
        for line, state, version in zip(found, states, named, strict=True)
    )
    return Page(given, max(head, found[-1].sequence))


@transaction.atomic
def give_standing(
    *, partner: PartnerCard, after: UUID, through: int, today: date, by: str, now: datetime
) -> tuple[Step, list[Document | None]]:
    """A step of a snapshot: what stands after line `through` behind this record, each with its document, and its edges."""
    step = lines.standing_after(after, through, PAGE_MAX)
    documents = _documents([(one.record, one.number) for one in step.found], today)
    _leave_edges(partner, documents.values(), today, by=by, now=now)
    return step, [documents.get((one.record, one.number)) for one in step.found]


@transaction.atomic
def compare_set(
    *, partner: PartnerCard, through: int, digest: bytes, by: str, now: datetime
) -> Compared:
    """Keep what a partner says of its copy after a line, and what ours is. Equal, it answers for the recalls up to there."""
    head = lines.head()
    if through > head:
        raise FeedAhead(through, head)
    ours = digests.digest_after(through)
    row = SetComparison.objects.create(
        partner_id=partner.key, through=through, digest=digest, ours=ours, at=now
    )
    is_equal = digest == ours
    journal.append(
        kind="feed.compared",
        body={
            "partner": partner.key,
            "through": through,
            "verdict": "equal" if is_equal else "different",
            "digest": ours.hex(),
        },
        by=by,
        now=now,
    )
    if is_equal:  # then what it was given by the feed alone is corrected there
        recalls.acknowledge_through(partner=partner.key, sequence=through, by=by, now=now)
    return Compared(row.through, is_equal, digest, ours, now)


def _version(line: Line) -> tuple[UUID, int] | None:
    """The version that stands after this line."""
    if line.record is None or line.number is None or line.element is None:
        return None
    return line.record, line.number


def _documents(
    versions: Sequence[tuple[UUID, int]], today: date
) -> dict[tuple[UUID, int], Document]:
    """Of these versions what the public may read now, in exactly these."""
    if not versions:
        return {}
    shown = records.public_records_among(
        list(dict.fromkeys(record for record, _ in versions)), today
    )
    asked = set(versions)
    readable = [one for one in shown.values() if (one.record, one.number) in asked]
    whose = subjects.briefs(sorted({one.subject_id for one in readable}))
    ahead = masks.first_days_hidden([one.record for one in readable])
    return {
        (one.record, one.number): Document(one, whose[one.subject_id], ahead.get(one.record))
        for one in readable
    }


def _leave_edges(
    partner: PartnerCard, given: Iterable[Document], today: date, *, by: str, now: datetime
) -> None:
    """An edge for each body that something is told of, before anything of it goes out."""
    disclosures.disclose_many(
        versions=[
            Told(one.record.record, one.record.number, one.record.subject_id) for one in given
        ],
        recipient=Recipient(RecipientKind.PARTNER, partner.key),
        grounds=Grounds(Channel.FEED, partner.purpose, basis=partner.basis),
        jurisdiction=settings.GONGXIN_JURISDICTION,
        as_of_date=today,
        by=by,
        now=now,
    )
