"""Writes of codes: asked for from outside, printed, handed over at a counter or to a colleague. A code is shown once."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from gongxin.journal import actions as journal
from gongxin.owners import queries
from gongxin.owners.letters import (
    ASKED_AGAIN_AFTER,
    GOOD_FOR,
    LetterRefused,
    LetterState,
    Seen,
    Way,
    fresh_code,
)
from gongxin.owners.locks import locked
from gongxin.owners.models import Account, Code, Letter
from gongxin.subjects import queries as subjects
from gongxin.subjects.queries import Organisation

ACCOUNTS_MAX = 20  # our own choice: more offices than that of one organisation never asked


@dataclass(frozen=True)
class Made:
    """A code on the one page that shows it. Without an address it is handed over at the counter."""

    code: str
    organisation: Organisation
    address: str | None
    ends_at: datetime


@transaction.atomic
def ask(*, uscc: str, jurisdiction: str, today: date, by: str, now: datetime) -> None:
    """Queue a letter to the registered address, if the organisation stands and none is on its way.

    It returns nothing and refuses nothing: whoever asks is told the same. The row is the evidence; the public log says
    nothing, since the moment would tell who was asked about.
    """
    organisation = queries.organisation_of(uscc, today)
    if organisation is None:
        return
    locked(organisation.id)
    cards = [card for card in queries.letters_of(organisation.id, now) if card.way == Way.LETTER]
    if any(_is_on_its_way(card, now) for card in cards):
        return
    Letter.objects.create(
        jurisdiction=jurisdiction,
        subject_id=organisation.id,
        way=Way.LETTER,
        asked_by=by,
        asked_at=now,
    )


@transaction.atomic
def print_letter(*, letter: UUID, today: date, by: str, now: datetime) -> Made:
    """A code for this letter, for this once. Printed again it is another, and the one before is dead."""
    card = queries.letter(letter, now)
    if card is None:
        raise LetterRefused("没有这封函件", "there is no such letter")
    locked(card.subject_id)
    card = queries.letter(letter, now)
    if card is None or card.state is LetterState.USED:
        raise LetterRefused("这封函件已经开通了账号", "this letter has opened an account already")
    organisation = _standing(card.subject_id, today)
    return _made(letter, Way.LETTER, organisation, organisation.address, by, now)


@transaction.atomic
def hand_out(
    *, organisation: UUID, seen: Seen, jurisdiction: str, today: date, by: str, now: datetime
) -> Made:
    """A code for whoever stands at the counter with the organisation's licence."""
    found = subjects.organisation_by_public_id(organisation)
    if found is None:
        raise LetterRefused("没有这家单位", "there is no such organisation")
    locked(found.id)
    standing = _standing(found.id, today)
    row = Letter.objects.create(
        jurisdiction=jurisdiction,
        subject_id=standing.id,
        way=Way.COUNTER,
        seen=seen,
        asked_by=by,
        asked_at=now,
    )
    return _made(row.pk, Way.COUNTER, standing, None, by, now)


@transaction.atomic
def pass_on(*, handle: str, jurisdiction: str, today: date, by: str, now: datetime) -> Made:
    """A code for a colleague, by an open account of the organisation."""
    account = Account.objects.get(handle=handle, opened_at__isnull=False, closed_at__isnull=True)
    locked(account.subject_id)
    standing = _standing(account.subject_id, today)
    row = Letter.objects.create(
        jurisdiction=jurisdiction,
        subject_id=standing.id,
        way=Way.COLLEAGUE,
        asked_by=by,
        asked_at=now,
    )
    return _made(row.pk, Way.COLLEAGUE, standing, None, by, now)


def _is_on_its_way(card: queries.LetterCard, now: datetime) -> bool:
    """Waits to be printed, or was sent so lately that it may still arrive."""
    if card.state is LetterState.WAITING:
        return True
    sent_at = card.made_at
    return (
        card.state is LetterState.SENT and sent_at is not None and now < sent_at + ASKED_AGAIN_AFTER
    )


def _standing(subject_id: int, today: date) -> Organisation:
    organisation = subjects.organisation(subject_id)
    if organisation is None or not queries.in_force(organisation, today):
        raise LetterRefused(
            "该单位已注销或并入其他单位",
            "this organisation was cancelled or absorbed by another",
        )
    open_ones = [one for one in queries.accounts_of(subject_id) if one.closed_at is None]
    if len(open_ones) >= ACCOUNTS_MAX:
        raise LetterRefused(
            f"该单位已有 {ACCOUNTS_MAX} 个账号",
            f"this organisation has {ACCOUNTS_MAX} accounts already",
            remedy_zh="先停用不用的账号",
            remedy_en="close those that are not used first",
        )
    return organisation


def _made(
    letter: UUID,
    way: Way,
    organisation: Organisation,
    address: str | None,
    by: str,
    now: datetime,
) -> Made:
    code = fresh_code()
    ends_at = now + GOOD_FOR
    Code.objects.create(
        letter_id=letter,
        digest=queries.digest_of(code),
        address=address or None,
        made_by=by,
        made_at=now,
        ends_at=ends_at,
    )
    body = {"letter": str(letter), "way": way.value}
    journal.append(kind="owner.code_made", body=body, by=by, now=now)
    return Made(code, organisation, address or None, ends_at)
