"""What the days of a row say together: decided not in the future, beginnings before ends. Corrects none."""

from datetime import date
from typing import Final

import polars as pl

from gongxin.intake.rules import dates
from gongxin.intake.rules.byrow import code_of
from gongxin.intake.rules.cells import Column, Report, params_text, where
from gongxin.jurisdiction.values import Item

# Facts §1.3: one registration began 22 years before its decision, lawfully. From here on it is said.
YEARS_BEFORE_DECISION: Final = 10
_PAST_ROLES: Final = ("decided", "registered", "deregistered")
# (earlier, later): the later day may not precede the earlier one.
_ORDERED: Final = (
    ("valid_from", "valid_until"),
    ("decided", "valid_until"),
    ("decided", "publicity_until"),
    ("registered", "deregistered"),
)


def check(item: Item, columns: dict[str, Column], today: date, report: Report) -> None:
    """Findings about the order of the days of each row."""
    by_role = {field.role: field for field in item.fields if field.type == "date" and field.role}
    days = {role: dates.days(columns[field.code].values) for role, field in by_role.items()}
    for role in _PAST_ROLES:
        if role in days:
            late = days[role] > today
            code = by_role[role].code
            report.add(
                "date.future",
                code,
                where(late),
                seen=columns[code].values.filter(late),
                params=params_text({"today": today.isoformat()}),
            )
    for first, second in _ORDERED:
        if first in days and second in days:
            wrong = (days[second] < days[first]).fill_null(value=False)
            _report_order(
                by_role[first].zh, by_role[second].code, first, wrong, days, columns, report
            )
    _report_long_before(item, days, columns, report)


def _report_order(
    other: str,
    code: str,
    first: str,
    wrong: pl.Series,
    days: dict[str, pl.Series],
    columns: dict[str, Column],
    report: Report,
) -> None:
    if not wrong.any():
        return
    earlier = days[first].filter(wrong)
    params = pl.Series(
        [params_text({"other": other, "value": day.isoformat()}) for day in earlier],
        dtype=pl.String,
    )
    report.add(
        "date.order", code, where(wrong), seen=columns[code].values.filter(wrong), params=params
    )


def _report_long_before(
    item: Item, days: dict[str, pl.Series], columns: dict[str, Column], report: Report
) -> None:
    begun, code = days.get("valid_from"), code_of(item, "valid_from")
    decided = days.get("decided")
    if begun is None or decided is None or code is None:
        return
    years = decided.dt.year() - begun.dt.year()
    far = (years >= YEARS_BEFORE_DECISION).fill_null(value=False)
    if far.any():
        params = pl.Series(
            [params_text({"years": int(n)}) for n in years.filter(far)], dtype=pl.String
        )
        report.add(
            "date.long_before",
            code,
            where(far),
            seen=columns[code].values.filter(far),
            params=params,
        )
