"""When publicity would end by the rules, for comparison with the day an agency reported. It publishes nothing."""

from calendar import monthrange
from datetime import date
from typing import Final

import polars as pl

from gongxin.intake.rules.byrow import by_distinct, code_of
from gongxin.intake.rules.cells import Column, Report, params_text, where
from gongxin.jurisdiction.values import Item, PublicationRule, in_force

_OUT: Final = {"code": pl.String, "params": pl.String}
_COLUMNS: Final = ("severity", "decided", "reported")


def check(
    item: Item, columns: dict[str, Column], severity: pl.Series, today: date, report: Report
) -> None:
    """Compare the reported end of publicity with ours: the earlier of today's rule and that of the decision's day."""
    code, decided = code_of(item, "publicity_until"), code_of(item, "decided")
    if code is None or decided is None:
        return
    reported = columns[code].values
    at = where(reported.is_not_null() & columns[decided].values.is_not_null())
    if at.is_empty():
        return
    frame = pl.DataFrame(
        {
            "severity": severity.gather(at),
            "decided": columns[decided].values.gather(at),
            "reported": reported.gather(at),
        }
    )

    def rule(severity: str, decided: str, reported: str) -> tuple[str | None, str | None]:
        end = end_of(item, severity, date.fromisoformat(decided), today)
        if end is None or end.isoformat() == reported:
            return None, None
        found = "publicity.earlier" if reported < end.isoformat() else "publicity.later"
        return found, params_text({"computed": end.isoformat()})

    found = by_distinct(frame, _COLUMNS, _OUT, rule)
    for finding in ("publicity.earlier", "publicity.later"):
        hit = (found["code"] == finding).fill_null(value=False)
        report.add(
            finding,
            code,
            at.filter(hit),
            seen=frame["reported"].filter(hit),
            params=found["params"].filter(hit),
        )


def end_of(item: Item, severity: str, decided: date, today: date) -> date | None:
    """The first day on which the fact is no longer shown, by class and periods alone; None where no rule sets one."""
    ends = [_end_by(item, severity, decided, day) for day in (today, decided)]
    return min((end for end in ends if end is not None), default=None)


def _end_by(item: Item, severity: str, decided: date, day: date) -> date | None:
    rules = [rule for rule in item.publication if rule.provider is None and in_force(rule, day)]
    mine = [rule for rule in rules if rule.severity == severity]
    if severity == "unknown":  # an unknown class takes the shortest period that is shown at all
        mine = mine or [rule for rule in rules if rule.published]
    ends = [end for rule in mine if (end := _end(rule, decided)) is not None]
    return min(ends, default=None)


def _end(rule: PublicationRule, decided: date) -> date | None:
    if not rule.published or rule.ceiling_months is None:
        return None
    months = decided.month - 1 + rule.ceiling_months
    year, month = decided.year + months // 12, months % 12 + 1
    return date(year, month, min(decided.day, monthrange(year, month)[1]))
