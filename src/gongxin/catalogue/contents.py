"""The items of the catalogue as a reader looks for them: by domain, by agency, by audience. Pure; every item stands in each view."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongxin.jurisdiction import AUDIENCES, PARTS, AgencyDefinition, Domain, Item


@dataclass(frozen=True)
class Group:
    """Items under one heading; `part` is the chapter of the plan where the heading is a domain."""

    key: str
    zh: str
    en: str
    items: tuple[Item, ...]
    part: str = ""


VIEWS = ("domain", "agency", "audience")
AUDIENCE_NAMES = {
    "public": ("公众", "Everybody"),
    "shared": ("部门之间共享", "Shared between agencies"),
    "authorised": ("经主体授权查询", "With the subject's consent"),
    "internal": ("平台内部", "This platform's staff"),
}


def by_domain(items: Sequence[Item], domains: Iterable[Domain]) -> list[Group]:
    """In the order of the plan's chapters, then of its sections; domains without an item are left out."""
    ordered = sorted(domains, key=lambda domain: PARTS.index(domain.part))
    groups = [
        Group(d.key, d.zh, d.en, tuple(i for i in items if i.domain == d.key), d.part)
        for d in ordered
    ]
    return [group for group in groups if group.items]


def by_agency(items: Sequence[Item], agencies: Iterable[AgencyDefinition]) -> list[Group]:
    """An item stands under each agency that is entitled to report it."""
    groups = [
        Group(a.key, a.zh, a.en, tuple(i for i in items if a.key in i.agencies)) for a in agencies
    ]
    return [group for group in groups if group.items]


def by_audience(items: Sequence[Item]) -> list[Group]:
    groups = [
        Group(key, *AUDIENCE_NAMES[key], tuple(i for i in items if i.audience == key))
        for key in AUDIENCES
    ]
    return [group for group in groups if group.items]
