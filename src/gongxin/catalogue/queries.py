"""Reads of the law in force. Cached in the process by the hash of the edition: another edition is another key, nothing goes stale."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from django.conf import settings
from django.db import connection

from gongxin.catalogue.refusals import LawNotLoaded, ProcedureUnknown
from gongxin.deadlines import Clocks, DatedCalendar, Rule
from gongxin.identifiers import Known
from gongxin.jurisdiction import (
    AgencyDefinition,
    DeclinedFamily,
    DivisionSet,
    Item,
    ItemUnknown,
    ItemVersionUnknown,
    Jurisdiction,
    LawInForce,
    Placeholder,
    Procedure,
    PublicationRule,
    Purpose,
    Template,
    from_document,
    in_force,
    law_in_force,
    load,
)
from gongxin.workdays import Calendar

# Rides on loading_latest.
_DIGEST_IN_FORCE = """
SELECT e.digest
FROM catalogue_loading AS l
JOIN catalogue_edition AS e ON e.id = l.edition_id
WHERE l.jurisdiction = %s
ORDER BY l.id DESC
LIMIT 1
"""
_LOADINGS = """
SELECT e.digest, max(l.at), (array_agg(l.by ORDER BY l.id DESC))[1], jsonb_array_length(e.law -> 'items')
FROM catalogue_loading AS l
JOIN catalogue_edition AS e ON e.id = l.edition_id
WHERE l.jurisdiction = %s
GROUP BY e.id
ORDER BY max(l.id) DESC
"""
# Rides on edition_once.
_LAW = "SELECT law::text FROM catalogue_edition WHERE jurisdiction = %s AND digest = %s"
# Rides on item_version_once.
_ITEM_VERSION = """
SELECT definition::text
FROM catalogue_itemversion
WHERE jurisdiction = %s AND code = %s AND version = %s
"""
# Rides on item_version_once.
_ITEM_VERSIONS = """
SELECT code, version FROM catalogue_itemversion WHERE jurisdiction = %s ORDER BY code, version
"""


def digest_in_force(jurisdiction: str) -> str | None:
    """The hash of the edition that governs, or None before the first was loaded."""
    with connection.cursor() as cursor:
        cursor.execute(_DIGEST_IN_FORCE, [jurisdiction])
        row = cursor.fetchone()
    return None if row is None else str(row[0])


def folder_law(jurisdiction: str) -> Jurisdiction:
    """The law as the folder `jurisdictions/` has it, drafts left out in production."""
    return load(
        settings.GONGXIN_JURISDICTIONS_DIRECTORY,
        jurisdiction,
        accept_unverified=settings.GONGXIN_MODE != "production",
    )


def law() -> Jurisdiction:
    """Every edition of every value of this jurisdiction, past and to come."""
    return _law(*_here())


def law_on(day: date) -> LawInForce:
    """The law of one day."""
    return _law_on(*_here(), day)


@dataclass(frozen=True)
class Loaded:
    """An edition that was put in force, and when."""

    digest: str
    at: datetime
    by: str
    items: int


def loadings() -> list[Loaded]:
    """Every time that an edition was put in force here, the latest first; an edition loaded twice stands once."""
    with connection.cursor() as cursor:
        cursor.execute(_LOADINGS, [settings.GONGXIN_JURISDICTION])
        return [Loaded(*row) for row in cursor.fetchall()]


def edition(digest: str) -> Jurisdiction:
    """The whole law of an edition that was loaded here, in force or not."""
    return _law(settings.GONGXIN_JURISDICTION, digest)


def procedure(key: str, day: date) -> Procedure:
    """A period of the platform's own proceedings; where the law names none, nothing is guessed."""
    for one in law().procedures:
        if one.key == key and in_force(one, day):
            return one
    raise ProcedureUnknown(key, day)


def reporting_every(day: date) -> dict[str, str]:
    """Items of which something is expected in each month or year; the others are reported when they happen."""
    return {one.key: one.every for one in law().reporting if in_force(one, day)}


def clocks() -> Clocks:
    """Every deadline in every version, the reasons that may be named, and what is absent."""
    return law().clocks


def deadline(key: str, day: date) -> Rule:
    """The deadline in force on the day of the event that starts it; refused where there is none, or where its value is absent."""
    return clocks().rule(key, day)


def items(day: date) -> tuple[Item, ...]:
    return law_on(day).items


def item_in_force(code: str, day: date) -> Item:
    """The version of the item in force on that day; refused where there is none: nothing of it may be stored."""
    item = law_on(day).item(code)
    if item is None:
        raise ItemUnknown(code, day)
    return item


def item_version(code: str, version: int) -> Item:
    """One version by number, in force or not, with the rules of the edition that governs now.

    A version that the files no longer hold is read as it was when it was loaded, without rules.
    """
    return _item_version(*_here(), code, version)


def item_shape(code: str, version: int) -> Item:
    """One version by number for reading a payload: its fields, never its rules. They never change, so no query is spent."""
    return _item_shape(settings.GONGXIN_JURISDICTION, code, version)


def item_versions() -> tuple[Item, ...]:
    """Every version of every item that was ever loaded, as `item_version` reads it: records may stand under any."""
    here = _here()
    with connection.cursor() as cursor:
        cursor.execute(_ITEM_VERSIONS, [settings.GONGXIN_JURISDICTION])
        known = cursor.fetchall()
    return tuple(_item_version(*here, code, version) for code, version in known)


def publication_rules(item_code: str) -> tuple[PublicationRule, ...]:
    """The rules that the read model judges facts of this item by, whichever of its versions carry them."""
    rules = (rule for item in law().items if item.code == item_code for rule in item.publication)
    return tuple(dict.fromkeys(rules))


def purposes(day: date) -> tuple[Purpose, ...]:
    return law_on(day).purposes


def declined() -> tuple[DeclinedFamily, ...]:
    return law().declined


def placeholders() -> tuple[Placeholder, ...]:
    return law().placeholders


def templates(item: str) -> tuple[Template, ...]:
    """The earlier templates that files of this item still come in."""
    return tuple(one for one in law().templates if one.item == item)


def divisions() -> tuple[DivisionSet, ...]:
    return law().divisions


def agencies() -> tuple[AgencyDefinition, ...]:
    return law().agencies


def calendar() -> Calendar:
    return _calendar(*_here())


def dated_calendar() -> DatedCalendar:
    """The calendar as the workings of deadlines print it."""
    return _dated_calendar(*_here())


def known_prefixes() -> Known:
    """What identifiers are compared with for warnings: allotted prefixes and county-level divisions."""
    return _known(*_here())


def _here() -> tuple[str, str]:
    jurisdiction: str = settings.GONGXIN_JURISDICTION
    digest = digest_in_force(jurisdiction)
    if digest is None:
        raise LawNotLoaded(jurisdiction)
    return jurisdiction, digest


@lru_cache(maxsize=4)
def _law(jurisdiction: str, digest: str) -> Jurisdiction:
    with connection.cursor() as cursor:
        cursor.execute(_LAW, [jurisdiction, digest])
        (text,) = cursor.fetchone()
    return from_document(Jurisdiction, json.loads(text))


@lru_cache(maxsize=64)
def _law_on(jurisdiction: str, digest: str, day: date) -> LawInForce:
    return law_in_force(_law(jurisdiction, digest), day)


@lru_cache(maxsize=4)
def _calendar(jurisdiction: str, digest: str) -> Calendar:
    return Calendar.of(
        (year.year, year.holidays, year.working_days)
        for year in _law(jurisdiction, digest).calendar
    )


@lru_cache(maxsize=4)
def _dated_calendar(jurisdiction: str, digest: str) -> DatedCalendar:
    return DatedCalendar.of(_law(jurisdiction, digest).calendar)


@lru_cache(maxsize=4)
def _known(jurisdiction: str, digest: str) -> Known:
    law_here = _law(jurisdiction, digest)
    counties = [one for one in law_here.divisions if one.level == "county"]
    return Known.of(
        [prefix.prefix for prefix in law_here.prefixes],
        [division.code for one in counties for division in one.divisions],
    )


@lru_cache(maxsize=256)
def _item_version(jurisdiction: str, digest: str, code: str, version: int) -> Item:
    for item in _law(jurisdiction, digest).items:
        if (item.code, item.version) == (code, version):
            return item
    return _item_shape(jurisdiction, code, version)


@lru_cache(maxsize=256)
def _item_shape(jurisdiction: str, code: str, version: int) -> Item:
    with connection.cursor() as cursor:
        cursor.execute(_ITEM_VERSION, [jurisdiction, code, version])
        row = cursor.fetchone()
    if row is None:
        raise ItemVersionUnknown(code, version)
    return replace(from_document(Item, json.loads(row[0])), severity=(), publication=())
