"""An organisation's own file in plain words: what stands, what left and why, what it may do. It reads; the law decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise

from gongxin.catalogue import queries as law
from gongxin.catalogue.publication import Fact, applied
from gongxin.disclosures import actions as disclosures
from gongxin.disclosures.actions import Facts, Grounds, Recipient
from gongxin.disclosures.purposes import Channel, RecipientKind
from gongxin.portal import cards
from gongxin.portal.cards import Card
from gongxin.portal.owner import Owner
from gongxin.records import masks, ownfile
from gongxin.records import queries as records
from gongxin.records.lifecycle import State
from gongxin.records.ownfile import Own

PURPOSE: Final = "own_record"
BASIS: Final = "own"


class Why(StrEnum):
    """Why something is not shown any more, or never was."""

    ENDED = "ended"  # 期限已满
    KEPT = "kept"  # 依法不公开
    HIDDEN = "hidden"  # 有案件未了结，暂不公开
    LIFTED = "lifted"  # 已被后来的决定终止
    NOT_YOURS = "not_yours"  # 经核对不是本单位的


@dataclass(frozen=True)
class Left:
    """A record that is not shown, and why: `why` is a word of the list, `since_date` the first day without it, where one day is the reason."""

    own: Own
    why: str
    since_date: date | None


@dataclass(frozen=True)
class Waiting:
    """Something that runs: what, until which day, and where it is read."""

    text: Promise | str
    due_date: date | None
    address: str


@dataclass(frozen=True)
class File:
    """All of it, as it stands today."""

    adverse: tuple[Card, ...]
    others: tuple[Card, ...]
    left: tuple[Left, ...]
    waiting: tuple[Waiting, ...]

    @property
    def marked(self) -> int:
        return sum(bool(card.record.marks) for card in (*self.adverse, *self.others))


def read(owner: Owner, waiting: Sequence[Waiting]) -> File:
    """The file of whoever asks, with what `waiting` says of its cases. The look leaves an edge: it is one like every other."""
    shown = records.public_records([owner.subject_id], owner.today)[owner.subject_id]
    known = (owner.name, owner.code)
    laid_out = [
        cards.card(one, law.item_version(one.item, one.item_version), known=known) for one in shown
    ]
    gone = ownfile.not_shown(owner.subject_id, [one.record for one in shown])
    disclosures.disclose(
        facts=Facts(
            settings.GONGXIN_JURISDICTION,
            owner.subject_id,
            [(one.record, one.number) for one in shown],
            owner.today,
        ),
        recipient=Recipient(RecipientKind.SUBJECT, str(owner.organisation)),
        grounds=Grounds(Channel.PAGE, PURPOSE, BASIS),
        by=owner.account,
        now=owner.now,
    )
    return File(
        adverse=tuple(card for card in laid_out if card.record.polarity == "adverse"),
        others=tuple(card for card in laid_out if card.record.polarity != "adverse"),
        left=tuple(left(one, owner.today) for one in gone),
        waiting=tuple(waiting),
    )


def left(own: Own, today: date) -> Left:
    """Why this record is not shown today."""
    left_date = timezone.localdate(own.since)
    if not own.is_yours and own.state is not State.DETACHED:
        return Left(own, Why.NOT_YOURS, left_date)
    if own.state is not State.ADMITTED:
        return Left(own, own.state.value, left_date)
    hidden = [day for day in masks.masks_of(own.record).values() if day <= today]
    if hidden:
        return Left(own, Why.HIDDEN, min(hidden))
    item = law.item_version(own.item, own.item_version)
    fact = Fact(own.severity, own.decided_date, own.authority_key, own.valid_until)
    rules = applied(item.publication, fact, today)
    if not rules or not all(one.rule.published for one in rules):
        return Left(own, Why.KEPT, None)
    ends = [one.ends for one in rules if one.ends is not None and one.ends <= today]
    return Left(own, Why.ENDED, min(ends)) if ends else Left(own, Why.LIFTED, None)
