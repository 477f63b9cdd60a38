"""The items of the catalogue as a reader looks for them: by domain, by agency, by audience. Pure; every item stands in each view."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongxin.jurisdiction import AUDIENCES, PARTS, AgencyDefinition, Domain, Item


@dataclass(frozen=True)
class Group:
    """Items under one heading; `part` is the chapter of the plan where the heading is a domain.

    An audience has no name of its own here: its key is a word of a closed list, which the door says in its language.
    """

    key: str
    items: tuple[Item, ...]
    zh: str = ""
    en: str = ""
    part: str = ""


def by_domain(items: Sequence[Item], domains: Iterable[Domain]) -> list[Group]:
    """In the order of the plan's chapters, then of its sections; domains without an item are left out."""
    ordered = sorted(domains, key=lambda domain: PARTS.index(domain.part))
    groups = [
        Group(d.key, tuple(i for i in items if i.domain == d.key), d.zh, d.en, d.part)
        for d in ordered
    ]
    return [group for group in groups if group.items]


def by_agency(items: Sequence[Item], agencies: Iterable[AgencyDefinition]) -> list[Group]:
    """An item stands under each agency that is entitled to report it."""
    groups = [
        Group(a.key, tuple(i for i in items if a.key in i.agencies), a.zh, a.en) for a in agencies
    ]
    return [group for group in groups if group.items]


def by_audience(items: Sequence[Item]) -> list[Group]:
    groups = [Group(key, tuple(i for i in items if i.audience == key)) for key in AUDIENCES]
    return [group for group in groups if group.items]
