"""Reads of an organisation's own accounts: who is signed in, whether a code or password holds, what waits at the counter."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.crypto import salted_hmac

from gongxin.agencies import factors, passwords
from gongxin.agencies.invitations import normal_code
from gongxin.agencies.sealing import opened
from gongxin.owners.letters import TRIES_MAX, LetterState, plain_code, stands, state_of
from gongxin.owners.models import Account, Code, Letter, SignIn
from gongxin.subjects import queries as subjects
from gongxin.subjects.kinds import SuccessionKind
from gongxin.subjects.queries import Organisation

LETTERS_MAX: Final = 500  # on a page of the counter
SIGN_INS_MAX: Final = 100
ACCOUNTS_SHOWN_MAX: Final = 500
ENTRANCES_MAX: Final = 3


@dataclass(frozen=True)
class AccountName:
    """How an organisation's person calls an account: unified code and label."""

    uscc: str
    label: str

    def __str__(self) -> str:
        return f"{self.uscc}.{self.label}"


@dataclass(frozen=True)
class SignedIn:
    """An account of an organisation that is signed in."""

    handle: str
    label: str
    organisation: Organisation
    seen_at: datetime


@dataclass(frozen=True)
class LiveSignIn:
    id: UUID
    label: str
    device: str
    started_at: datetime
    seen_at: datetime


@dataclass(frozen=True)
class AccountCard:
    """An account as its organisation and the counter see it."""

    id: UUID
    handle: str
    label: str
    way: str
    handed_by: str  # who asked for the code it was opened with
    opened_at: datetime
    closed_at: datetime | None
    closed_by: str | None


@dataclass(frozen=True)
class LetterCard:
    """A request for a code as the counter sees it."""

    id: UUID
    subject_id: int
    way: str
    asked_by: str
    asked_at: datetime
    state: LetterState
    address: str | None  # what was printed on the envelope
    made_by: str | None
    made_at: datetime | None
    ends_at: datetime | None


def digest_of(code: str) -> bytes:
    """What is kept of a code: keyed, because forty-nine bits alone could be tried out by whoever steals the table."""
    return salted_hmac("gongxin.owners.code", normal_code(code), algorithm="sha256").digest()


def in_force(organisation: Organisation | None, today: date) -> bool:
    """Whether the body stands in the register today: not cancelled, not absorbed."""
    if organisation is None:
        return False
    absorbed = [
        tie.effective_date
        for tie in organisation.successions
        if tie.kind == SuccessionKind.MERGER and not tie.is_successor
    ]
    return stands(organisation.status, min(absorbed, default=None), today)


def organisation_of(uscc: str, today: date) -> Organisation | None:
    """The body with this unified code, if it stands; else None.

    One writing leads to it, no other number of the body does: attempts are counted by what was written.
    """
    plain = plain_code(uscc)
    found = subjects.organisation_by_code(plain) if plain else None
    return found if found and found.code == plain and in_force(found, today) else None


def live_codes(subject_id: int, now: datetime) -> QuerySet[Code]:
    """Codes of this organisation that open an account: the latest of its letter, unused, neither over nor dead."""
    latest = Code.objects.filter(letter=OuterRef("letter")).order_by("-pk").values("pk")[:1]
    return (
        Code.objects.filter(letter__subject_id=subject_id, ends_at__gt=now, pk=Subquery(latest))
        .annotate(
            failed=Count("turns", filter=Q(turns__kind="failed")),
            used=Count("turns", filter=Q(turns__kind="used")),
        )
        .filter(used=0, failed__lt=TRIES_MAX)
        .order_by("pk")
    )


def matching(codes: Iterable[Code], typed: str) -> Code | None:
    """The code that was typed. Every one is compared, so that the time tells nothing."""
    digest = digest_of(typed)
    found = None
    for code in codes:
        if hmac.compare_digest(bytes(code.digest), digest):
            found = code
    return found


def password_holds(uscc: str, label: str, password: str, *, today: date) -> str | None:
    """The handle of the open account with this password; else None. One hashing, whatever the answer is and why."""
    organisation = organisation_of(uscc, today)
    row = (
        Account.objects.filter(
            subject_id=organisation.id,
            label=label,
            opened_at__isnull=False,
            closed_at__isnull=True,
        ).first()
        if organisation
        else None
    )
    holds = passwords.holds(password, row.password if row else None)
    return row.handle if row and holds else None


def secret_to_show(account: UUID, *, now: datetime, today: date) -> tuple[AccountName, str] | None:
    """The name and the secret that somebody is about to confirm; None as soon as it is confirmed or its code is over."""
    row = Account.objects.filter(pk=account, opened_at__isnull=True, closed_at__isnull=True).first()
    organisation = subjects.organisation(row.subject_id) if row else None
    if row is None or organisation is None or not in_force(organisation, today):
        return None
    if not live_codes(row.subject_id, now).filter(pk=row.code_id).exists():
        return None
    secret = opened(row.secret, bound_to=str(row.pk))
    return (AccountName(organisation.code, row.label), secret) if secret else None


@dataclass(frozen=True)
class Entrance:
    """An account of the demonstration, with what its telephone shows now."""

    handle: str
    uscc: str
    label: str
    name: str
    code: str


def entrances(label: str, *, today: date, now: datetime) -> list[Entrance]:
    """The open accounts with this label of organisations that stand, with their present codes: for the demonstration alone."""
    rows = Account.objects.filter(label=label, opened_at__isnull=False, closed_at__isnull=True)
    found = []
    for row in rows.order_by("opened_at", "pk")[:ENTRANCES_MAX]:
        body = subjects.organisation(row.subject_id)
        secret = opened(row.secret, bound_to=str(row.pk))
        if body is not None and secret and in_force(body, today):
            code = factors.code_at(secret, now)
            found.append(Entrance(row.handle, body.code, row.label, body.name, code))
    return found


def signed_in(
    identity: UUID, *, seen_since: datetime, begun_since: datetime, today: date
) -> SignedIn | None:
    """Who is signed in by this: it has not ended, is neither idle nor old, the account is open, the organisation stands."""
    row = (
        SignIn.objects.select_related("account")
        .filter(
            pk=identity,
            ended_at__isnull=True,
            seen_at__gte=seen_since,
            started_at__gte=begun_since,
            account__opened_at__isnull=False,
            account__closed_at__isnull=True,
        )
        .first()
    )
    organisation = subjects.organisation(row.account.subject_id) if row else None
    if row is None or organisation is None or not in_force(organisation, today):
        return None
    return SignedIn(row.account.handle, row.account.label, organisation, row.seen_at)


def live_sign_ins(handle: str, *, seen_since: datetime, begun_since: datetime) -> list[LiveSignIn]:
    """Where this account is signed in, the latest first."""
    rows = (
        SignIn.objects.select_related("account")
        .filter(
            account__handle=handle,
            ended_at__isnull=True,
            seen_at__gte=seen_since,
            started_at__gte=begun_since,
        )
        .order_by("-started_at", "pk")[:SIGN_INS_MAX]
    )
    return [
        LiveSignIn(row.pk, row.account.label, row.device, row.started_at, row.seen_at)
        for row in rows
    ]


def accounts_of(subject_id: int) -> list[AccountCard]:
    """The accounts that this organisation has or had: the open ones by label, then those closed."""
    rows = (
        Account.objects.select_related("code__letter")
        .filter(subject_id=subject_id, opened_at__isnull=False)
        .order_by("closed_at", "label", "pk")[:ACCOUNTS_SHOWN_MAX]
    )
    found = [_account(row) for row in rows]
    return sorted(found, key=lambda card: card.closed_at is not None)


def account(identity: UUID) -> tuple[AccountCard, int] | None:
    """An account that was opened, and whose it is; None: there is none."""
    row = (
        Account.objects.select_related("code__letter")
        .filter(pk=identity, opened_at__isnull=False)
        .first()
    )
    return (_account(row), row.subject_id) if row else None


def letters(now: datetime) -> list[LetterCard]:
    """Requests by letter: those that wait first, oldest first; then what was sent, the latest first."""
    rows = _letters().filter(way="letter").order_by("-asked_at", "pk")[:LETTERS_MAX]
    found = [_letter(row, now) for row in rows]
    waiting = [card for card in found if card.state is LetterState.WAITING]
    return [*reversed(waiting), *(c for c in found if c.state is not LetterState.WAITING)]


def letter(identity: UUID, now: datetime) -> LetterCard | None:
    """A request by letter; None: there is none."""
    row = _letters().filter(pk=identity, way="letter").first()
    return _letter(row, now) if row else None


def letters_of(subject_id: int, now: datetime) -> list[LetterCard]:
    """Every request for a code of this organisation, by whichever way, the latest first."""
    rows = _letters().filter(subject_id=subject_id).order_by("-asked_at", "pk")[:LETTERS_MAX]
    return [_letter(row, now) for row in rows]


def waiting_letters() -> int:
    """How many letters wait to be printed."""
    return Letter.objects.filter(way="letter", codes__isnull=True).count()


def _letters() -> QuerySet[Letter]:
    return Letter.objects.prefetch_related("codes__turns")


def _letter(row: Letter, now: datetime) -> LetterCard:
    codes = sorted(row.codes.all(), key=lambda code: code.pk)
    last = codes[-1] if codes else None
    # Whichever of its codes opened an account, the letter has done its work.
    turns = [turn for code in codes for turn in code.turns.all()]
    state = state_of(
        ends_at=last.ends_at if last else None,
        is_used=any(turn.kind == "used" for turn in turns),
        failed=sum(turn.kind == "failed" and turn.code_id == last.pk for turn in turns)
        if last
        else 0,
        now=now,
    )
    return LetterCard(
        row.pk,
        row.subject_id,
        row.way,
        row.asked_by,
        row.asked_at,
        state,
        last.address if last else None,
        last.made_by if last else None,
        last.made_at if last else None,
        last.ends_at if last else None,
    )


def _account(row: Account) -> AccountCard:
    assert row.opened_at is not None, "asked for those that were opened"
    return AccountCard(
        row.pk,
        row.handle,
        row.label,
        row.code.letter.way,
        row.code.letter.asked_by,
        row.opened_at,
        row.closed_at,
        row.closed_by,
    )
