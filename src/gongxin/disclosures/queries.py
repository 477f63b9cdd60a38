"""Reads of who was given what, for the subject and for a recall that must reach everyone; and of who here looked at what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Count, QuerySet

from gongxin.disclosures.models import Disclosure, Given, StaffRead
from gongxin.disclosures.purposes import RecipientKind

VIEW_MAX = 200  # a page of "who looked"; more is asked for page by page
PAGE: Final = 50  # looks of staff on a page
EXPORT_MAX: Final = 100_000  # in one file; more is asked for by day
FIGURES_MAX: Final = 2_000  # accounts × days
# The house's own: far from what is usual in the role, and too many to be chance.
STANDS_OUT_TIMES: Final = 3
STANDS_OUT_MIN: Final = 20

# Rides on read_by_time. A control of access: in order of days and names, never of counts.
_FIGURES = """
    WITH counted AS (
        SELECT (r.at AT TIME ZONE %(zone)s)::date AS day, r.role, r.account, count(*) AS looks,
               count(*) FILTER (WHERE r.action = 'search.run') AS searches
        FROM disclosures_staffread AS r
        WHERE (r.at AT TIME ZONE %(zone)s)::date BETWEEN %(first)s AND %(last)s
        GROUP BY 1, 2, 3
    ), usual AS (
        SELECT day, role, percentile_cont(0.5) WITHIN GROUP (ORDER BY looks) AS median
        FROM counted GROUP BY day, role
    )
    SELECT c.day, c.account, c.role, c.looks, c.searches, u.median
    FROM counted AS c JOIN usual AS u USING (day, role)
    ORDER BY c.day DESC, c.role, c.account
    LIMIT %(limit)s
"""


@dataclass(frozen=True)
class Look:
    """One look at a subject: which institution, for what, when. Never which officer."""

    disclosure: UUID
    at: datetime
    channel: str
    purpose: str
    recipient_kind: str
    recipient: str


def looks_at(subject_id: int) -> list[Look]:
    """The latest looks at this subject, newest first."""
    rows = Disclosure.objects.filter(subject_id=subject_id).order_by("-at", "-id")[:VIEW_MAX]
    return [Look(r.id, r.at, r.channel, r.purpose, r.recipient_kind, r.recipient) for r in rows]


def all_looks_at(subject_id: int) -> Iterator[Look]:
    """The same, one after another, at most EXPORT_MAX."""
    rows = Disclosure.objects.filter(subject_id=subject_id).order_by("-at", "-id")[:EXPORT_MAX]
    for r in rows.iterator():
        yield Look(r.id, r.at, r.channel, r.purpose, r.recipient_kind, r.recipient)


@dataclass(frozen=True)
class OfficeLook:
    """One look of somebody who works here: of which institution ("*": the centre), for what, when. Never who."""

    at: datetime
    agency_key: str
    action: str
    purpose: str


def office_looks_at(shown: Sequence[str], *, unsaid: Sequence[str]) -> list[OfficeLook]:
    """The latest looks of offices at any of these ids, except for the purposes that the law keeps `unsaid`. Rides on read_of_what."""
    rows = (
        StaffRead.objects.filter(shown__overlap=list(shown))
        .exclude(purpose__in=list(unsaid))
        .order_by("-at", "-pk")[:VIEW_MAX]
    )
    return [OfficeLook(row.at, row.agency_key, row.action, row.purpose) for row in rows]


def is_anonymous(disclosure: UUID) -> bool:
    """Whether this is the id of an answer to somebody who said no name."""
    return Disclosure.objects.filter(
        pk=disclosure, recipient_kind=RecipientKind.ANONYMOUS, recipient=str(disclosure)
    ).exists()


def given_in(disclosure: UUID) -> list[tuple[UUID, int]]:
    """The versions an answer contained: what its holder may redeem for corrections."""
    return list(
        Given.objects.filter(disclosure_id=disclosure)
        .order_by("record", "number")
        .values_list("record", "number")
    )


def receivers_of(records: Sequence[UUID]) -> list[tuple[UUID, int, UUID]]:
    """(record, number, disclosure) of every answer that ever contained one of these records."""
    return list(
        Given.objects.filter(record__in=records)
        .order_by("record", "number", "disclosure_id")
        .values_list("record", "number", "disclosure_id")
    )


def given_by_kind(record: UUID) -> list[tuple[str, str, int]]:
    """(kind of recipient, channel, answers) that ever contained this record: counts, never who. Rides on given_of_record."""
    rows = (
        Given.objects.filter(record=record)
        .values("disclosure__recipient_kind", "disclosure__channel")
        .annotate(answers=Count("disclosure_id", distinct=True))
        .order_by("disclosure__recipient_kind", "disclosure__channel")
    )
    return [
        (row["disclosure__recipient_kind"], row["disclosure__channel"], row["answers"])
        for row in rows
    ]


@dataclass(frozen=True)
class StaffLook:
    """One look or search of somebody who works here, as it was kept."""

    id: UUID
    at: datetime
    account: str
    role: str
    agency_key: str
    action: str
    purpose: str
    reason: str | None
    asked: str | None
    shown: tuple[str, ...]


@dataclass(frozen=True)
class Sought:
    """Which looks are asked for; nothing set: all of them."""

    account: str = ""
    action: str = ""
    first: date | None = None
    last: date | None = None
    shown: str = ""  # an id that was shown


@dataclass(frozen=True)
class LookCount:
    """How often an account looked on a day, beside the median of its role on that day."""

    day: date
    account: str
    role: str
    looks: int
    searches: int
    median: float

    @property
    def stands_out(self) -> bool:
        """Whether the auditor should ask why."""
        return self.looks >= STANDS_OUT_MIN and self.looks > STANDS_OUT_TIMES * self.median


def staff_looks(sought: Sought, *, page: int) -> tuple[list[StaffLook], int]:
    """A page (from 1) of the looks that the present scope may see, the latest first; and how many there are."""
    found = _sought(sought)
    start = (page - 1) * PAGE
    return [_staff_look(row) for row in found[start : start + PAGE]], found.count()


def all_staff_looks(sought: Sought) -> Iterator[StaffLook]:
    """The same, one after another, at most EXPORT_MAX."""
    for row in _sought(sought)[:EXPORT_MAX].iterator():
        yield _staff_look(row)


def look_counts(first: date, last: date, *, zone: str) -> list[LookCount]:
    """For each day and account that looked at all."""
    parameters: dict[str, Any] = {"zone": zone, "first": first, "last": last, "limit": FIGURES_MAX}
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, parameters)
        return [LookCount(*row) for row in cursor.fetchall()]


def _sought(sought: Sought) -> QuerySet[StaffRead]:
    wanted: dict[str, Any] = {
        "account": sought.account,
        "action": sought.action,
        "at__date__gte": sought.first,
        "at__date__lte": sought.last,
        "shown__contains": [sought.shown] if sought.shown else None,
    }
    given = {name: value for name, value in wanted.items() if value}
    return StaffRead.objects.filter(**given).order_by("-at", "-pk")


def _staff_look(row: StaffRead) -> StaffLook:
    return StaffLook(
        row.pk,
        row.at,
        row.account,
        row.role,
        row.agency_key,
        row.action,
        row.purpose,
        row.reason,
        row.asked,
        tuple(row.shown),
    )
