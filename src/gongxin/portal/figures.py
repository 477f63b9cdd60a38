"""The live figures of the first page. It asks the rooms and keeps the answer until something happens; counts alone, no SQL."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache

from gongxin.catalogue import queries as law
from gongxin.journal import queries as log
from gongxin.records import queries as records
from gongxin.subjects import queries as subjects

KEPT_SECONDS = 5  # the budget for a withdrawn record to leave what is cached, counts included
# Every act that changes a figure is an entry of the log: as long as the log has not grown, the same day has the same figures.
QUIET_SECONDS = 3600
MONTHS = 12


@dataclass(frozen=True)
class Part:
    """The public records of one domain."""

    key: str
    zh: str
    en: str
    records: int


@dataclass(frozen=True)
class Month:
    label: str  # YYYY-MM
    records: int


@dataclass(frozen=True)
class Live:
    today: date
    organisations: int
    organisations_with_records: int
    agencies: int
    by_domain: tuple[Part, ...]
    by_month: tuple[Month, ...]
    journal_size: int

    @property
    def records(self) -> int:
        """The sum of what is listed, so that no total can differ from its parts."""
        return sum(part.records for part in self.by_domain)

    @property
    def largest(self) -> int:
        return max((part.records for part in self.by_domain), default=1)


def of(today: date) -> Live:
    """The figures for this day: of now, or at most `KEPT_SECONDS` old while much happens."""
    busy = f"portal.figures.{today.isoformat()}"
    quiet = (
        f"{busy}.{log.last()}"  # asked before counting: what happens meanwhile is under the next
    )
    found = cache.get(quiet) or cache.get(busy)
    if not isinstance(found, Live):
        found = _counted(today)
        cache.set(busy, found, KEPT_SECONDS)
        cache.set(quiet, found, QUIET_SECONDS)
    return found


def _counted(today: date) -> Live:
    public = records.figures(today)
    items = law.law_on(today).items
    months = dict(public.by_month)
    return Live(
        today=today,
        organisations=subjects.figures().organisations,
        organisations_with_records=public.organisations,
        agencies=len({key for item in items for key in item.agencies}),
        by_domain=_by_domain(public.by_item),
        by_month=tuple(Month(m, months.get(m, 0)) for m in _months_to(today)),
        journal_size=log.size(),
    )


def _by_domain(by_item: Mapping[str, int]) -> tuple[Part, ...]:
    """Domains that have a public record, the largest first; an item no longer in force keeps its domain."""
    whole = law.law()
    domain_of = {item.code: item.domain for item in whole.items}
    counts: Counter[str] = Counter()
    for code, count in by_item.items():
        counts[domain_of[code]] += count
    names = {domain.key: domain for domain in whole.domains}
    return tuple(Part(key, names[key].zh, names[key].en, n) for key, n in counts.most_common())


def _months_to(today: date) -> list[str]:
    """The last `MONTHS` months, this one included, oldest first."""
    count = today.year * 12 + today.month - 1
    return [f"{m // 12}-{m % 12 + 1:02}" for m in range(count - MONTHS + 1, count + 1)]
