"""How notices stand: what was kept of each, folded, with its clock. For an organisation's own pages and for one notice at the desk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.cases import queries as cases
from gongxin.cases.queries import Named
from gongxin.deadlines import overdue_at
from gongxin.notices.delivery import Event, Happened, Standing, State, standing
from gongxin.notices.kinds import Key, Kind, Owed
from gongxin.notices.queries.clock import NoticeClock, civil
from gongxin.notices.queries.owed import owed, owed_about, owed_to, rows

_HAPPENED: Final = """
    SELECT d.kind, d.ref, d.number, d.event, d.on_date, d.at, d.by, d.letter, d.reference, d.code, d.basis
    FROM unnest(%(kinds)s::text[], %(refs)s::uuid[], %(numbers)s::bigint[]) AS asked(kind, ref, number)
    JOIN notices_delivery AS d ON d.kind = asked.kind AND d.ref = asked.ref AND d.number = asked.number
    ORDER BY d.id
"""


@dataclass(frozen=True)
class Notice:
    """A notice as it stands: until when it is to be told, and what it is about in a word. `named` is None once that was erased."""

    owed: Owed
    standing: Standing
    due: date | None
    is_overdue: bool
    named: Named | None

    @property
    def key(self) -> Key:
        return self.owed.key

    @property
    def is_read(self) -> bool:
        return any(one.event is Event.READ for one in self.standing.events)

    @property
    def was_late(self) -> bool:
        """Told, but after its day."""
        proof = self.standing.proof
        return proof is not None and self.due is not None and proof.on > self.due


def notices_to(subject_id: int, now: datetime) -> list[Notice]:
    """Every notice of an organisation, whoever reported what it is about: for the organisation itself. The latest first."""
    with acting_for(EVERY_AGENCY):
        return with_standing(owed_to(subject_id, civil(now)), now)


def notices_about(record: UUID, subject_id: int, now: datetime) -> list[Notice]:
    """Those about one record, the earliest first."""
    with acting_for(EVERY_AGENCY):
        return with_standing(owed_about(record, subject_id, civil(now)), now)


def notice_to(subject_id: int, key: Key, now: datetime) -> Notice | None:
    """One notice of an organisation; another's and an absent one look the same."""
    with acting_for(EVERY_AGENCY):
        found = notice(key, now)
    return found if found is not None and found.owed.subject_id == subject_id else None


def notice(key: Key, now: datetime) -> Notice | None:
    """One notice in the present scope."""
    found = owed(key, civil(now))
    return next(iter(with_standing([found], now)), None) if found else None


def with_standing(found: Sequence[Owed], now: datetime) -> list[Notice]:
    """Each of them as it stands, in the order given."""
    events = happened([one.key for one in found])
    about = [one.record for one in found if one.record is not None]
    named = {one.record: one for one in cases.records_named(about)}
    clock = NoticeClock()
    return [
        _as_it_stands(
            one, events.get(one.key, ()), clock, now, named.get(one.record) if one.record else None
        )
        for one in found
    ]


def happened(keys: Sequence[Key]) -> dict[Key, tuple[Happened, ...]]:
    """What was kept of each, in the order in which it was entered."""
    found: dict[Key, list[Happened]] = {}
    for row in rows(_HAPPENED, _keys(keys)):
        key = Key(Kind(row["kind"]), row["ref"], row["number"])
        found.setdefault(key, []).append(_event(row))
    return {key: tuple(events) for key, events in found.items()}


def _event(row: Mapping[str, Any]) -> Happened:
    return Happened(
        Event(row["event"]),
        row["on_date"],
        row["at"],
        row["by"],
        row["letter"],
        row["reference"],
        row["code"],
        row["basis"],
    )


def _as_it_stands(
    one: Owed, events: tuple[Happened, ...], clock: NoticeClock, now: datetime, named: Named | None
) -> Notice:
    found = standing(events)
    working = clock.working(one.at)
    over = overdue_at(working)
    is_overdue = found.state is not State.TOLD and over is not None and now >= over
    return Notice(one, found, working.due, is_overdue, named)


def _keys(found: Sequence[Owed] | Sequence[Key]) -> dict[str, list[Any]]:
    keys = [one.key if isinstance(one, Owed) else one for one in found]
    return {
        "kinds": [one.kind.value for one in keys],
        "refs": [one.ref for one in keys],
        "numbers": [one.number for one in keys],
    }
