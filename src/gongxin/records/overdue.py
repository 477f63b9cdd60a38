"""Which stored records must be erased on a day, and by what working. Reads; it erases nothing.

In pages by record, so that a job can stop anywhere and go on: what was erased is no longer found.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from gongxin.catalogue import queries as catalogue
from gongxin.catalogue.publication import Fact, term
from gongxin.catalogue.retention import Retention, open_end_binds, retention
from gongxin.jurisdiction.values import Item
from gongxin.records.lifecycle import State

FIRST = UUID(int=0)

# The latest version of each record that is not erased. Rides on the primary key, from record to record.
_STANDING = """
    SELECT v.record, v.state, v.severity, v.decided_date, upper(v.valid), authority.key
    FROM records_version AS v
    JOIN agencies_agency AS authority ON authority.id = v.authority_id
    WHERE v.jurisdiction = %(jurisdiction)s AND v.item = %(item)s AND v.item_version = %(version)s
      AND v.state <> 'erased' AND v.record > %(after)s AND {which}
      AND NOT EXISTS (
          SELECT 1 FROM records_version AS later
          WHERE later.record = v.record AND later.number = v.number + 1)
    ORDER BY v.record LIMIT %(limit)s
"""
# The first clock alone, so that what is young is never fetched; the other two are asked of each.
_COUNTED_OUT = "(v.decided_date + make_interval(months => %(months)s))::date <= %(today)s"
# The ledger says it was erased, and a restored backup has it whole.
_CAME_BACK = """
    EXISTS (SELECT 1 FROM records_tombstone AS t WHERE t.record = v.record AND t.event = 'erase')
"""


@dataclass(frozen=True)
class Standing:
    """A record that is not erased, and until when it is kept."""

    record: UUID
    item: Item
    state: State
    severity: str
    authority_key: str
    retention: Retention


def pages(today: date, size: int) -> Iterator[list[Standing]]:
    """What must go on that day, at most `size` of one version of an item at once."""
    for item in catalogue.item_versions():
        if item.retention_months is None:
            continue
        which = {"months": item.retention_months, "today": today}
        for page in _pages(item, _COUNTED_OUT, which, today, size):
            due = [one for one in page if one.retention.is_over(today)]
            if due:
                yield due


def came_back(today: date, size: int) -> Iterator[list[Standing]]:
    """What was erased once and is whole again, as after a restore."""
    if not _rows("SELECT 1 FROM records_tombstone WHERE event = 'erase' LIMIT 1", {}):
        return
    for item in catalogue.item_versions():
        yield from _pages(item, _CAME_BACK, {}, today, size)


def still_due(records: Sequence[UUID], item: Item, today: date, *, restored: bool) -> list[UUID]:
    """Which of these must go, asked again under their locks."""
    which = f"v.record = ANY(%(records)s) AND {_CAME_BACK if restored else 'true'}"
    standing = _page(
        item, which, {"records": list(records), "after": FIRST, "limit": len(records)}, today
    )
    return [one.record for one in standing if restored or one.retention.is_over(today)]


def _pages(
    item: Item, which: str, parameters: dict[str, Any], today: date, size: int
) -> Iterator[list[Standing]]:
    after = FIRST
    while page := _page(item, which, {**parameters, "after": after, "limit": size}, today):
        yield page
        after = page[-1].record


def _page(item: Item, which: str, parameters: dict[str, Any], today: date) -> list[Standing]:
    rows = _rows(
        _STANDING.replace("{which}", which),
        {
            **parameters,
            "jurisdiction": settings.GONGXIN_JURISDICTION,
            "item": item.code,
            "version": item.version,
        },
    )
    rules = catalogue.publication_rules(item.code)
    found = []
    for record, state, severity, decided, valid_until, authority in rows:
        # What was withdrawn or undone binds nobody; what was repaired is shown to nobody, and may bind still.
        binds = state not in {State.WITHDRAWN, State.UNDONE}
        fact = Fact(severity, decided, authority, valid_until if binds else None)
        kept = retention(
            item.retention_months,
            fact,
            publicity=term(rules, fact, today) if state == State.ADMITTED else None,
            force_is_open=binds and valid_until is None and open_end_binds(item),
        )
        found.append(Standing(record, item, State(state), severity, authority, kept))
    return found


def _rows(sql: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
