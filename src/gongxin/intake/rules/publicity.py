"""Whether the end of publicity that an agency reported is the one the rules give. It publishes nothing."""

from datetime import date, timedelta
from typing import Final

import polars as pl

from gongxin.catalogue.publication import Fact, term
from gongxin.intake.rules.byrow import by_distinct, code_of
from gongxin.intake.rules.cells import Column, Report, params_text, where
from gongxin.jurisdiction.values import Item

_OUT: Final = {"code": pl.String, "params": pl.String}
_ONE_DAY: Final = timedelta(days=1)


def check(
    item: Item,
    columns: dict[str, Column],
    severity: pl.Series,
    authority: pl.Series,
    today: date,
    report: Report,
) -> None:
    """Compare the reported end with ours, where both are known."""
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
            "authority": authority.gather(at),
            "reported": reported.gather(at),
        }
    )

    def rule(
        severity: str, decided: str, authority: str | None, reported: str
    ) -> tuple[str | None, str | None]:
        fact = Fact(severity, date.fromisoformat(decided), authority or "")
        return _compared(item, fact, date.fromisoformat(reported), today)

    found = by_distinct(frame, frame.columns, _OUT, rule)
    for finding in ("publicity.earlier", "publicity.later"):
        hit = (found["code"] == finding).fill_null(value=False)
        seen, params = frame["reported"].filter(hit), found["params"].filter(hit)
        report.add(finding, code, at.filter(hit), seen=seen, params=params)


def _compared(item: Item, fact: Fact, reported: date, today: date) -> tuple[str | None, str | None]:
    ours = term(item.publication, fact, today)
    if ours.rule is None or not ours.rule.published or ours.shown_until is None:
        return None, None
    last_day = ours.shown_until - _ONE_DAY
    # "Until" is written for the last day shown by some, for the first day gone by others.
    if last_day <= reported <= ours.shown_until:
        return None, None
    found = "publicity.earlier" if reported < last_day else "publicity.later"
    return found, params_text({"computed": ours.shown_until.isoformat()})
