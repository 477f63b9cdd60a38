"""Reads of recalls: one, a recipient's, a record's, a subject's; and how each stands. Nothing of it is stored but what happened."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.db import connection

from gongxin.agencies import queries as agencies
from gongxin.exchange.queries.recall_clock import RecallClock, civil
from gongxin.exchange.recalls import (
    CALLABLE,
    CLASSES,
    MARK_MARGIN,
    Class,
    Event,
    Happened,
    Outcome,
    Recall,
    Recipient,
    Standing,
    State,
    Via,
    recall_id,
    sequence_of,
    standing,
)
from gongxin.records import queries as records
from gongxin.records.publicrecord import PublicRecord

PAGE: Final = 100  # recalls in one answer or message; a recipient goes on with `after`
MAP_MAX: Final = 2_000  # of one record or subject, far more than there are institutions

_EVENTS: Final = """
    SELECT recall, event, at, by, outcome, via, done_at, code, note
    FROM exchange_recallevent WHERE recall = ANY(%(recalls)s) ORDER BY recall, at, id
"""
_NAMES: Final = "SELECT key, zh, en FROM exchange_partner WHERE key = ANY(%(keys)s)"
OF_RECIPIENT: Final = "d.recipient_kind = %(kind)s AND d.recipient = %(name)s"


@dataclass(frozen=True)
class Name:
    """An institution as a page prints it."""

    zh: str
    en: str


@dataclass(frozen=True)
class Stands:
    """A recall with how it stands and what happened."""

    recall: Recall
    standing: Standing
    happened: tuple[Happened, ...]
    act_by: date | None
    next_step: date | None  # when the next thing happens by itself: the sheet, then the public list


@dataclass(frozen=True)
class MapLine:
    """One institution of a map: the least settled of its recalls, and until when."""

    name: Name
    state: State
    outcome: Outcome | None
    recalls: int
    used_in_decision: bool
    next_step: date | None


@dataclass(frozen=True)
class Map:
    """Who was told of a correction and what they did: counts of institutions, and each of them."""

    lines: tuple[MapLine, ...]
    redeemable: int  # holders of a check who may ask, and whom nobody can reach

    @property
    def told(self) -> int:
        return len(self.lines)

    @property
    def confirmed(self) -> int:
        return sum(line.state is State.ACKNOWLEDGED for line in self.lines)

    @property
    def late(self) -> int:
        return sum(line.state in CALLABLE for line in self.lines)

    @property
    def next_step(self) -> date | None:
        return min((line.next_step for line in self.lines if line.next_step), default=None)

    @property
    def used_in_decision(self) -> bool:
        return any(line.used_in_decision for line in self.lines)


def recall(identity: UUID) -> Recall | None:
    """The recall with this id, or None."""
    found = derived("c.sequence = %(sequence)s", {"sequence": sequence_of(identity)})
    return next((one for one in found if one.id == identity), None)


def of_recipient(recipient: Recipient, *, after: int = 0, limit: int = PAGE) -> list[Recall]:
    """This recipient's recalls of changes after a sequence, in order."""
    return derived(
        f"c.sequence > %(after)s AND {OF_RECIPIENT}",
        {"after": after, "kind": recipient.kind, "name": recipient.name},
        limit=limit,
    )


def standing_of(identity: UUID, now: datetime) -> Stands | None:
    """One recall as it stands."""
    found = recall(identity)
    return next(iter(with_standing([found], now)), None) if found else None


def with_standing(recalls: Sequence[Recall], now: datetime) -> list[Stands]:
    """Each of them as it stands, in the order given."""
    events = happened([one.id for one in recalls])
    clock = RecallClock()
    return [_stands(one, events.get(one.id, ()), clock, now) for one in recalls]


def _stands(one: Recall, events: tuple[Happened, ...], clock: RecallClock, now: datetime) -> Stands:
    found = standing(one, events, clock.moments(one.opened_at), now)
    match found.state:
        case State.WAITING | State.RETRYING | State.DELIVERED:
            following = clock.moments(one.opened_at).act_overdue_at
        case State.CALL_SHEET:
            following = clock.moments(one.opened_at).naming_at
        case _:
            following = None
    day = civil(following) if following else None
    return Stands(one, found, events, clock.act_by(one.opened_at), day)


def happened(recalls: Sequence[UUID]) -> dict[UUID, tuple[Happened, ...]]:
    """What was kept of each."""
    found: dict[UUID, list[Happened]] = {}
    for row in rows(_EVENTS, {"recalls": list(recalls)}):
        found.setdefault(row["recall"], []).append(
            Happened(
                Event(row["event"]),
                row["at"],
                row["by"],
                Outcome(row["outcome"]) if row["outcome"] else None,
                Via(row["via"]) if row["via"] else None,
                row["done_at"],
                row["code"],
                row["note"],
            )
        )
    return {recall: tuple(events) for recall, events in found.items()}


def map_of(record: UUID, now: datetime, *, subject_id: int | None = None) -> Map:
    """Whom a correction of this record concerns, and what they did; to a subject, as far as it was about this subject."""
    found = derived("c.record = %(record)s", {"record": record}, limit=MAP_MAX)
    return _map([one for one in found if subject_id in {None, one.subject_id}], now)


def map_of_subject(subject_id: int, now: datetime) -> Map:
    """The same over every record that is or was this subject's."""
    which = "c.record IN (SELECT record FROM records_version WHERE subject_id = %(subject)s)"
    return _map(
        [
            one
            for one in derived(which, {"subject": subject_id}, limit=MAP_MAX)
            if one.subject_id == subject_id
        ],
        now,
    )


# What is furthest from settled stands for an institution.
_GRAVEST: Final = (
    State.LISTED,
    State.CALL_SHEET,
    State.RETRYING,
    State.WAITING,
    State.DELIVERED,
    State.ACKNOWLEDGED,
)


def _map(recalls: Sequence[Recall], now: datetime) -> Map:
    by_recipient: dict[Recipient, list[Stands]] = {}
    for one in with_standing(recalls, now):
        by_recipient.setdefault(one.recall.recipient, []).append(one)
    called = names(by_recipient)
    lines = []
    for recipient, found in by_recipient.items():
        if recipient.can_be_reached:
            worst = min(found, key=lambda one: _GRAVEST.index(one.standing.state))
            lines.append(
                MapLine(
                    called[recipient],
                    worst.standing.state,
                    worst.standing.outcome,
                    len(found),
                    any(one.standing.used_in_decision for one in found),
                    min((one.next_step for one in found if one.next_step), default=None),
                )
            )
    lines.sort(key=lambda line: (_GRAVEST.index(line.state), line.name.zh))
    return Map(tuple(lines), sum(not one.can_be_reached for one in by_recipient))


def names(recipients: Iterable[Recipient]) -> dict[Recipient, Name]:
    """What institutions are called. One that is in no register any more keeps its key."""
    asked = list(recipients)
    keys = [one.name for one in asked if one.kind == "partner"]
    known = {
        ("partner", row["key"]): Name(row["zh"], row["en"]) for row in rows(_NAMES, {"keys": keys})
    }
    if any(one.kind == "agency" for one in asked):
        known |= {
            ("agency", card.key): Name(card.name_zh, card.name_en) for card in agencies.agencies()
        }
    return {one: known.get((one.kind, one.name), Name(one.name, one.name)) for one in asked}


def truths(recalls: Iterable[Recall], today: date) -> dict[UUID, PublicRecord]:
    """Recall → what the public may read of its record now, about the same subject; absent: nothing.

    Of a fact that turned out to be another's, whoever held it for the first one is told nothing more.
    """
    asked = list(recalls)
    public = records.public_records_among(sorted({one.record for one in asked}), today)
    return {
        one.id: found
        for one in asked
        if (found := public.get(one.record)) is not None and found.subject_id == one.subject_id
    }


def derived(which: str, asked: Mapping[str, Any], *, limit: int | None = None) -> list[Recall]:
    """The recalls that are owed where `which` holds, in the order of their changes."""
    ends = "" if limit is None else f"LIMIT {limit:d}"
    text = f"{derivation(which)} ORDER BY c.sequence, d.recipient_kind, d.recipient {ends}"
    return [as_recall(row) for row in rows(text, asked)]


def derivation(which: str) -> str:
    """The SQL of the recalls where `which` holds."""
    return _text().replace("{filter}", which)


def as_recall(row: Mapping[str, Any]) -> Recall:
    recipient = Recipient(row["recipient_kind"], row["recipient"])
    return Recall(
        id=recall_id(row["jurisdiction"], row["sequence"], recipient),
        jurisdiction=row["jurisdiction"],
        sequence=row["sequence"],
        record=row["record"],
        recipient=recipient,
        severity=Class.GONE if row["is_anothers"] else CLASSES[row["operation"]],
        bad_versions=tuple(row["bad_versions"]),
        subject_id=row["subject_id"],
        opened_at=row["opened_at"],
    )


def rows(sql: str, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        parameters: dict[str, Any] = {"mark_margin": MARK_MARGIN, **asked}
        cursor.execute(sql, parameters)
        columns = [column.name for column in cursor.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


@cache
def _text() -> str:
    return (Path(__file__).parents[1] / "sql" / "recalls.sql").read_text().rstrip()
