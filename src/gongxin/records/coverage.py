"""How far the files of organisations reach: per kind, who is in the register, who has facts, and of which domain. Counts alone, of organisations alone.

A fact counts while it is live, whether or not the public may read it today: coverage is about having a file, not about exposure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection

from gongxin.catalogue.queries import items

# Rides on records_version(subject_id); one pass over what is live, one over the register.
_FACTS: Final = """
    SELECT s.kind, d.domain, v.item, count(*) AS facts, count(DISTINCT v.subject_id) AS organisations
    FROM records_version AS v
    JOIN subjects_subject AS s ON s.id = v.subject_id
    LEFT JOIN unnest(%(items)s::text[], %(domains)s::text[]) AS d(item, domain) ON d.item = v.item
    WHERE v.jurisdiction = %(jurisdiction)s
      AND s.status NOT IN ('deregistered', 'revoked')
      AND v.state = 'admitted'
      AND v.decided_date <= %(today)s
      AND NOT EXISTS (
          SELECT 1 FROM records_version AS later
          WHERE later.record = v.record AND later.number = v.number + 1)
      AND NOT EXISTS (SELECT 1 FROM records_tombstone AS t WHERE t.record = v.record)
    GROUP BY GROUPING SETS ((s.kind), (s.kind, d.domain), (s.kind, d.domain, v.item))
"""
_REGISTER: Final = """
    SELECT kind, count(*) FROM subjects_subject
    WHERE jurisdiction = %(jurisdiction)s AND subject_kind = 'organisation' AND status NOT IN ('deregistered', 'revoked')
    GROUP BY kind
"""


@dataclass(frozen=True)
class Covered:
    """How many organisations of a kind have facts, and how many facts."""

    organisations: int
    facts: int


@dataclass(frozen=True)
class OfKind:
    """One kind of organisation. `registered`: bodies of the register that have not ended; each has a file."""

    kind: str
    registered: int
    with_facts: Covered
    by_domain: Mapping[str, Covered]
    by_item: Mapping[str, Covered]

    @property
    def share(self) -> float:
        """Of the registered, those that have a fact beyond the register; 0 where nobody is registered."""
        return self.with_facts.organisations / self.registered if self.registered else 0.0


@dataclass(frozen=True)
class Coverage:
    today: date
    kinds: tuple[OfKind, ...]

    @property
    def registered(self) -> int:
        return sum(kind.registered for kind in self.kinds)


_NONE: Final = Covered(0, 0)


def coverage(jurisdiction: str, today: date) -> Coverage:
    """Counted on the day it is asked for, from the register and the records themselves."""
    named = {item.code: item.domain for item in items(today)}
    parameters: dict[str, str | date | list[str]] = {
        "jurisdiction": jurisdiction,
        "today": today,
        "items": list(named),
        "domains": list(named.values()),
    }
    whole: dict[str, Covered] = {}
    by_domain: dict[str, dict[str, Covered]] = {}
    by_item: dict[str, dict[str, Covered]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_REGISTER, parameters)
        registered = dict(cursor.fetchall())
        cursor.execute(_FACTS, parameters)
        for kind, domain, item, facts, organisations in cursor.fetchall():
            found = Covered(organisations, facts)
            if item is not None:
                by_item.setdefault(kind, {})[item] = found
            elif domain is not None:
                by_domain.setdefault(kind, {})[domain] = found
            else:
                whole[kind] = found
    return Coverage(
        today,
        tuple(
            OfKind(
                kind,
                count,
                whole.get(kind, _NONE),
                dict(sorted(by_domain.get(kind, {}).items())),
                dict(sorted(by_item.get(kind, {}).items())),
            )
            for kind, count in sorted(registered.items(), key=lambda pair: (-pair[1], pair[0]))
        ),
    )
