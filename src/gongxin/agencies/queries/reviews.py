"""Reads of the quarterly review: whose turn it is, what is to be confirmed, what was signed. Needs the wall's setting."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from gongxin.agencies.models import Account, Agency, Grant, Review, ReviewLine
from gongxin.agencies.reviews import REVIEWED, Circle, Quarter, Seen, Verdict
from gongxin.agencies.scope import EVERY_AGENCY


@dataclass(frozen=True)
class Line:
    username: str
    verdict: Verdict
    reason: str


@dataclass(frozen=True)
class Signed:
    """A review as it was signed."""

    id: str
    agency_key: str
    circle: Circle
    quarter: Quarter
    seen_hash: bytes
    signed_by: str
    signed_at: datetime
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Turn:
    """A circle of accounts and its quarter. `owed`: accounts of it existed in that quarter, so that a signature is a duty."""

    agency_key: str
    agency_zh: str
    agency_en: str
    circle: Circle
    quarter: Quarter
    accounts: int
    owed: bool
    signed: Signed | None

    @property
    def zh(self) -> str:
        return self.agency_zh

    @property
    def en(self) -> str:
        return self.agency_en


def seen(*, agency_key: str, circle: Circle, today: date) -> list[Seen]:
    """The active accounts of a circle, by name: the list that a signature is bound to."""
    rows = Account.objects.filter(is_active=True, role__in=list(REVIEWED[circle]))
    if circle is Circle.CLERKS:
        rows = rows.filter(agency__key=agency_key)
    found = rows.order_by("username").values_list("pk", "username", "role", "agency__key")
    lent: dict[int, list[str]] = {}
    grants = Grant.objects.filter(ended_at__isnull=True, until_date__gte=today)
    for account, role in grants.order_by("role").values_list("account_id", "role"):
        lent.setdefault(account, []).append(role)
    return [
        Seen(name, role, key, tuple(lent.get(account, ()))) for account, name, role, key in found
    ]


def signed(*, agency_key: str, circle: Circle, quarter: Quarter) -> Signed | None:
    """What was signed for the quarter; None: nothing yet, or it is another agency's."""
    row = Review.objects.filter(
        agency_key=agency_key, circle=circle, quarter_date=quarter.first_date
    ).first()
    return _signed(row) if row else None


def turns(*, scope: str, quarter: Quarter) -> list[Turn]:
    """Every circle that has accounts, of this agency or of all: the agencies' by key, then the office's."""
    names = {row.key: row for row in Agency.objects.all()}
    end = timezone.make_aware(datetime.combine(quarter.until_date, time.min))
    counted: dict[tuple[str, Circle], tuple[int, bool]] = {}
    rows = Account.objects.filter(is_active=True).values_list("role", "agency__key", "created_at")
    for role, key, created_at in rows:
        for circle, roles in REVIEWED.items():
            if role in roles:
                place = (str(key) if circle is Circle.CLERKS else EVERY_AGENCY, circle)
                number, owed = counted.get(place, (0, False))
                counted[place] = (number + 1, owed or created_at < end)
    done = {
        (row.agency_key, row.circle): _signed(row)
        for row in Review.objects.filter(quarter_date=quarter.first_date)
    }
    ordered = sorted(counted.items(), key=lambda one: (one[0][0] == EVERY_AGENCY, one[0]))
    return [
        Turn(
            key,
            names[key].name_zh if key in names else "",
            names[key].name_en if key in names else "",
            circle,
            quarter,
            number,
            owed,
            done.get((key, circle.value)),
        )
        for (key, circle), (number, owed) in ordered
        if scope in (key, EVERY_AGENCY)
    ]


def _signed(row: Review) -> Signed:
    lines = ReviewLine.objects.filter(review=row).order_by("account__username")
    return Signed(
        str(row.pk),
        row.agency_key,
        Circle(row.circle),
        Quarter(row.quarter_date),
        bytes(row.seen_hash),
        row.signed_by,
        row.signed_at,
        tuple(
            Line(name, Verdict(verdict), reason)
            for name, verdict, reason in lines.values_list("account__username", "verdict", "reason")
        ),
    )
