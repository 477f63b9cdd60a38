"""Reads what the catalogue is for and what it declines: domains, sentences of the plan, families. Pure; judges no item."""

import re

from gongxin.jurisdiction import scope
from gongxin.jurisdiction.reading import Table
from gongxin.jurisdiction.refusals import LawRefused


def domains(table: Table) -> tuple[scope.Domain, ...]:
    found = []
    source, mark = table.text("source"), table.mark()
    for one in table.tables("domain"):
        found.append(
            scope.Domain(
                key=one.text("key"),
                zh=one.text("zh"),
                en=one.text("en"),
                part=one.one_of("part", scope.PARTS),
                plan=one.text("plan"),
                source=source,
                mark=mark,
            )
        )
        one.done()
    return tuple(found)


def procedures(table: Table) -> tuple[scope.Procedure, ...]:
    found = []
    for one in table.tables("procedure"):
        start, end = one.period()
        found.append(
            scope.Procedure(
                key=one.text("key"),
                zh=one.text("zh"),
                en=one.text("en"),
                days=one.number("days"),
                source=one.text("source"),
                mark=one.mark(),
                in_force_from=start,
                in_force_until=end,
            )
        )
        one.done()
    return tuple(found)


def reporting_periods(table: Table) -> tuple[scope.ReportingPeriod, ...]:
    """One row speaks of many items."""
    found = []
    for one in table.tables("period"):
        start, end = one.period()
        every, source, mark = one.one_of("every", scope.EVERY), one.text("source"), one.mark()
        found += [
            scope.ReportingPeriod(item, every, source, mark, start, end)
            for item in one.texts("items")
        ]
        one.done()
    return tuple(found)


def plan(table: Table) -> tuple[scope.PlanSentence, ...]:
    found = []
    source, mark, language = table.text("source"), table.mark(), table.text("language")
    for one in table.tables("sentence"):
        sentence = scope.PlanSentence(
            row=one.text("row"),
            place=one.text("place"),
            text=one.text("text"),
            language=language,
            items=one.texts("items", missing_ok=True),
            declined=one.texts("declined", missing_ok=True),
            tests=one.texts("tests", missing_ok=True),
            source=source,
            mark=mark,
        )
        if not (sentence.items or sentence.declined or sentence.tests):
            raise LawRefused(
                one.place,
                "规划的每一句须有对应事项，或写明不做",
                "a sentence of the plan is answered by items or tests, or declined",
            )
        found.append(sentence)
        one.done()
    return tuple(found)


def declined(table: Table) -> tuple[scope.DeclinedFamily, ...]:
    found = []
    for one in table.tables("family"):
        patterns = one.texts("patterns")
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise LawRefused(
                    f"{one.place}.patterns",
                    f"表达式“{pattern}”无效",
                    f'"{pattern}": {error}',
                ) from error
        found.append(
            scope.DeclinedFamily(
                key=one.text("key"),
                row=one.one_of("row", tuple(f"D{n}" for n in range(1, 9))),
                zh=one.text("zh"),
                en=one.text("en"),
                reason_zh=one.text("reason_zh"),
                reason_en=one.text("reason_en"),
                patterns=patterns,
                persons_only=one.flag("persons_only", default=False),
                source=one.text("source"),
                mark=one.mark(),
            )
        )
        one.done()
    return tuple(found)
