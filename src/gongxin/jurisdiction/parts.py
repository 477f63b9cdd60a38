"""Turns the tables of one file into frozen values, by kind of file. Pure: knows no folder, no other layer, decides nothing."""

import re
from dataclasses import replace

from gongxin.jurisdiction import values as law
from gongxin.jurisdiction.calendars import CalendarYear
from gongxin.jurisdiction.deadline_files import holiday_names
from gongxin.jurisdiction.reading import Table
from gongxin.jurisdiction.refusals import LawRefused

_ID_LENGTH = 18  # of a unified code


def agencies(table: Table) -> tuple[law.AgencyDefinition, ...]:
    found = []
    for one in table.tables("agency"):
        names = tuple(period for row in one.tables("name") for period in _name_periods(row))
        uscc = one.text("uscc")
        if len(uscc) != _ID_LENGTH:
            raise LawRefused(f"{one.place}.uscc", "应为18位", "must have 18 characters")
        found.append(
            law.AgencyDefinition(
                key=one.text("key"),
                zh=one.text("zh"),
                en=one.text("en"),
                uscc=uscc,
                kind=one.one_of("kind", ("regulator", "centre", "court", "other")),
                mark=one.mark(),
                names=names,
                standing=one.one_of("standing", ("good", "watched")),
                source=one.text("source"),
            )
        )
        one.done()
    return tuple(found)


def _name_periods(table: Table) -> tuple[law.NamePeriod, ...]:
    """One row of names: the variants under `also` stand in the table too, none is made by a rule."""
    start, end = table.day_or_none("valid_from"), table.day_or_none("valid_until")
    if start is not None and end is not None and end <= start:
        raise LawRefused(f"{table.place}.valid_until", "应晚于起始日", "must be after valid_from")
    period = law.NamePeriod(
        name=table.text("name"),
        kind=table.one_of("kind", ("official", "short", "alias")),
        valid_from=start,
        valid_until=end,
        source=table.text("source"),
        mark=table.mark(),
    )
    variants = table.texts("also", missing_ok=True)
    table.done()
    return (period, *(replace(period, name=variant) for variant in variants))


def code_lists(table: Table) -> tuple[law.CodeList, ...]:
    found = []
    for one in table.tables("list"):
        values = tuple(_code_value(value) for value in one.tables("value"))
        spoken = [word for value in values for word in {value.code, value.zh, *value.aliases}]
        if len(spoken) != len(set(spoken)):
            raise LawRefused(one.place, "同一写法对应两个代码", "one wording stands for two codes")
        found.append(
            law.CodeList(
                key=one.text("key"),
                values=values,
                open=one.flag("open"),
                source=one.text("source"),
                mark=one.mark(),
            )
        )
        one.done()
    return tuple(found)


def _code_value(table: Table) -> law.CodeValue:
    value = law.CodeValue(
        code=table.text("code"),
        zh=table.text("zh"),
        en=table.text("en"),
        aliases=table.texts("aliases", missing_ok=True),
        standard=table.text_or_none("standard"),
    )
    table.done()
    return value


def calendar_year(table: Table) -> CalendarYear:
    year = table.number("year")
    holidays, working = table.days("holidays"), table.days("working_days")
    for day in (*holidays, *working):
        if day.year != year:
            raise LawRefused(table.place, f"{day} 不在 {year} 年", f"{day} is not in {year}")
    if set(holidays) & set(working):
        raise LawRefused(table.place, "同一天既放假又上班", "a day is both holiday and working day")
    for day in working:
        if day.weekday() < 5:  # Monday is 0, Saturday 5
            raise LawRefused(
                table.place,
                f"{day} 不是周末，无需调休",
                f"{day} is no weekend day to be made up",
            )
    names = holiday_names(table)
    named = [day for day in holidays for name in names if day in name]
    if names and sorted(named) != list(holidays):
        raise LawRefused(
            table.place,
            "写了节日名称的，每个假日须属于且只属于一个节日",
            "where holidays are named, each day off belongs to exactly one",
        )
    return CalendarYear(
        year,
        frozenset(holidays),
        frozenset(working),
        table.text("source"),
        table.mark(),
        names,
    )


def purposes(table: Table) -> tuple[law.Purpose, ...]:
    source, mark, (start, end) = table.text("source"), table.mark(), table.period()
    found = []
    for one in table.tables("purpose"):
        found.append(
            law.Purpose(
                one.text("key"),
                one.text("zh"),
                one.text("en"),
                source,
                mark,
                start,
                end,
            )
        )
        one.done()
    return tuple(found)


def division_sets(table: Table, csv_texts: dict[str, str]) -> tuple[law.DivisionSet, ...]:
    found = []
    for one in table.tables("set"):
        name = one.text("file")
        if name not in csv_texts:
            raise LawRefused(f"{one.place}.file", f"没有文件 {name}", f"there is no file {name}")
        found.append(
            law.DivisionSet(
                key=one.text("key"),
                zh=one.text("zh"),
                en=one.text("en"),
                year=one.number("year"),
                level=one.one_of("level", ("county", "township")),
                divisions=_divisions(csv_texts[name], f"{one.place}:{name}"),
                source=one.text("source"),
                mark=one.mark(),
            )
        )
        one.done()
    return tuple(found)


def _divisions(text: str, place: str) -> tuple[law.Division, ...]:
    lines = text.splitlines()
    if not lines or lines[0] != "code,name":
        raise LawRefused(place, "首行应为 code,name", "the first line must be code,name")
    found = []
    for number, line in enumerate(lines[1:], start=2):
        code, _, name = line.partition(",")
        if not re.fullmatch(r"\d{6}(\d{3})?", code) or not name or "," in name:
            raise LawRefused(f"{place}:{number}", "应为“代码,名称”", "must be code,name")
        found.append(law.Division(code, name))
    return tuple(found)


def prefixes(table: Table) -> tuple[law.AllottedPrefix, ...]:
    source, mark, found = table.text("source"), table.mark(), []
    for one in table.tables("prefix"):
        found.append(
            law.AllottedPrefix(
                one.text("prefix"),
                one.text("authority_zh"),
                one.text("zh"),
                source,
                mark,
            )
        )
        one.done()
    return tuple(found)


def placeholders(table: Table) -> tuple[law.Placeholder, ...]:
    source, mark, found = table.text("source"), table.mark(), []
    for one in table.tables("placeholder"):
        found.append(
            law.Placeholder(
                one.text("value"),
                one.one_of("kind", ("identifier", "date", "text")),
                one.one_of("meaning", ("absent", "open_ended")),
                source,
                mark,
            )
        )
        one.done()
    return tuple(found)


def entitlements(table: Table) -> dict[str, tuple[str, ...]]:
    """Item → agencies that may report it. Source and mark must be said although nothing reads them yet but the pages."""
    found: dict[str, tuple[str, ...]] = {}
    for one in table.tables("entitlement"):
        item = one.text("item")
        if item in found:
            raise LawRefused(one.place, f"“{item}”重复", f'"{item}" stands twice')
        found[item] = one.texts("agencies")
        one.text("source")
        one.mark()
        one.done()
    return found


def layer(table: Table, digest: str) -> law.Layer:
    return law.Layer(
        key=table.text("key"),
        zh=table.text("zh"),
        en=table.text("en"),
        above=table.text_or_none("above"),
        division=table.text_or_none("division"),
        digest=digest,
    )
